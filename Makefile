# Shortcuts; README.md has the plain commands. Everything runs in .venv, made where it is missing.
PYTHON ?= python3
BIN := .venv/bin
SITE := build/site

.PHONY: install test lint services measure fuzz coverage demo report pictures docs site rules evaluate wheel lock audit licences sbom

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

# PostgreSQL, Spark, a browser: apt-get install -y postgresql openjdk-17-jre-headless procps faketime chromium fonts-noto-cjk
services: install
	$(BIN)/pip install -q -e '.[test,services,docs]'
	$(BIN)/python -m pytest -o addopts= tests/services

# hours, not minutes: 100,000 articles into SQLite and PostgreSQL
measure: install
	$(BIN)/pip install -q -e '.[test,services]'
	$(BIN)/python benchmarks/measure_batch.py all
	$(BIN)/python benchmarks/measure_faults.py
	$(BIN)/python benchmarks/measure_hostile.py
	$(BIN)/python benchmarks/measure_fuzz.py

# guided by coverage, for so many seconds each; on Linux
FUZZ_SECONDS ?= 40
fuzz: install
	$(BIN)/pip install -q -e '.[test,fuzz]'
	for target in extract readers rules; do $(BIN)/python tests/fuzz/fuzz.py $$target --seconds $(FUZZ_SECONDS) || exit 1; done

# What the tests without services leave untried. Left out are two tests: the measuring itself answers SIGTERM, and takes memory.
coverage: install
	$(BIN)/pip install -q -e '.[test,lint]'
	$(BIN)/python -m coverage erase
	$(BIN)/python -m coverage run -m pytest -n 2 --dist worksteal \
	    -k "not whatever_ends_a_run and not needs_too_much_memory"
	$(BIN)/python -m coverage combine -q
	$(BIN)/python -m coverage report

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

# source archive and wheel of the last commit, the same bytes wherever they are made
wheel: install
	PYTHON=$(BIN)/python .ci/build.sh . dist

# ---- the supply chain: docs/supply_chain.md
# Pins that still fit stay; `make lock UPGRADE=--upgrade` moves all to the newest release that is COOLDOWN old.
UPGRADE ?=
COOLDOWN ?= 7 days
lock: $(BIN)/.audit
	$(BIN)/uv pip compile -q --no-config --universal --python-version 3.11 --all-extras --generate-hashes --no-annotate \
	    --exclude-newer '$(COOLDOWN)' $(UPGRADE) --custom-compile-command 'make lock' -o requirements.lock setup.cfg

# needs the network's database of vulnerabilities; --strict: what could not be looked up is no pass
audit: $(BIN)/.audit
	$(BIN)/pip-audit --require-hashes --disable-pip --strict -r requirements.lock

licences: $(BIN)/.audit
	$(BIN)/pip install -q -e '.[test,services,audit]'
	$(BIN)/python docs/make_dependencies.py

# what a user installs: the wheel with all extras, at the versions of the lock
RUNTIME := arrow duckdb html near notebook postgresql report spark sql warc zst
sbom: wheel $(BIN)/.audit
	rm -rf build/runtime
	$(BIN)/uv venv -q --no-config --python $(BIN)/python build/runtime
	$(BIN)/uv pip install -q --no-config --python build/runtime -c requirements.lock -b requirements.lock \
	    -r setup.cfg $(RUNTIME:%=--extra %)
	$(BIN)/uv pip install -q --no-config --python build/runtime --no-deps --no-index --find-links dist extractor-zh
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/cyclonedx-py environment --output-reproducible --mc-type library \
	    -o dist/extractor.cdx.json build/runtime

$(BIN)/.audit: $(BIN)/.installed
	$(BIN)/pip install -q -e '.[audit]'
	touch $@
