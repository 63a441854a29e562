#!/bin/bash
# Trunk gives the main bundle a name with a hash, but not a second one: this does, so that a browser
# never joins an old studio with a new week.
set -eu
cd "$TRUNK_STAGING_DIR"
hash=$(cat studio.js studio_bg.wasm studio.css | (sha256sum 2>/dev/null || shasum -a 256) | cut -c1-16)
mv studio.js "studio-$hash.js"
mv studio_bg.wasm "studio-${hash}_bg.wasm"
mv studio.css "studio-$hash.css"
sed "s/studio-unstamped/studio-$hash/g" index.html > index.stamped
mv index.stamped index.html
