# Everything a person needs to do with this repository. `make help` lists it.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON := .venv/bin/python
FLASK := .venv/bin/flask --app complaints
SOURCES := $(wildcard config.py complaints migrations tests bench deploy static/verify-release.py)
# One worker for each processor; each has a PostgreSQL and a browser of its own.
WORKERS ?= $(shell nproc)
# Neighbours stay with one worker, so what they share is made once; who is done helps the other.
# Compiled modules are kept: each of the many programs that tests start would compile them anew.
PYTEST := env -u PYTHONDONTWRITEBYTECODE $(PYTHON) -m pytest -n $(WORKERS) --dist worksteal

.PHONY: help run test sure bench mutants audit sbom lock format \
	ready-to-run ready-to-test lint types walls pytest

help: ## List what can be made.
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1|\2/p' Makefile | while IFS='|' read -r target words; do \
	  printf '  make %-8s  %s\n' "$$target" "$$words"; done

run: ready-to-run ## Serve on http://127.0.0.1:8000 (PORT=… changes it), with a demonstration the first time.
	@$(FLASK) demo --if-missing
	@exec .venv/bin/gunicorn --config deploy/gunicorn.conf.py 'complaints:create_app()'

# What takes a second comes first and may end it; types take half a minute and run beside the tests.
test: ready-to-test lint walls ## Set up what is missing and run every check and test.
	@$(MAKE) --no-print-directory --jobs 2 types pytest

# The tests take every migration up and down and compare the outcome with the models.
sure: format test ## What to run before a push: format, then every check and test.

bench: ready-to-test ## Measure; prints a table, writes build/bench.json (ONLY="filing lookup": those).
	@$(PYTHON) -m bench $(ONLY)

mutants: ready-to-test ## Weaken each measure of safety in a copy; its test must fail.
	@$(PYTHON) -m tests.mutants

# Needs an advisory service on the internet; without one it fails and says so.
audit: ready-to-test ## Look up known holes of the locked packages (needs the internet).
	@$(PYTHON) -m deploy.audit

# Reads nothing but the lock files, so it works offline and gives the same bytes each time.
sbom: ready-to-test ## Write a CycloneDX bill of materials into build/.
	@$(PYTHON) -m deploy.bill_of_materials

# Resolved for the oldest Python it must serve: Debian 12 has 3.11.2.
LOCK := .venv/bin/uv pip compile --quiet --generate-hashes --python-version 3.11.2 \
	--no-emit-index-url --no-emit-find-links --no-header
lock: ready-to-test ## Resolve requirements*.in anew into hashed requirements*.txt (UPGRADE=1: newest).
	@$(LOCK) $(if $(UPGRADE),--upgrade) requirements.in --output-file requirements.txt
	@$(LOCK) $(if $(UPGRADE),--upgrade) requirements-dev.in --output-file requirements-dev.txt

ready-to-run:
	@deploy/prepare run

ready-to-test:
	@deploy/prepare test

format: ready-to-test
	@.venv/bin/ruff format $(SOURCES)

lint: ready-to-test
	@.venv/bin/ruff check $(SOURCES)
	@.venv/bin/ruff format --check $(SOURCES)

types: ready-to-test
	@.venv/bin/mypy $(SOURCES)

walls: ready-to-test
	@.venv/bin/lint-imports --no-cache

pytest: ready-to-test
	@$(PYTEST)
