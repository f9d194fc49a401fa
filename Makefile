# Two commands: `make run` and `make test`. `make` alone lists the others.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && exit; done; echo python3)
GO = $(PYTHON) -m scripts

.PHONY: help run test quick soak bench screens phone demo-here format openapi
help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1|/p' Makefile | awk -F'|' '{printf "%-18s %s\n", $$1, $$2}'
run: ## install what is missing, then serve on http://127.0.0.1:8080 (HOST, PORT, DATA_DIR, DEMO, DATABASE_URL)
	@$(GO).run
test: ## every check, as CI runs them
	@$(GO).test
quick: ## the checks for the hand, three minutes at most
	@$(GO).test --quick
soak: ## the long runs
	@$(GO).task soak
bench: ## measure; prints a table and writes bench/results/*.json
	@$(GO).task bench
screens: ## pictures of every screen on one sheet
	@$(GO).task screens
phone: ## serve over HTTPS in this network, for a real phone
	@$(GO).phone
demo-here: ## move the demo households around you: make demo-here LAT=26.91 LON=118.99
	@$(GO).here "$(LAT)" "$(LON)"
format: ## bring the code into the house's form
	@$(GO).task format
openapi: ## write docs/openapi.json again after a change of the API
	@$(GO).task openapi
