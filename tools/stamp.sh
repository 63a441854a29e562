#!/bin/bash
# Trunk gives the main bundle a name with a hash, but not the others: this does, so that a browser
# never joins an old one with a new week.
set -eu
target=${CARGO_TARGET_DIR:-$PWD/target}
cd "$TRUNK_STAGING_DIR"
# Comments of boot.js are read in the repository; everybody would download them.
sed -E '/^[[:space:]]*\/\//d' boot.js > boot.bare
mv boot.bare boot.js
# The texts of the days after the first, as the newest build wrote them.
later=$(ls -t "$target"/wasm32-unknown-unknown/web/build/by-friday-*/out/later.txt | sed 1q)
hash=$( (sha256sum 2>/dev/null || shasum -a 256) <"$later" | cut -c1-16)
cp "$later" "later-$hash.txt"
sed "s/later-unstamped/later-$hash/g" index.html > index.stamped
mv index.stamped index.html
for name in studio desk portal host; do
  hash=$(cat $name.js ${name}_bg.wasm $(ls $name.css 2>/dev/null) | (sha256sum 2>/dev/null || shasum -a 256) | cut -c1-16)
  mv $name.js "$name-$hash.js"
  mv ${name}_bg.wasm "$name-${hash}_bg.wasm"
  if [ -f $name.css ]; then mv $name.css "$name-$hash.css"; fi
  sed "s/$name-unstamped/$name-$hash/g" index.html > index.stamped
  mv index.stamped index.html
done
