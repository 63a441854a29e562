# make play   installs what is missing, builds, serves on 127.0.0.1 and prints the address
# make dev    the same in a development profile, built and loaded anew at each change
# make test   installs what is missing and runs every test
# make dist   builds dist/ only; with SITE=https://example.org/by-friday/ links to it unfurl
# make release  a folder with the web build, packages of each week, the command and checksums
# make check  format, lints, edges, docs, licences (where cargo-deny is installed): the fast one
# make fuzz   looks for a stranger's input that breaks something: SECONDS=600 for each of five targets,
#             or TARGET=readers alone (needs a nightly compiler)
# make pictures  every screen at four widths, light and dark, into target/pictures, to be looked at; and
#             anew the pictures of the README, of a pasted link and of the writer’s guide
# make press  10,000 random presses in each of Chromium, Firefox and WebKit; SEED=7 repeats them, PRESSES=500
#             makes fewer, BROWSERS="webkit firefox" leaves one out
# make bench  prints the figures of docs/budgets.md
# make ink    prints what arrives of compiled ink stories by our reader, and by the crate bladeink;
#             STORIES="a.json b.json" for others, each beside its .ink
SHELL := /bin/bash
PORT ?= 8080
SECONDS ?= 600
ENV := . tools/env.sh

.PHONY: play dev test dist release check bench pictures press fuzz ink setup-build setup-test setup-fuzz setup-press tests-built

play: setup-build
	@echo; echo "By Friday will be at http://127.0.0.1:$(PORT)/ once it is built (Ctrl+C ends it)"; echo
	@$(ENV); PARTS=1 with_wasm trunk serve --release --offline --locked --port $(PORT)

dev: setup-build
	@PORT=$(PORT) tools/dev.sh

setup-build:
	@tools/setup.sh build

setup-test:
	@tools/setup.sh test

setup-fuzz:
	@tools/setup.sh fuzz

setup-press:
	@tools/setup.sh press

dist:
	@$(ENV); PARTS=1 OFFLINE=1 with_wasm trunk build --release --offline --locked
	@$(ENV); if [ -n "$(SITE)" ]; then cargo run --quiet --locked --bin by-friday -- site --dist dist --site "$(SITE)"; fi

release: setup-build dist
	@tools/release.sh

check:
	@$(ENV); cargo fmt --check
	@$(ENV); cargo clippy --quiet --locked --all-targets --features browser-tests -- -D warnings
	@$(ENV); cargo clippy --quiet --locked --no-default-features --features web -- -D warnings
	@$(ENV); cargo test --quiet --locked --test edges
	@tools/deny.sh
	@$(ENV); RUSTDOCFLAGS="-D warnings" cargo doc --quiet --locked --no-deps --lib

# The build for the browser and that of the tests use one core each for most of their time.
test: setup-test check
	@$(MAKE) --no-print-directory -j2 dist tests-built
	@$(ENV); cargo test --locked --features browser-tests -- --show-output

tests-built:
	@$(ENV); cargo test --quiet --locked --features browser-tests --no-run

fuzz: setup-fuzz
	@$(ENV); tools/fuzz.sh $(SECONDS) $(TARGET)

bench: setup-test dist
	@$(ENV); cargo bench --locked --features browser-tests

pictures: setup-test dist
	@$(ENV); cargo bench --locked --features browser-tests --bench browser -- pictures

# Built as the tests are, so that nothing is built twice.
press: setup-test setup-press dist
	@$(ENV); SEED="$(SEED)" PRESSES="$(PRESSES)" BROWSERS="$(BROWSERS)" cargo test --quiet --locked --features browser-tests --bench browser -- press

ink:
	@$(ENV); cargo run --quiet --release --locked --manifest-path tests/ink/Cargo.toml --target-dir target/ink -- $(STORIES)
