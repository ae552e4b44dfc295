# Two commands matter: `make report` and `make test`. Both build .venv once, from the pinned and
# hashed locks; a second run installs nothing. Needs GNU make, a POSIX sh and Python 3.11 or newer.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile
PYTEST := $(BIN)/python -m pytest --numprocesses logical --maxprocesses 4 --dist loadfile
LOCKED := $(PIP) --only-binary :all: --require-hashes
DATA   ?=
STUDY  ?= us-election

PYTHONUTF8 := 1
# Where this is set, each of the many processes would compile all it imports again.
PYTHONDONTWRITEBYTECODE :=
export PYTHONUTF8 PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help report test full lab lint look bench lock clean

help:  ## say what there is
	@echo "make report        make the report of seeds/ in reports/seeds/"
	@echo "make test          linters, type check, import contracts, tests"
	@echo "make full          the same with the long tests"
	@echo "make lint          linters, type check, import contracts"
	@echo "make look          browser checks of the report (needs Chromium)"
	@echo "make lab           open the notebooks in JupyterLab"
	@echo "make bench DATA=x  measure speed on the corpus x; with gold in it, also quotations;"
	@echo "                   a folder of train.jsonl and dev.jsonl: its report by STUDY, twice"
	@echo "make lock          pin the newest dependencies again (needs the network)"
	@echo "make clean         remove .venv, caches and build products"

# ---------------------------------------------------------------- environment

# Each stamp says that its step was finished, so an interrupted step is done again.

$(VENV)/.made:
	@$(PYTHON) -c 'pass' 2>/dev/null || { \
	  echo "There is no working '$(PYTHON)'. Install Python 3.11 or newer, or name one: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; '$(PYTHON)' is older: `$(PYTHON) -V 2>&1`. Name another: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "'$(PYTHON)' cannot make virtual environments: venv or ensurepip is missing. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "Making $(VENV) ..."
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.locked: requirements.lock $(VENV)/.made
	@echo "Installing the dependencies ..."
	@$(LOCKED) -r requirements.lock
	@touch $@

$(VENV)/.package: pyproject.toml $(VENV)/.locked
	@echo "Installing the package ..."
	@$(PIP) --no-index --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.locked
	@echo "Installing the development tools ..."
	@$(LOCKED) -r requirements-dev.lock
	@touch $@

# ---------------------------------------------------------------- commands

report: $(VENV)/.package
	$(BIN)/toolkit report seeds --out reports/seeds --evidence full  # the texts lie beside it

lint: $(VENV)/.package $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(PYTEST)

full: lint
	$(PYTEST) -m "not look" --hypothesis-profile=many

look: $(VENV)/.package $(VENV)/.dev
	$(BIN)/python -m pytest -m look tests/look

lab: $(VENV)/.package
	$(BIN)/jupyter lab --ServerApp.root_dir="$(CURDIR)" --LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb

bench: $(VENV)/.package
	@test -n "$(DATA)" || { echo "Name a corpus: make bench DATA=path/to/corpus" >&2; exit 2; }
	@if [ -f "$(DATA)/train.jsonl" ] && [ -f "$(DATA)/dev.jsonl" ]; then \
	  $(BIN)/toolkit bench report "$(DATA)" --study "$(STUDY)" --workers 2; \
	else $(BIN)/toolkit bench "$(DATA)"; fi
	@case "$(DATA)" in *.jsonl) \
	  if grep -Eqm1 '"(attributions|quotes)":' "$(DATA)"; then \
	    $(BIN)/toolkit bench quotes "$(DATA)" && $(BIN)/toolkit bench robustness "$(DATA)"; fi;; esac

# ---------------------------------------------------------------- upkeep

# One resolution for every platform; the run-time lock takes its versions from the development lock.
COMPILE := build/lock/bin/uv pip compile pyproject.toml --group build --universal \
  --python-version 3.11 --generate-hashes --no-header --no-annotate --upgrade --quiet \
  --constraint build/lock/held-back.txt
# argon2-cffi-bindings: later ones have no wheel for macOS on Intel.
HELD_BACK := argon2-cffi-bindings<26

lock:
	$(PYTHON) -m venv --clear build/lock
	build/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	echo "$(HELD_BACK)" > build/lock/held-back.txt
	$(COMPILE) --extra dev --output-file requirements-dev.lock
	$(COMPILE) --constraint requirements-dev.lock --output-file requirements.lock
	rm -rf build/lock

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find toolkit tests notebooks -type d \( -name __pycache__ -o -name .ipynb_checkpoints \) -prune -exec rm -rf {} +
