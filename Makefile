# The two promises to every newcomer are `make run` and `make test`.
.DEFAULT_GOAL := help
.PHONY: help run test stories golden nightly install check format bench docs clean

DEMO = CASETRACK_DATA_DIR=.work/demonstration
BIN = .venv/bin
export PYTHONDONTWRITEBYTECODE = # what one process has compiled, the next need not

help: ## Say what there is to make
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: install ## Set everything up and serve the demonstration clinic
	@$(DEMO) $(BIN)/casetrack demo load
	@$(DEMO) $(BIN)/casetrack serve

test: ## Set everything up and run every check and test
	@scripts/system-packages test
	@scripts/environment requirements-dev.lock
	@$(MAKE) --no-print-directory -j 2 check stories
	@echo "Everything passed."

stories:
	@$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder --by-turns

golden: ## Keep what every paper says now; git diff shows what that changes
	@$(BIN)/python -m pytest -q tests/documents/test_golden.py --renew

nightly: ## Every story on both engines, ten thousand sequences of acts, two hundred kills, a thousand charts
	@CASETRACK_SEQUENCES=10000 CASETRACK_KILLS=200 CASETRACK_CHARTS=1000 $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

install: ## Make .venv with everything but the test tools
	@scripts/system-packages run
	@scripts/environment requirements.lock

check: ## Format, lint, types and import contracts
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo >/dev/null || $(BIN)/lint-imports --no-logo

format: ## Put the code into its format
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: ## Print speeds as ratios beside the raw cost on this machine
	@$(BIN)/python -m bench

docs: ## Make the generated pages of docs/ anew
	@$(BIN)/python -m casetrack.rules.pages docs

clean: ## Remove what make made
	rm -rf .venv .work dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
