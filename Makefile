# The commands of the project; each makes the virtualenv that it needs.
#
#   make demo       watch Heat manage an application on a simulated BIG-IP
#   make check      ruff, mypy and the tests that start no Heat
#   make test       and those that do, on the newest Heat, six at a time, and
#                   those of the simulator with F5's own clients
#   make test-clients  these alone: Ansible, f5-sdk and others
#   make test-deployment   what a MariaDB and a RabbitMQ are needed for: Heat
#                   of several processes, with Keystone and Barbican, some of
#                   them killed
#   make smoke      the life of a stack on the oldest Heats that we support
#   make docs       the documentation, into doc/build/html
#   make man        the manual page f5-heat(1), into doc/build/man
#   make samples    the samples of the options and of the policy, in etc/heat,
#                   and the table of the types in the README
#   make benchmark  requests, CPU and seconds, beside stacks that do nothing
#   make clean      remove what the others have made

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Clients of a BIG-IP, which need other versions of what Heat needs too.
CLIENTS := $(VENV)/clients
ANSIBLE := 12.3.0
# A Heat is started for the tests of a file.
BY_FILE := --dist loadfile --no-loadscope-reorder
SETUP := setup.py setup.cfg pyproject.toml requirements.txt

.PHONY: help demo check test test-heat test-clients test-deployment smoke \
    docs man samples benchmark clean

help:
	@sed -n 's/^#   //p' Makefile

demo: $(VENV)/lab
	@PATH="$(CURDIR)/$(BIN):$$PATH" f5-heat lab -- python examples/demo

check: $(VENV)/test
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy --no-error-summary
	@echo 'ruff, mypy: no complaint'
	@$(BIN)/pytest -q -n 3 tests/unit tests/simulator

test: check test-clients test-heat

test-heat: check
	@$(BIN)/pytest -q -n 6 $(BY_FILE) tests/functional

test-clients: $(CLIENTS)/made
	@$(CLIENTS)/bin/pytest -q -n 2 --maxschedchunk 1 tests/clients

test-deployment: $(VENV)/test $(VENV)/deployment
	@$(BIN)/pytest -q -n 3 $(BY_FILE) tests/deployment

smoke: $(VENV)/test
	@$(BIN)/tox run-parallel --parallel-no-spinner -e heat22,heat24

docs: $(VENV)/docs
	@$(BIN)/sphinx-build -q -W -b html doc/source doc/build/html
	@echo 'doc/build/html/index.html'

man: $(VENV)/docs
	@$(BIN)/sphinx-build -q -W -b man doc/source doc/build/man
	@echo 'doc/build/man/f5-heat.1'

samples: $(VENV)/test
	@$(BIN)/oslo-config-generator --namespace f5_heat \
	    --output-file etc/heat/f5_heat.conf.sample
	@$(BIN)/oslopolicy-sample-generator --namespace f5_heat \
	    --output-file etc/heat/f5_heat.policy.yaml.sample
	@PYTHONPATH=. $(BIN)/python -W ignore doc/types_table.py README.rst

benchmark: $(VENV)/test
	@$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) .tox .eggs *.egg-info build dist doc/build
	rm -rf .pytest_cache .ruff_cache .mypy_cache .hypothesis

# The name of an extra, as a file that is older than what it depends on when
# there is something to install. pip names a package at a time on a terminal
# and keeps to itself elsewhere.
$(VENV)/lab $(VENV)/test $(VENV)/deployment $(VENV)/docs: $(SETUP)
	@$(PYTHON) -m venv $(VENV)
	@echo 'Installing f5_heat[$(@F)] and what it needs into $(VENV) ...'
	@PYTHONUNBUFFERED=1 $(BIN)/pip install --editable '.[$(@F)]' \
	    2> $(VENV)/pip.log | while read -r word name rest; do \
	        if [ -t 1 ] && [ "$$word" = Collecting ]; then \
	            printf '\r\033[K  %s' "$$name"; fi; done \
	    || { cat $(VENV)/pip.log; exit 1; }
	@if [ -t 1 ]; then printf '\r\033[K'; fi
	@touch $@

# Every collection of Ansible comes in one package, of which two are kept.
UNPACK := import sys, zipfile; \
    whole = zipfile.ZipFile(sys.argv[1]); \
    whole.extractall(sys.argv[2], [ \
        name for name in whole.namelist() if name.startswith(( \
            "ansible_collections/f5networks/f5_modules/", \
            "ansible_collections/ansible/netcommon/"))])

$(CLIENTS)/made: $(SETUP) Makefile
	@$(PYTHON) -m venv $(CLIENTS)
	@echo 'Installing clients of a BIG-IP into $(CLIENTS) ...'
	@{ $(CLIENTS)/bin/pip install --editable '.[clients]' && \
	    $(CLIENTS)/bin/pip download --no-cache-dir --no-deps \
	        --only-binary :all: --dest $(CLIENTS)/whole \
	        ansible==$(ANSIBLE); } > $(CLIENTS)/pip.log 2>&1 \
	    || { cat $(CLIENTS)/pip.log; exit 1; }
	@$(CLIENTS)/bin/python -c '$(UNPACK)' $(CLIENTS)/whole/*.whl \
	    $$($(CLIENTS)/bin/python -c \
	        'import sysconfig; print(sysconfig.get_path("purelib"))')
	@rm -r $(CLIENTS)/whole
	@touch $@
