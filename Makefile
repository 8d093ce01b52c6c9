# What one does with Vouchsafe, one word each. Every goal sets up what it needs, says so, and skips what is done.
SHELL = /bin/sh
.SUFFIXES:
.DELETE_ON_ERROR:
.DEFAULT_GOAL = help
.PHONY: help setup run run-window run-headless test bench e2e simulate simulate-sync kill race fmt lint bundle
MAKEFLAGS += --no-print-directory

TAURI_CLI = 2.12.5
SETUP = sh src-tauri/setup

help: ## what can be done here
	@sed -n 's/^\([a-z0-9-]*\):[^#]*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 24

setup: ## bring system libraries and npm packages, if they are missing
	@$(SETUP)/system.sh window
	@$(MAKE) -s ui/node_modules/.done
	@echo 'setup: all is there'

run: ## open the window on the demo shop; without a display, run its main job headless
	@$(MAKE) run-$(if $(DISPLAY)$(WAYLAND_DISPLAY),window,headless)

run-window:
	@$(SETUP)/system.sh window
	@$(MAKE) -s ui/dist/index.html
	@echo 'run: opening the window on the demo shop'
	@cargo run --features embed --bin vouchsafe-desktop -- --demo

# Needs neither Node nor WebKitGTK.
run-headless:
	@$(SETUP)/system.sh core
	@echo 'run: there is no display, so the demo runs headless'
	@cargo run -p vouchsafe-cli -- demo

test: ## every check and every test, the real window included
	@$(SETUP)/system.sh test
	@$(MAKE) -s ui/node_modules/.done
	@$(SETUP)/test.sh

e2e: ## the journeys through the real window alone
	@$(SETUP)/system.sh test
	@$(MAKE) -s ui/dist/index.html
	@$(SETUP)/journeys.sh

simulate: ## seeded histories of desks that pay at one shop, SEEDS=20000 of them, FROM=1 on; nothing may be paid twice or lost
	@$(SETUP)/system.sh core
	@SEEDS=$(or $(SEEDS),20000) FROM=$(or $(FROM),1) $(SETUP)/simulate.sh

simulate-sync: ## seeded histories of a shop and a desk, SEEDS=1000 of them, FROM=1 on; each must end as if nothing had disturbed it
	@$(SETUP)/system.sh core
	@SEEDS=$(or $(SEEDS),1000) FROM=$(or $(FROM),1) $(SETUP)/simulate-sync.sh

kill: ## the real program killed KILLS=500 times while it pays at the demo shop, with the luck of SEED=1: nothing doubled, nothing lost
	@$(SETUP)/system.sh core
	@KILLS=$(or $(KILLS),500) SEED=$(or $(SEED),1) $(SETUP)/kill.sh

race: ## two of the real program pay the same at the same instant, RACES=200 times, with the luck of SEED=1: each delivered once, both know it
	@$(SETUP)/system.sh core
	@RACES=$(or $(RACES),200) SEED=$(or $(SEED),1) $(SETUP)/race.sh

bench: ## the figures of this machine beside their peers, as a table and as target/bench.json
	@$(SETUP)/system.sh bench
	@cargo bench -p vouchsafe-app --bench figures -- --json "$(CURDIR)/target/bench.json" $(if $(ORDERS),--orders $(ORDERS))

fmt: ## write all Rust code in the house's form
	@cargo fmt --all

lint: ## format, lints and types, without the tests
	@$(SETUP)/system.sh lint
	@$(MAKE) -s ui/node_modules/.done
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	npm --prefix ui run check

bundle: ## the packages to install: deb and rpm
	@$(SETUP)/system.sh window
	@$(MAKE) -s ui/node_modules/.done
	npm exec --yes --package @tauri-apps/cli@$(TAURI_CLI) -- tauri build
	@find target/release/bundle -name '*.deb' -o -name '*.rpm'

ui/node_modules/.done: ui/package.json ui/package-lock.json
	@echo 'setup: fetching npm packages'
	@npm --prefix ui ci --no-fund --no-audit --loglevel=error
	@touch $@

ui/dist/index.html: ui/node_modules/.done ui/index.html ui/vite.config.ts ui/svelte.config.js ui/tsconfig.json $(shell find ui/src -type f)
	@echo 'setup: building the window'
	@npm --prefix ui run build --silent
	@touch $@
