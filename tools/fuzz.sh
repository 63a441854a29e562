#!/usr/bin/env bash
# Runs the fuzzer's targets one after the other: tools/fuzz.sh SECONDS [TARGET ...]
# What it learns stays in target/fuzz/; what breaks lies in target/fuzz/found/ and is named at the end.
set -euo pipefail
. "$(dirname "$0")/env.sh"
cd "$ROOT"
seconds=${1:-600}
shift || true
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then targets=(link message save scenario readers); fi

# No sanitizer: this crate forbids unsafe code, so what the address sanitizer looks for cannot be in it,
# and without it a target runs several times as often. Arithmetic that leaves its range, and every
# assertion, ends a run all the same (tests/fuzz/Cargo.toml).
fuzz() { PATH="$ROOT/target/tools/bin:$PATH" cargo +nightly fuzz "$1" --fuzz-dir tests/fuzz --target-dir target/fuzz/build -s none "${@:2}"; }

broken=()
for target in "${targets[@]}"; do
  if [ ! -f "tests/fuzz/fuzz_targets/$target.rs" ]; then
    echo "there is no target $target: link, message, save, scenario or readers" >&2
    exit 2
  fi
  mkdir -p "target/fuzz/corpus/$target" target/fuzz/found
  # The readers alone begin with what the others know.
  begin=("tests/fuzz/corpus/$target") words=("tests/fuzz/dict/$target.dict")
  if [ "$target" = readers ]; then begin=(tests/fuzz/corpus/*) words=(tests/fuzz/dict/*.dict); fi
  cat "${words[@]}" >"target/fuzz/$target.dict"
  echo "$target: $seconds seconds"
  # Ten seconds for one input, or 2 GB, are a finding as a panic is.
  if ! fuzz run "$target" "target/fuzz/corpus/$target" "${begin[@]}" -- -max_total_time="$seconds" -timeout=10 \
    -rss_limit_mb=2048 -max_len=4096 -dict="target/fuzz/$target.dict" -artifact_prefix="target/fuzz/found/$target-" \
    -print_final_stats=1 2>&1 | grep --line-buffered -aE "DONE|stat::|panicked|ERROR|SUMMARY|artifact|error|^#[0-9]+.*pulse"; then
    broken+=("$target")
  fi
done
if [ ${#broken[@]} -gt 0 ]; then
  echo "found something in: ${broken[*]} (see target/fuzz/found/)"
  exit 1
fi
echo "nothing was found"
