# Sourced by the Makefile's recipes and by setup.sh: puts the project's own tools first on PATH and
# picks the Rust toolchain that can build for wasm32. Everything is relative to the project's root.
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export PATH="$ROOT/tools/npm/node_modules/.bin:$HOME/.cargo/bin:$PATH"

# The toolchain that has the wasm32 standard library: rustup's own where the target could be
# added, else Debian's (linked as `debian` by setup.sh).
wasm_toolchain() {
  if [ -d "$(rustc --print sysroot 2>/dev/null)/lib/rustlib/wasm32-unknown-unknown/lib" ]; then
    echo ""
  elif [ -d /usr/lib/rustlib/wasm32-unknown-unknown/lib ] && rustup toolchain list 2>/dev/null | grep -q '^debian'; then
    echo debian
  else
    echo missing
  fi
}

# Runs a command with the toolchain that builds for wasm32.
with_wasm() {
  local tc
  tc=$(wasm_toolchain)
  case "$tc" in
    missing) echo "No Rust toolchain here can build for wasm32-unknown-unknown: run tools/setup.sh build" >&2; return 1 ;;
    "") "$@" ;;
    *) RUSTUP_TOOLCHAIN=$tc "$@" ;;
  esac
}

# The program names no folder of the machine that built it (and is 2 kB shorter for it).
for source in "$HOME"/.cargo/registry/src/*/; do remap="${remap:-} --remap-path-prefix=$source="; done
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="${remap:-} --remap-path-prefix=$ROOT/="
unset remap source
