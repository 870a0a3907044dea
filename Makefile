# The commands of this project. `make demo` and `make test` need Python 3.11 and make, nothing else.
# PORT, HOST and DATABASE_URL in the environment are honoured.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --no-input --disable-pip-version-check --require-hashes
PYTEST := $(BIN)/python -m pytest -n auto --maxschedchunk 2
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
TEMPLATES = $(shell find templates engagement_site sessions_app home -name '*.html')
# Initial migrations create tables that older code does not use. On SQLite a change rebuilds the whole table, which
# hides what the change itself does.
# Building an index locks its table against writes for a second or two. Built concurrently, a lock timeout could
# leave it invalid.
LINT_MIGRATIONS := TEST_DATABASE=postgres $(BIN)/python manage.py lintmigrations --no-cache \
	--settings engagement_site.settings.test \
	--include-apps accounts sessions_app home --ignore-name-contains _initial \
	--ignore-name 0007_outbox_failed_index 0009_private_evidence 0014_outbox_recipient_index \
	0017_work_lists 0021_feedback_register 0024_action_promises --quiet ok ignore

# A complete environment, so that the deploy check sees what production would be like.
PRODUCTION = DJANGO_SETTINGS_MODULE=engagement_site.settings.production \
	SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))') \
	MFA_ENCRYPTION_KEYS=$$($(BIN)/python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())') \
	ALLOWED_HOSTS=engagement.example BASE_URL=https://engagement.example \
	DATABASE_URL=postgres://engagement@localhost/engagement \
	EMAIL_URL=smtp+tls://mail.example:587 DEFAULT_FROM_EMAIL=engagement@engagement.example

.DEFAULT_GOAL := help

.PHONY: help demo test test-nightly test-postgres check requirements bench clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name what; do \
		printf '  %-14s %s\n' "$$name" "$$what"; done

demo: $(VENV)/installed ## run the site with demonstration content, worker included
	@$(BIN)/python manage.py demo

test: $(VENV)/installed-dev ## run the suite on SQLite, and database tests on PostgreSQL too
	$(PYTEST) -m "not nightly"
	TEST_DATABASE=postgres $(PYTEST) -m database

test-nightly: $(VENV)/installed-dev ## run what `make test` leaves out, because it takes long
	$(PYTEST) -m nightly

test-postgres: $(VENV)/installed-dev ## run the whole suite on PostgreSQL
	TEST_DATABASE=postgres $(PYTEST)

check: $(VENV)/installed-dev ## lint, types, import contracts, migrations, deploy checks, page weight
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djade --check --target-version 5.2 $(TEMPLATES)
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(LINT_MIGRATIONS)
	$(BIN)/python manage.py check_assets
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

bench: $(VENV)/installed-dev ## run the benchmarks, as ratios
	$(BIN)/python -m benchmarks

# Reads requirements*.in, writes requirements*.txt; `make requirements UPGRADE=--upgrade` moves up.
requirements: $(VENV)/installed-dev ## compile requirements*.in, with hashes
	$(COMPILE) $(UPGRADE) requirements.in --output-file requirements.txt
	$(COMPILE) $(UPGRADE) requirements-dev.in --output-file requirements-dev.txt

# Keeps var/: that is where the data is.
clean: ## remove the virtual environment and caches; keep var/
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/installed: requirements.txt | $(VENV)/bin/python
	@echo "Installing what requirements.txt lists …"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt | $(VENV)/bin/python
	@echo "Installing what requirements-dev.txt lists …"
	@$(PIP) -r requirements-dev.txt
	@touch $@ $(VENV)/installed

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed; '$(PYTHON)' is older or missing."; \
		echo "Name another one like this: make PYTHON=/usr/local/bin/python3.12 demo"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "Python could not make a virtual environment. On Debian: apt-get install python3-venv"; exit 1; }
