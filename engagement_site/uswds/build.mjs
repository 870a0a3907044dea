// Compiles the subset into static/uswds/. Run it through rebuild.sh.

import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { buildSync, transformSync } from "esbuild";
import postcss from "postcss";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const uswds = join(here, "node_modules/@uswds/uswds");
const target = resolve(here, "../../static/uswds");

// Icons that templates may name in components/icon.html.
const ICONS = [
  "arrow_back", "arrow_forward", "arrow_upward", "calendar_today", "cancel", "check_circle",
  "close", "error", "event", "fax", "file_download", "groups", "hearing", "help", "info",
  "launch", "location_on", "mail", "navigate_before", "navigate_next", "people", "phone",
  "print", "radio_button_unchecked", "rss_feed", "schedule", "search", "translate", "update",
  "verified", "warning",
];

// Variants that no template of ours uses. A selector that matches is left out of the stylesheet.
const UNUSED = [
  "usa-megamenu", "usa-header--", "usa-nav__(?:secondary|submenu|inner)", "usa-nav__primary.* button", "usa-nav .usa-",
  "usa-logo", "usa-hero", "usa-section",
  "usa-table__header__button", "data-sort", "usa-table--(?:sticky-header|stacked-header|compact)", "usa-col\\b",
  "usa-prose > \\.usa-(?:table|icon-list)", "usa-icon-list--", "usa-icon--size",
  "usa-button--(?:hover|active|disabled|accent|base|inverse|outline-inverse)", "usa-button-group--segmented",
  "usa-focus", "usa-show-password", "width-(?:mobile|card|tablet|desktop)",
  "usa-card--(?:flag|media|header)", "usa-card__(?:media|img)", "usa-collection__img",
  "__input--tile", "usa-form--large", "usa-textarea--", "usa-search--(?:big|small)",
  "usa-language__(?:submenu|primary)", "usa-language-container",
  "usa-step-indicator--(?:center|counters|no-labels)", "usa-accordion--", "usa-tag--big",
  "usa-link--(?:alt|external)", "usa-alert--(?:emergency|validation|no-icon)", "usa-site-alert--(?:slim|no-icon)",
  "usa-identifier__logo", "usa-dark-background", "is-safari",
].map((pattern) => new RegExp(pattern));

const dropUnused = {
  postcssPlugin: "drop-unused",
  OnceExit(root) {
    root.walkRules((rule) => {
      if (rule.parent.name === "keyframes") return;
      const used = rule.selectors.filter((selector) => !UNUSED.some((pattern) => pattern.test(selector)));
      if (used.length === 0) rule.remove();
      else if (used.length < rule.selectors.length) rule.selectors = used;
    });
    root.walkAtRules((rule) => {
      if (rule.nodes?.length === 0) rule.remove();
    });
  },
};

function write(path, text) {
  mkdirSync(dirname(join(target, path)), { recursive: true });
  writeFileSync(join(target, path), text);
}

function script(entry, output) {
  const { outputFiles } = buildSync({
    entryPoints: [join(here, entry)],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2018",
    legalComments: "none",
    write: false,
  });
  write(output, outputFiles[0].text);
}

function stylesheet() {
  const compiled = sass.compile(join(here, "uswds.scss"), {
    loadPaths: [join(uswds, "packages")],
    quietDeps: true,
    silenceDeprecations: ["if-function"],
  });
  const trimmed = postcss([dropUnused]).process(compiled.css, { from: undefined }).css;
  const css = transformSync(trimmed, { loader: "css", minify: true, legalComments: "none", target: "es2018" }).code;
  write("css/uswds.min.css", css);
  return new Set([...css.matchAll(/url\(["']?\.\.\/img\/([^"')]+)/g)].map((match) => match[1]));
}

function sprite() {
  const symbols = ICONS.map((name) => {
    const svg = readFileSync(join(uswds, "dist/img/usa-icons", `${name}.svg`), "utf8");
    const body = svg.replace(/^[\s\S]*?<svg[^>]*>|<\/svg>[\s\S]*$/g, "").replace(/<path d="M0 0h24v24H0[Vvz]*" fill="none"\/>|<path fill="none" d="M0 0h24v24H0[Vvz]*"\/>/g, "");
    return `<symbol id="${name}" viewBox="0 0 24 24">${body.trim()}</symbol>`;
  });
  write("img/sprite.svg", `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
}

function filesUnder(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(target, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .filter((path) => path !== "manifest.json" && path !== "README.md")
    .sort();
}

for (const part of ["css", "js", "img"]) rmSync(join(target, part), { recursive: true, force: true });
script("uswds.js", "js/uswds.min.js");
script("uswds-init.js", "js/uswds-init.min.js");
const images = stylesheet();
for (const name of [...images, "us_flag_small.png", "icon-dot-gov.svg", "icon-https.svg"]) {
  cpSync(join(uswds, "dist/img", name), join(target, "img", name));
}
sprite();
cpSync(join(uswds, "LICENSE.md"), join(target, "LICENSE.md"));

const manifest = Object.fromEntries(
  filesUnder(target).map((path) => [path, createHash("sha256").update(readFileSync(join(target, path))).digest("hex")]),
);
write("manifest.json", `${JSON.stringify({ uswds: "3.14.0", sha256: manifest }, null, 2)}\n`);
