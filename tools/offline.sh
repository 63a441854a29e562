#!/bin/bash
# Writes into offline.js the files of this build that a learner needs without a network. Only a build that is
# to be put somewhere (`make dist`) has it: what is served while it is worked on is never to be kept.
set -eu
cd "$TRUNK_STAGING_DIR"
if [ -z "${OFFLINE:-}" ]; then
  rm -f offline.js keep.js
  sed -E 's/ data-keep=("[^"]*"|[^ >]*)//' index.html >index.new && mv index.new index.html
  for page in s/*/index.html; do sed -E 's/ data-keep=("[^"]*"|[^ >]*)//' "$page" >page.new && mv page.new "$page"; done
  exit
fi
query=$(sed -n 's/.*boot\.js?\(build-[0-9a-f]*\).*/\1/p' index.html | sed 1q)
[ -n "$query" ] || { echo "offline.sh: index.html does not name boot.js with its hash" >&2; exit 1; }
files=$(
  printf '""'
  for page in s/*/; do printf ',"%s"' "$page"; done
  for file in "boot.js?$query" "worker.js?$query" main-*.css web-* beside-* studio-* later-* portraits.svg icon.svg keep.js app.webmanifest; do printf ',"%s"' "$file"; done
)
build=$(cat index.html offline.js $(ls main-*.css web-* beside-* studio-* later-* portraits.svg icon.svg boot.js worker.js keep.js) | (sha256sum 2>/dev/null || shasum -a 256) | cut -c1-16)
sed -e "s|^const FILES = .*|const FILES = [$files];|" -e "s|unstamped|$build|" offline.js >offline.new && mv offline.new offline.js
