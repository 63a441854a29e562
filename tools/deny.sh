#!/usr/bin/env bash
# Licences, bans and sources of all that Cargo.lock names (deny.toml), without a network; known advisories where
# their database is on this machine.
set -euo pipefail
. "$(dirname "$0")/env.sh"
cd "$ROOT"

say() { printf '\033[1mcheck:\033[0m %s\n' "$*"; }

if ! command -v cargo-deny >/dev/null; then
  say "licences, bans and sources were not looked at: cargo-deny is missing (cargo install --locked cargo-deny)"
  exit 0
fi
cargo deny --offline --locked check --hide-inclusion-graph licenses bans sources
if [ -d "${CARGO_HOME:-$HOME/.cargo}/advisory-dbs" ]; then
  cargo deny --offline --locked check --hide-inclusion-graph --disable-fetch advisories
else
  say "advisories were not looked at: their database is not on this machine (cargo deny fetch)"
fi
