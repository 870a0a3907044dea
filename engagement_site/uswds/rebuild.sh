#!/bin/sh
# Rebuilds static/uswds/ from this folder. Needs Node 20 or newer; nobody else does.
set -eu
cd "$(dirname "$0")"
npm install --no-package-lock --no-fund --no-audit
node build.mjs
