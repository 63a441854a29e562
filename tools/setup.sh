#!/usr/bin/env bash
# Installs what is missing, says what it is about to do, and does nothing the second time.
#   tools/setup.sh build   what `make dist` and `make play` need
#   tools/setup.sh test    that, and what `make test` needs (two browsers and their drivers, and the
#                          programs that packages for portals are held to)
#   tools/setup.sh press   what `make press` needs beside that: WebKit, its driver and a screen for it
#   tools/setup.sh fuzz    what `make fuzz` needs: a nightly compiler and cargo-fuzz
set -euo pipefail
. "$(dirname "$0")/env.sh"
cd "$ROOT"

TRUNK=0.22.1
GECKODRIVER=0.37.1
CARGO_FUZZ=0.13.2
# As Cargo.lock's wasm_split_helpers: the two read each other's names.
SPLIT=0.2.4

say() { printf '\033[1mset-up:\033[0m %s\n' "$*"; }

# Tools are used a few times a day: quick to compile matters more than quick to run, but for wasm-bindgen,
# which reads and writes the whole program, and the splitter (OPT=1).
cargo_tool() {
  CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=${OPT:-0} \
    CARGO_TARGET_DIR="$ROOT/target/tools" cargo install "$@"
}

apt_updated=
apt_install() {
  local sudo=
  if [ "$(id -u)" != 0 ]; then sudo=sudo; fi
  if ! command -v apt-get >/dev/null; then
    say "this machine has no apt-get; please install these yourself and run again: $*"
    exit 1
  fi
  say "installing Debian packages${sudo:+ with sudo}: $*"
  if [ -z "$apt_updated" ]; then $sudo apt-get update -qq; apt_updated=1; fi
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

need_rust() {
  command -v cargo >/dev/null || {
    say "Rust is missing. Install it from https://rustup.rs and run again."
    exit 1
  }
  command -v cc >/dev/null || apt_install gcc libc6-dev
}

need_wasm() {
  [ "$(wasm_toolchain)" = missing ] || return 0
  if command -v rustup >/dev/null; then
    say "adding the wasm32-unknown-unknown target with rustup"
    if rustup target add wasm32-unknown-unknown; then return 0; fi
  fi
  say "rustup could not add the target; using Debian's Rust instead (about 2 minutes)"
  apt_install rustc-web cargo-web rust-web-src rust-web-llvm lld-22
  rustup toolchain link debian /usr
  say "building the standard library for wasm32-unknown-unknown"
  local dir
  dir=$(mktemp -d)
  mkdir "$dir/src"
  printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2021"\n' >"$dir/Cargo.toml"
  : >"$dir/src/lib.rs"
  # With bitcode, or link-time optimisation of the program would not find it.
  (cd "$dir" && RUSTC_BOOTSTRAP=1 CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=-Cembed-bitcode=yes cargo +debian build --release --target wasm32-unknown-unknown -Zbuild-std=std,panic_abort)
  local sudo=
  if [ "$(id -u)" != 0 ]; then sudo=sudo; fi
  local lib=/usr/lib/rustlib/wasm32-unknown-unknown/lib
  say "copying it to $lib${sudo:+ with sudo}"
  $sudo mkdir -p "$lib"
  find "$dir/target/wasm32-unknown-unknown/release/deps" -name '*.rlib' ! -name 'libempty-*' -exec $sudo cp {} "$lib/" \;
  rm -rf "$dir"
}

# The builds after this run without a network.
need_crates() {
  cargo fetch --quiet --locked --offline 2>/dev/null && return 0
  say "fetching the crates that Cargo.lock names"
  cargo fetch --quiet --locked
}

need_trunk() {
  command -v trunk >/dev/null && return 0
  if command -v cargo-binstall >/dev/null && cargo binstall -y "trunk@$TRUNK"; then return 0; fi
  say "building trunk $TRUNK (several minutes, once)"
  with_wasm cargo_tool trunk --version "$TRUNK" --locked --ignore-rust-version
}

need_bindgen() {
  local want
  want=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/[^0-9.]/, ""); print; exit }' Cargo.lock)
  [ "$(wasm-bindgen --version 2>/dev/null)" = "wasm-bindgen $want" ] && return 0
  if command -v cargo-binstall >/dev/null && cargo binstall -y --force "wasm-bindgen-cli@$want"; then return 0; fi
  say "building wasm-bindgen $want, the version Cargo.lock names (a few minutes, once)"
  OPT=1 with_wasm cargo_tool wasm-bindgen-cli --version "$want" --force
}

# Makes parts of the program that load when they are needed.
need_split() {
  cargo install --list | grep -q "^wasm_split_cli_support v$SPLIT:" && return 0
  say "building wasm-split-cli $SPLIT (about a minute, once)"
  OPT=1 cargo_tool wasm_split_cli_support --version "$SPLIT" --features build-binary --locked --force
}

need_node() {
  command -v npm >/dev/null || apt_install nodejs npm
}

# Installs a folder's locked npm packages into that folder.
npm_folder() {
  if [ -d "$1/node_modules" ] && cmp -s "$1/package-lock.json" "$1/node_modules/.installed-lock"; then return 0; fi
  need_node
  say "installing npm packages of $1"
  npm ci --prefix "$1" --ignore-scripts --no-audit --no-fund --silent
  cp "$1/package-lock.json" "$1/node_modules/.installed-lock"
}

need_browsers() {
  local missing=()
  command -v chromium >/dev/null || missing+=(chromium)
  command -v chromedriver >/dev/null || missing+=(chromium-driver)
  command -v firefox-esr >/dev/null || command -v firefox >/dev/null || missing+=(firefox-esr)
  if [ ${#missing[@]} -gt 0 ]; then apt_install "${missing[@]}"; fi
  command -v geckodriver >/dev/null && return 0
  say "building geckodriver $GECKODRIVER (a few minutes, once)"
  cargo_tool geckodriver --version "$GECKODRIVER" --locked
}

# WebKit's browser comes with its driver, and has no way to run without a screen.
need_webkit() {
  local missing=()
  command -v WebKitWebDriver >/dev/null || missing+=(webkit2gtk-driver)
  command -v Xvfb >/dev/null || missing+=(xvfb)
  if [ ${#missing[@]} -gt 0 ]; then apt_install "${missing[@]}"; fi
}

# What reads our packages and statements: the schemas' checker, unzip, scormhost and Ralph.
need_package_readers() {
  local missing=()
  command -v xmllint >/dev/null || missing+=(libxml2-utils)
  command -v unzip >/dev/null || missing+=(unzip)
  { command -v python3 >/dev/null && python3 -c 'import ensurepip, venv' 2>/dev/null; } || missing+=(python3 python3-venv)
  if [ ${#missing[@]} -gt 0 ]; then apt_install "${missing[@]}"; fi
  python_folder tests/pypi/requirements.txt target/pypi
  python_folder tests/pypi/ralph.txt target/ralph
}

# Installs a pinned list from PyPI into a folder of its own: the two want different versions of the same.
python_folder() {
  if cmp -s "$1" "$2/.installed-list"; then return 0; fi
  say "installing Python packages of $1 into $2 (about 100 MB)"
  python3 -m venv --clear "$2"
  "$2/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: -r "$1"
  cp "$1" "$2/.installed-list"
}

# A fuzzer needs a compiler that counts which ways were taken, which only the nightly one does.
need_fuzz() {
  if ! cargo +nightly --version >/dev/null 2>&1; then
    say "installing the nightly compiler with rustup (about 100 MB)"
    if ! { command -v rustup >/dev/null && rustup toolchain install nightly --profile minimal; }; then
      say "no nightly compiler can be had here, so nothing can be fuzzed; \"make test\" runs the corpus without one"
      exit 2
    fi
  fi
  [ "$(PATH="$ROOT/target/tools/bin:$PATH" cargo-fuzz --version 2>/dev/null)" = "cargo-fuzz $CARGO_FUZZ" ] && return 0
  say "building cargo-fuzz $CARGO_FUZZ into target/tools (about a minute, once)"
  cargo_tool cargo-fuzz --version "$CARGO_FUZZ" --locked --root "$ROOT/target/tools"
}

case "${1:-}" in
  fuzz)
    need_rust; need_fuzz ;;
  press)
    need_webkit ;;
  build)
    need_rust; need_wasm; need_crates; npm_folder tools/npm; need_bindgen; need_split; need_trunk ;;
  test)
    need_rust; need_wasm; need_crates; npm_folder tools/npm; need_bindgen; need_split; need_trunk
    npm_folder tests/npm; need_browsers; need_package_readers ;;
  *)
    echo "usage: tools/setup.sh build|test|press|fuzz" >&2; exit 2 ;;
esac
