#!/usr/bin/env bash
# Writes what a release hands out into one folder: the web build, a package of each built-in week for each
# kind of portal, the command with its manual, the licences, and the checksums of all of it.
set -euo pipefail
. "$(dirname "$0")/env.sh"
cd "$ROOT"
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | sed 1q)
to=target/release-files/by-friday-$version
rm -rf "$to"
mkdir -p "$to/packages"
cargo build --release --locked --quiet --bin by-friday
command=${CARGO_TARGET_DIR:-target}/release/by-friday
cp "$command" LICENSE-MIT LICENSE-APACHE CHANGELOG.md "$to"
"$command" man >"$to/by-friday.1"
cp -R dist "$to/web"
for week in crates/scenario/weeks/*.json; do
  id=$(basename "$week" .json)
  for portal in scorm12 scorm2004 cmi5 xapi web; do
    "$command" package "$id" --target "$portal" --dist dist -o "$to/packages/$id-$portal.zip" >/dev/null
  done
done
cd "$to"
sums=SHA256SUMS
find . -type f ! -name "$sums" | sed 's|^\./||' | LC_ALL=C sort | while read -r file; do
  if command -v sha256sum >/dev/null; then sha256sum "$file"; else shasum -a 256 "$file"; fi
done >"$sums"
echo "$to: $(wc -l <"$sums") files, $(du -sh . | cut -f1)"
