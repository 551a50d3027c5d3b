# conflict-map: `make map` and `make test` are all that a new user needs; the rest is for contributors.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
SOURCES := pyproject.toml constraints.txt
PYCODE := src tests benchmarks gazetteer

.PHONY: help map test check lint types floors format bench clean

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "conflict-map needs Python 3.11 or newer, this is " + sys.version.split()[0] + "; try: make PYTHON=python3.12 map")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --constraint constraints.txt --upgrade pip

$(VENV)/installed: $(SOURCES) | $(BIN)/python
	$(PIP) install --quiet --constraint constraints.txt --editable .
	@$(BIN)/python -m compileall -q src  # as pip does with what it copies: the first command need not compile all modules
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(PIP) install --quiet --constraint constraints.txt --group test --group lint
	@touch $@

map: $(VENV)/installed  ## make the example's map and GeoJSON in output/
	$(BIN)/conflict-map map examples/maarat-al-numan.txt -o output/maarat-al-numan.html --also geojson

test: check  ## install what tests need, lint, and run all tests, two files at a time
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

check: lint types floors  ## lint, types and import floors

lint: $(VENV)/installed-dev
	$(BIN)/ruff check $(PYCODE)
	$(BIN)/ruff format --check $(PYCODE)

types: $(VENV)/installed-dev
	$(BIN)/mypy

floors: $(VENV)/installed-dev
	$(BIN)/lint-imports

format: $(VENV)/installed-dev  ## format the code and mend what the linter can
	$(BIN)/ruff check --fix-only --quiet $(PYCODE)
	$(BIN)/ruff format $(PYCODE)

bench: $(VENV)/installed-dev  ## measure against what a user would pick instead
	$(BIN)/python -m benchmarks

clean:  ## remove what was built
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests -name __pycache__ -type d -exec rm -rf {} +
