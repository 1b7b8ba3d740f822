# Shortcuts; README.md has the plain commands. Everything runs in .venv, made where it is missing.
PYTHON ?= python3
BIN := .venv/bin
SITE := build/site

.PHONY: install test lint services measure demo report pictures docs site rules evaluate wheel

install: $(BIN)/.installed

$(BIN)/.installed: setup.cfg pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q -e '.[test]'
	touch $@

# README's second command
test: install
	$(BIN)/python -m pytest -n 2

# style and types
lint: install
	$(BIN)/pip install -q -e '.[test,lint]'
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/python -m mypy

# PostgreSQL, Spark, a browser: apt-get install -y postgresql openjdk-17-jre-headless procps chromium fonts-noto-cjk
services: install
	$(BIN)/pip install -q -e '.[test,services,docs]'
	$(BIN)/python -m pytest -o addopts= tests/services

# hours, not minutes: 100,000 articles into SQLite and PostgreSQL
measure: install
	$(BIN)/pip install -q -e '.[test,services]'
	$(BIN)/python benchmarks/measure_batch.py all

# README's first command
demo:
	test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	$(BIN)/pip install -q -e '.[html,sql,report]'
	$(BIN)/extractor run samples/ --to facts.jsonl
	$(BIN)/extractor report facts.jsonl -o report.html
	$(BIN)/extractor show samples/park_half_year.txt

report: install
	$(BIN)/extractor report samples/ -o report.html

# as services
pictures: install
	$(BIN)/pip install -q -e '.[test,services]'
	$(BIN)/python docs/make_pictures.py
	$(BIN)/python docs/make_binding_pictures.py
	$(BIN)/python docs/make_terminal_pictures.py

docs: install
	$(BIN)/pip install -q -e '.[test,docs]'
	$(MAKE) site
	@echo "open $(SITE)/html/index.html"

site:
	$(BIN)/python -m sphinx -n -W --keep-going -q -d $(SITE)/doctrees docs $(SITE)/html

rules: install
	$(BIN)/extractor rules check

evaluate: install
	$(BIN)/extractor evaluate samples/

# from a clean copy: a stale build/ would ship deleted files
wheel: install
	rm -rf build
	$(BIN)/python -m build --wheel --no-isolation --outdir dist .
	rm -rf build
