#!/bin/bash
# `make dev`: serves the page in a development profile, built again and loaded anew at every change. No
# optimiser, no short names, nothing kept for days without a network; all else is as in the release build.
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. tools/env.sh
# Trunk reads addresses from where the page lies, so this one lies beside it.
sed -E 's/data-cargo-profile="web"/data-cargo-profile="web-dev"/; s/ data-wasm-opt(-params)?="[^"]*"//g' index.html >dev.html
trap 'rm -f dev.html' EXIT
echo "By Friday will be at http://127.0.0.1:${PORT:-8080}/ once it is built (Ctrl+C ends it)"
DEV=1 with_wasm trunk serve --offline --locked --no-autoreload=false --dist target/dev --port "${PORT:-8080}" "$@" dev.html
