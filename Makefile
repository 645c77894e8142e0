# Two commands for newcomers: `make demo`, `make test`. Everything else is `make help`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
STAMP := $(VENV)/.installed
TOOLS := $(VENV)/.tools
CLIENTS := tests/clients
CLIENTS_STAMP := $(CLIENTS)/node_modules/.installed

.DEFAULT_GOAL := help
.PHONY: help demo test coverage lint types layers format docs wheel clean

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) 'pip>=25.1'
	$(PIP) --editable .
	@touch $@

# What the checks need and users do not.
$(TOOLS): $(STAMP)
	$(PIP) --group dev
	@touch $@

# Clients from npm, for the tests of the endpoint; without npm those tests are skipped.
$(CLIENTS_STAMP): $(CLIENTS)/package.json
	@if command -v npm >/dev/null; then \
	  npm install --prefix $(CLIENTS) --no-package-lock --no-audit --no-fund --ignore-scripts --loglevel=error && touch $@; \
	else \
	  echo "no npm on the path: tests with clients from npm will be skipped"; \
	fi

demo: $(STAMP)  ## set up, build the graph from the article, validate it, answer the question
	$(BIN)/kg build
	$(BIN)/kg validate
	$(BIN)/kg query who-must-consent --state Turkey

test: $(TOOLS) $(CLIENTS_STAMP) lint types layers  ## set up, run every check: lint, types, layers, tests
	$(BIN)/python -m pytest -n auto

coverage: $(TOOLS) $(CLIENTS_STAMP)  ## run the tests that are not slow, and say what they leave out
	$(BIN)/python -m pytest -n auto -m "not slow" --cov --cov-report=term:skip-covered

lint: $(TOOLS)  ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(TOOLS)  ## mypy, strict
	$(BIN)/mypy

layers: $(TOOLS)  ## import-linter: upper layers import lower ones
	$(BIN)/lint-imports

format: $(TOOLS)  ## format Python and the ontology's Turtle
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/kg ontology format

docs: $(TOOLS)  ## write the documentation's examples and docs/articles/ anew
	$(BIN)/python -m tests.docs_examples
	$(BIN)/python -m tests.python_examples

wheel: $(TOOLS)  ## build the wheel into dist/
	$(BIN)/python -m build --wheel

clean:  ## remove the environment and everything generated
	rm -rf $(VENV) .accord dist $(CLIENTS)/node_modules
