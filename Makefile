# Each target does one thing; `make` alone lists them. Settings: MALL_* variables (docs/config.md).
SHELL := /bin/bash
.DEFAULT_GOAL := help

RUN   ?= .run
CACHE := $(or $(MALL_CACHE),$(if $(XDG_CACHE_HOME),$(XDG_CACHE_HOME)/gulimall,$(HOME)/.cache/gulimall))
MALL  := $(RUN)/bin/mall
TOOLS := $(CACHE)/tools
S     ?=
ARGS  ?=

##@ The shop

up: mall ## bring everything up: servers, parts, demo data (safe to run again)
	@$(MALL) --run $(RUN) up $(ARGS)

down: mall ## stop everything; the data stays
	@$(MALL) --run $(RUN) down

status: mall ## every process, its health and its memory
	@$(MALL) --run $(RUN) status

logs: mall ## follow the logs (S=order: of one part or server)
	@$(MALL) --run $(RUN) logs $(S)

restart: mall ## rebuild, migrate and restart one part, copy by copy (S=order)
	@$(MALL) --run $(RUN) restart $(S)

seed: mall ## demo data, again; changes nothing that is there
	@$(MALL) --run $(RUN) seed

seed-large: mall ## a long past besides: 100,000 orders, 20,000 SKUs, 50,000 claims (all or nothing, once)
	@go run ./test/large/cmd/large --run $(RUN) $(ARGS)
	@$(MALL) --run $(RUN) run product reindex
	@$(MALL) --run $(RUN) run order summary

reset: mall ## stop and delete all data (asks; YES=1 does not)
	@$(MALL) --run $(RUN) reset $(if $(YES),--yes)

reindex: mall ## rebuild the search index of every copy of product from the database
	@$(MALL) --run $(RUN) run product reindex

doctor: mall ## what could be in the way: ports, memory, disk, versions, keys
	@$(MALL) --run $(RUN) doctor

audit: mall ## evaluate every invariant over the running shop
	@$(MALL) --run $(RUN) audit $(ARGS)

bench: mall ## measure orders and pages a second on a stack of its own
	@go run ./test/load/cmd/bench $(ARGS)

##@ Working on it

build: ## compile everything
	go build ./...

unit: ## rules only: no servers, seconds
	go test ./pkg/money/... $$(go list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}' ./services/... | grep -E '^gulimall/services/[a-z]+$$') ./deploy/...
	$(if $(wildcard arch_test.go),go test .)

test: test-infra ## everything, on servers of its own, with the race detector
	@offset=$$(MALL_PORT_OFFSET=5000 $(MALL) --run .run/e2e --copies 2 free-offset) && \
	MALL_E2E_PORT_OFFSET=$$offset go test -race -count=1 -p 3 -timeout 30m $(ARGS) ./...; code=$$?; \
	for run in .run/e2e .run/faults; do test ! -f $$run/stack.json || $(MALL) --run $$run down >/dev/null; done; exit $$code

e2e: test-infra ## only the shoppers: journeys, every call of the contract, every page in Chromium (part of make test)
	@offset=$$(MALL_PORT_OFFSET=5000 $(MALL) --run .run/e2e --copies 2 free-offset) && \
	MALL_E2E_PORT_OFFSET=$$offset go test -race -count=1 -p 1 -timeout 30m $(ARGS) ./test/browser/... ./test/e2e; code=$$?; \
	test ! -f .run/e2e/stack.json || $(MALL) --run .run/e2e down >/dev/null; exit $$code

check: format lint docs-check test ## what CI runs: format, lint, rules of the tree, all tests

fmt: tools ## format the code
	@$(TOOLS)/golangci-lint fmt ./...

format: tools ## is the code formatted?
	@$(TOOLS)/golangci-lint fmt --diff ./... || { echo "not formatted: run make fmt"; exit 1; }

lint: tools ## golangci-lint, and the modules are what go.sum says
	@$(TOOLS)/golangci-lint run ./...
	@go mod verify >/dev/null

test-infra: mall ## the servers for tests, in .run/test (make test starts them by itself)
	@$(MALL) test-infra

test-infra-down: mall ## stop the servers for tests
	@$(MALL) test-infra-down

docs: ## write docs/config.md and docs/messages.md from the code
	@go run ./docs/cmd/docs

docs-check:
	@go run ./docs/cmd/docs -check

help: ## this list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z0-9-]+:.*## / {printf "  \033[36m%-16s\033[0m %s\n", $$1, $$2}' Makefile
	@echo

##@

.PHONY: docs docs-check reindex up down status logs restart seed seed-large reset doctor audit bench build unit test e2e check fmt format lint test-infra test-infra-down help mall tools

mall:
	@mkdir -p $(RUN)/bin
	@go build -o $(MALL) ./deploy/native/cmd/mall

tools:
	@deploy/tools.sh $(TOOLS)
