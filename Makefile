# Needs only make and a Python of 3.11 or newer: make PYTHON=python3.12 demo
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
USED   := $(VENV)/.installed
DEV    := $(VENV)/.installed-dev
PIP    := $(BIN)/python -m pip --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help demo test test-long bench bench-peers bench-ci clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

demo: $(USED) ## install, solve the city that ships with the package, show the result
	$(BIN)/bianzu demo

test: $(DEV) ## all checks: style, types, layers, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict -p bianzu
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q -n auto --dist loadfile -m "not long"

test-long: $(DEV) ## the tests that take minutes
	$(BIN)/python -m pytest -q -m long

# Choices of the benchmarks, such as make bench BENCH_CASES=county,city SEEDS=1-2 LIMIT=30 (benchmarks/cases.py).
export BENCH_CASES SEEDS LIMIT PEER_LIMIT PEERS PEER_MEMORY RESULTS

bench: $(DEV) ## measure speed into benchmarks/results/ (about a quarter of an hour)
	@mkdir -p .benchmarks
	$(BIN)/python -m pytest -q -rf benchmarks --benchmark-enable --benchmark-only --benchmark-save-data \
	  --benchmark-disable-gc --benchmark-quiet --benchmark-json=.benchmarks/latest.json
	$(BIN)/python -m benchmarks.records .benchmarks/latest.json

bench-peers: $(DEV) ## bianzu and other solvers on the same instances, each with the same limit (hours)
	$(BIN)/python -m benchmarks.side_by_side

bench-ci: $(DEV) ## what must not change by itself: levels, bounds, work counts, plans of small cases
	$(BIN)/python -m benchmarks.ci

clean: ## remove everything that can be made again
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	rm -rf .import_linter_cache .benchmarks
	find . -type d -name __pycache__ -prune -exec rm -rf {} +

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null 2>&1 || \
	  { echo "There is no $(PYTHON) here. Name a Python of 3.11 or newer: make PYTHON=/path/to/python ..." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "$(PYTHON) is `$(PYTHON) --version 2>&1`; bianzu needs Python 3.11 or newer: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

# The stamps are newer than pyproject.toml, or the package is installed again.
$(USED): pyproject.toml | $(BIN)/python
	$(PIP) install --editable .
	@touch $@

$(DEV): pyproject.toml | $(BIN)/python
	$(PIP) install --editable '.[dev]'
	@touch $@ $(USED)
