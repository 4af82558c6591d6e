# `make` lists the targets. The virtual environment is .venv; stamps in it make a second run start at once.
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=

# Tests and benchmarks start hundreds of processes; where the environment forbids compiled modules, each would compile anew.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help run install test fast soak chaos check format bench accuracy lock docs screenshots services
.DELETE_ON_ERROR:

help: ## list the targets
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

run: $(VENV)/.runtime ## install what the service needs and serve the demonstration on http://127.0.0.1:8080
	@OSTEON_HOME="$${OSTEON_HOME:-var}" exec $(BIN)/osteon serve --demo $(ARGS)

install: $(VENV)/.develop ## install everything development needs into .venv

test: $(VENV)/.develop services ## run every test
	$(BIN)/pytest -n auto --dist worksteal $(ARGS)

fast: $(VENV)/.develop ## run the tests that need neither a service nor a connection nor long; those of `make check` are not among them
	$(BIN)/pytest -n auto --dist worksteal -m "not (slow or enable_socket or browser or postgresql or rabbitmq)" \
		--ignore tests/project $(ARGS)

fuzz: $(VENV)/.develop ## throw mutated documents at each reader for a minute; ARGS="--seconds 600 --target pdf"
	$(BIN)/python tests/fuzz/run.py $(ARGS)

chaos: $(VENV)/.develop services ## prove that the doors never lose a report; ARGS="--scenario kills --times 1000 --seed 1"
	$(BIN)/python -m tests.chaos.run $(ARGS)

check: $(VENV)/.develop ## what every change has to pass besides the tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/hadolint Dockerfile
	$(BIN)/pytest -q -n0 -m "not slow" tests/project

format: $(VENV)/.develop ## rewrite the layout of the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

soak: $(VENV)/.develop services ## put the whole service under load; ARGS="--minutes 60 --rate 250"
	$(BIN)/python -m tests.soak.run $(ARGS)

bench: $(VENV)/.develop ## print the speed of the readers and the service as ratios
	$(BIN)/python benchmarks/run.py $(ARGS)

accuracy: $(VENV)/.develop ## score the readers on fresh random documents; ARGS="--seeds 1 2 3 --count 200 --show 3"
	$(BIN)/python benchmarks/accuracy.py $(ARGS)

docs: $(VENV)/.develop ## write the parts of docs/ that are derived from the code
	$(BIN)/python docs/generate.py

screenshots: $(VENV)/.develop services ## write pictures of the pages into docs/images
	$(BIN)/python docs/screenshots.py $(ARGS)

# The locks name files by hash and no address, so that any mirror can serve them.
COMPILE := UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile pyproject.toml --quiet --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --extra postgresql --extra build --extra tracing

lock: $(VENV)/.develop ## renew locks/ after a change of the dependencies; ARGS=--upgrade for newer releases
	$(COMPILE) $(ARGS) --output-file locks/runtime.txt
	$(COMPILE) $(ARGS) --no-strip-markers --extra develop --extra parquet --constraint locks/runtime.txt --output-file locks/develop.txt
	@! grep -n '://' locks/*.txt

services:
	@.ci/services

$(VENV)/.runtime: locks/runtime.txt pyproject.toml
	@echo "osteon: installing what the service needs into $(VENV); the first time takes a minute"
	@.ci/install $(VENV) locked locks/runtime.txt
	@.ci/install $(VENV) editable
	@touch $@

# What development needs holds what the service needs, in the same versions.
$(VENV)/.develop: locks/develop.txt locks/runtime.txt pyproject.toml
	@echo "osteon: installing what development needs into $(VENV); the first time takes some minutes"
	@.ci/install $(VENV) locked locks/develop.txt
	@.ci/install $(VENV) editable
	@touch $(VENV)/.runtime $@
