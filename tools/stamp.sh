#!/bin/bash
# Trunk gives the program a name with a hash, but not all files: this does, so that a browser never joins
# an old one with a new week. Before that, names and scripts are made short.
set -eu
root=$PWD
target=${CARGO_TARGET_DIR:-$root/target}
cd "$TRUNK_STAGING_DIR"
# A script in fewer bytes, where setup.sh has installed what makes it so.
smaller() {
  if [ -n "${DEV:-}" ]; then return; fi
  local uglify=$root/tools/npm/node_modules/uglify-js/bin/uglifyjs
  if [ -f "$uglify" ]; then
    node "$uglify" "$1" "${@:2}" -c passes=2 -m -o small.js
    mv small.js "$1"
  fi
}
# The program's bindings and first part, with short names for what they call each other.
short() {
  if [ -n "${DEV:-}" ]; then return; fi
  node "$root/tools/short.mjs" "$2" "$1"
  smaller "$1" --module
}
smaller boot.js
short "$(ls web-*.js)" "$(ls web-*_bg.wasm)"
# The two scripts have no hash in their names: it stands behind them.
main=$(ls web-*.js)
hash=$(cat boot.js worker.js "$main" | (sha256sum 2>/dev/null || shasum -a 256) | cut -c1-16)
sed "s/boot\.js?$main/boot.js?build-$hash/" index.html > index.stamped
mv index.stamped index.html
# The texts of the days after the first, as the newest build wrote them.
later=$(ls -t "$target"/wasm32-unknown-unknown/web${DEV:+-dev}/build/by-friday-scenario-*/out/later.txt | sed 1q)
hash=$( (sha256sum 2>/dev/null || shasum -a 256) <"$later" | cut -c1-16)
cp "$later" "later-$hash.txt"
sed "s/later-unstamped/later-$hash/g" index.html > index.stamped
mv index.stamped index.html
# A file under the name that its content gives it.
stamped() {
  local hash
  hash=$(cat "$@" | (sha256sum 2>/dev/null || shasum -a 256) | cut -c1-16)
  for file in "$@"; do mv "$file" "${file/$name/$name-$hash}"; done
  sed "s/$name-unstamped/$name-$hash/g" index.html > index.stamped
  mv index.stamped index.html
}
for name in studio desk; do stamped $name.css; done
