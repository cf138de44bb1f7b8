# The commands of the project; each makes the virtualenv that it needs.
#
#   make demo       watch Heat manage an application on a simulated BIG-IP
#   make test       ruff and every test, on the newest Heat; six at a time
#   make smoke      the life of a stack on the oldest Heats that we support
#   make docs       the documentation, into doc/build/html
#   make benchmark  requests and seconds
#   make clean      remove what the others have made

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SETUP := setup.py setup.cfg pyproject.toml requirements.txt

.PHONY: help demo test smoke docs benchmark clean

help:
	@sed -n 's/^#   //p' Makefile

demo: $(VENV)/lab
	@PATH="$(CURDIR)/$(BIN):$$PATH" f5-heat lab -- python examples/demo

test: $(VENV)/test
	@$(BIN)/ruff check .
	@$(BIN)/pytest -q -n 6 --dist worksteal | tee $(VENV)/pytest.log
	@echo "ruff: no complaint; pytest: $$(tail -n 1 $(VENV)/pytest.log)"

smoke: $(VENV)/test
	@$(BIN)/tox run-parallel --parallel-no-spinner -e heat22,heat24

docs: $(VENV)/docs
	@$(BIN)/sphinx-build -q -W -b html doc/source doc/build/html
	@echo 'doc/build/html/index.html'

benchmark: $(VENV)/test
	@$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) .tox .eggs *.egg-info build dist doc/build
	rm -rf .pytest_cache .ruff_cache .hypothesis

# The name of an extra, as a file that is older than what it depends on when
# there is something to install. pip names a package at a time on a terminal
# and keeps to itself elsewhere.
$(VENV)/lab $(VENV)/test $(VENV)/docs: $(SETUP)
	@$(PYTHON) -m venv $(VENV)
	@echo 'Installing f5_heat[$(@F)] and OpenStack Heat into $(VENV) ...'
	@PYTHONUNBUFFERED=1 $(BIN)/pip install --editable '.[$(@F)]' \
	    2> $(VENV)/pip.log | while read -r word name rest; do \
	        if [ -t 1 ] && [ "$$word" = Collecting ]; then \
	            printf '\r\033[K  %s' "$$name"; fi; done \
	    || { cat $(VENV)/pip.log; exit 1; }
	@if [ -t 1 ]; then printf '\r\033[K'; fi
	@touch $@
