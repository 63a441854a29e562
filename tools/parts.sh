#!/bin/bash
# Splits the program: what start and play need stays in the file that Trunk made, each later part gets one of
# its own (`src/ui/parts.rs` says where), with `wasm-split-cli` and wasm-bindgen. Only a build that was
# compiled for it (PARTS=1) can be; any other is in one piece, and gets here its optimiser.
set -eu
root=$PWD
profile=web${DEV:+-dev}
program=${CARGO_TARGET_DIR:-$root/target}/wasm32-unknown-unknown/$profile/web.wasm
cd "$TRUNK_STAGING_DIR"
glue=$(ls web-*.js)
main=$(ls web-*_bg.wasm)
# What is only looked at while one works on it is there sooner.
soon=false
if [ -n "${DEV:-}" ] || [ "${TRUNK_PROFILE:-}" = debug ]; then soon=true; fi
if ! $soon && ! command -v wasm-opt >/dev/null; then
  echo "parts.sh: no wasm-opt on PATH (npm's binaryen has it; tools/setup.sh build installs it): the program stays half as large again" >&2
  soon=true
fi
# The first page of memory is nobody's.
smaller() {
  if $soon; then return; fi
  wasm-opt "$1" -o "$1.small" -Oz --low-memory-unused --flatten --rereloop -Os -Oz --reorder-functions-by-name 2>"$1.said" || { cat "$1.said" >&2; exit 1; }
  mv "$1.small" "$1"
}
quiet() {
  if $soon; then cp "$1" "$2"; else node "$root/tools/quiet.mjs" "$1" "$2"; fi
}
if [ -z "${PARTS:-}" ]; then
  quiet "$main" "$main.quiet"
  mv "$main.quiet" "$main"
  smaller "$main"
  rm -f ./*.said
  sed -E 's/[a-z]+-unstamped\.wasm,/,/g' index.html >index.new && mv index.new index.html
  exit
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
quiet "$program" "$work/whole.wasm"
wasm-split-cli "$work/whole.wasm" "$work" --target web --out-name web
rm "$work/whole.wasm"
wasm-bindgen --keep-lld-exports --target web --no-typescript --out-dir "$work/bound" --out-name web "$work/web.wasm"
mv "$work/bound/web.js" "$work/bound/web_bg.wasm" "$work/"
rm "$work/web.wasm"
running=()
for part in "$work"/*.wasm; do
  smaller "$part" &
  running+=($!)
done
for job in "${running[@]}"; do wait "$job"; done
node "$root/tools/parts.mjs" "$work" >"$work/list"
build=$(cat "$work/build")
mv "$work/web.js" "web-$build.js"
mv "$work/web_bg.wasm" "web-${build}_bg.wasm"
mv "$work"/*-"$build.wasm" .
rm "$glue" "$main"
sed -e "s/${glue%.js}/web-$build/g; s/${main%_bg.wasm}/web-$build/g" index.html >index.new && mv index.new index.html
while read -r part files; do
  sed -e "s/$part-unstamped\.wasm/$files/g" index.html >index.new && mv index.new index.html
done <"$work/list"
