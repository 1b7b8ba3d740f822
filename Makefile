# Shortcuts; README.md has the plain commands. Everything runs in .venv, made where it is missing.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: install test demo rules evaluate wheel

install: $(BIN)/.installed

$(BIN)/.installed: setup.cfg pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q -e '.[test]'
	touch $@

test: install
	$(BIN)/python -m pytest

demo: install
	$(BIN)/extractor run samples/ --to facts.jsonl
	$(BIN)/extractor show samples/park_half_year.txt

rules: install
	$(BIN)/extractor rules check

evaluate: install
	$(BIN)/extractor evaluate samples/

# from a clean copy: a stale build/ would ship deleted files
wheel: install
	rm -rf build
	$(BIN)/python -m build --wheel --no-isolation --outdir dist .
	rm -rf build
