# Everything here works on a fresh machine with Python ≥ 3.10, make and the package index.
#   make demo    set up, then run the main job on data/sample
#   make test    set up, then run the tests
#   make check   format, lint, types, tests

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MODEL := zh_xiaojuren_md
OUT ?= out/demo
STAMP := $(VENV)/.ready
export TOKENIZERS_PARALLELISM := false

.PHONY: setup demo test check format clean

setup: $(STAMP)

# The stamp is newer than what it was made from, so a second run does nothing.
$(STAMP): pyproject.toml constraints.txt models/$(MODEL)/pyproject.toml $(wildcard models/$(MODEL)/$(MODEL)/meta.json)
	@echo "== Setting up $(VENV): xiaojuren, its dependencies and the model $(MODEL)"
	$(PYTHON) -c 'import sys; sys.exit(None if (3, 10) <= sys.version_info[:2] < (3, 14) else "Python 3.10 to 3.13 is needed, this is " + sys.version.split()[0])'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check -q -c constraints.txt torch
	$(BIN)/python -m pip install --disable-pip-version-check -q -c constraints.txt -e ".[dev]"
	$(BIN)/python -m pip install --disable-pip-version-check -q --no-deps --force-reinstall ./models/$(MODEL)
	@touch $(STAMP)

demo: setup
	@echo "== Reading data/sample, writing $(OUT)"
	$(BIN)/xiaojuren extract data/sample --output $(OUT) --overwrite

test: setup
	@echo "== Running the tests"
	$(BIN)/python -m pytest

check: setup
	$(BIN)/ruff format pipeline tests benchmarks
	$(BIN)/ruff check pipeline tests benchmarks
	$(BIN)/mypy
	$(BIN)/python -m pytest

format: setup
	$(BIN)/ruff format pipeline tests benchmarks
	$(BIN)/ruff check --fix pipeline tests benchmarks

clean:
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .pytest_cache
