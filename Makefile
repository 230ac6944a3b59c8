# Tasks around the code. `make` alone lists them.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help setup quick test oldest fuzz guard kills round lint schemas benchmarks scale golden gauntlet

help:  ## list these tasks
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 14

setup: .venv  ## a virtual environment with everything the tests need

.venv: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q -c constraints.txt -e '.[dev]'
	@touch .venv

test: .venv  ## all tests; what is not installed (LibreOffice, PostgreSQL, …) is skipped and named
	$(BIN)/python -m pytest

quick: .venv  ## tests of every package in about a minute, without LibreOffice, damaged forms and whole rounds
	$(BIN)/python -m pytest -q -m quick

oldest:  ## a short selection of tests with the oldest versions that pyproject.toml allows
	.ci/oldest

SEED := $(shell date +%s)
EXAMPLES := 10000

fuzz: .venv  ## hostile and damaged files for long; SEED=… repeats a run, EXAMPLES=… sets its length
	@echo "SEED=$(SEED) EXAMPLES=$(EXAMPLES)"
	RUECKLAUF_FUZZ=$(EXAMPLES) $(BIN)/pytest -q tests/fuzz \
		--hypothesis-seed=$(SEED)

guard: EXAMPLES := 20000
guard: .venv  ## forms damaged by chance beside what LibreOffice shows; SEED=… repeats a run, EXAMPLES=… its length
	@echo "SEED=$(SEED) EXAMPLES=$(EXAMPLES)"
	RUECKLAUF_GUARD=$(EXAMPLES) $(BIN)/pytest -n 0 -q tests/guard \
		--hypothesis-seed=$(SEED)

kills: KILLS := 1000
kills: .venv  ## imports and mailing killed at any moment; KILLS=… sets how many
	RUECKLAUF_KILLS=$(KILLS) $(BIN)/pytest -n 0 -q -o timeout=0 tests/rounds/test_killed.py \
		tests/fieldwork/test_killed_sending.py

round: ALLIANCES := 53
round: .venv  ## a round of 53 alliances through the mail; ALLIANCES=… sets how many
	RUECKLAUF_ALLIANCES=$(ALLIANCES) $(BIN)/pytest -n 0 -q -o timeout=0 tests/fieldwork/test_round_by_mail.py

lint: .venv  ## style, format, types, and which module may import which
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

schemas: .venv  ## write the JSON Schemas of the declarations anew
	$(BIN)/python -m ruecklauf.definition.schema
	$(BIN)/python -m ruecklauf.authoring.reference

benchmarks: .venv  ## reading and writing beside openpyxl and pandas; the ratios count, not the times
	$(BIN)/pytest -n 0 tests/benchmarks --benchmark-enable --benchmark-only

scale: ALLIANCES := 400
scale: TIMES := 27
scale: .venv  ## indicators of 400 alliances 27 times (10,800) in 4 waves; ALLIANCES=… and TIMES=… set how many
	RUECKLAUF_SCALE=$(ALLIANCES) RUECKLAUF_TIMES=$(TIMES) $(BIN)/pytest -n 0 -s -o timeout=0 \
		tests/benchmarks/test_scale_benchmark.py --benchmark-enable --benchmark-only

gauntlet: .venv  ## write the table of what becomes of damaged forms anew; look at the difference afterwards
	RUECKLAUF_GAUNTLET=write $(BIN)/pytest -q tests/gauntlet

golden: .venv  ## write the golden files that tests compare with anew; look at the difference afterwards
	RUECKLAUF_GOLDEN=write $(BIN)/pytest -q tests/forms/test_golden.py
