# One target a job; each sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint docs bench clean

help:  ## Show the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

$(VENV)/.ready: pyproject.toml requirements-dev.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

setup: $(VENV)/.ready  ## Make the virtual environment

demo: setup  ## Set up and run the main job on the examples
	$(BIN)/comity check examples/orders.csv --output out/answers.csv --details out/details.csv

test: setup lint  ## Set up, then check style, types, layers and behavior
	$(BIN)/python -m pytest

lint: setup  ## Check style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: setup  ## Write the reference of the verbs
	$(BIN)/python tools/cli_reference.py

bench: setup  ## Run the benchmarks
	$(BIN)/python benchmarks/bench_check.py --lines 1000000 10000000 --csv

clean:  ## Remove what the targets made
	rm -rf $(VENV) out dist build
