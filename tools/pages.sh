#!/bin/bash
# Writes a page s/ID/ for each built-in week: the program's own page, whose head names that week, so that a
# pasted link shows what it is about. `by-friday site` adds what takes absolute addresses.
set -eu
shopt -s extglob
weeks=$PWD/crates/scenario/weeks
first=$PWD/public/first
cd "$TRUNK_STAGING_DIR"

# A member of a week's file, as a text in HTML.
member() {
  sed -n "s/^ \"$2\": \"\(.*\)\",\$/\1/p" "$1" | sed 's/&/\&amp;/g; s/\\"/\&quot;/g; s/</\&lt;/g'
}

# What can be read before the program has come, as `--test browser -- first` keeps it.
template() {
  printf '<template id="first-%s">%s</template>' "$1" "$(cat "$first/$1.html")"
}

# A page with these templates in it.
with() {
  local page=$1 made=""
  shift
  for name in "$@"; do made+=$(template "$name"); done
  local before=${page%%<section ?(hidden )id=?(\")failure*}
  printf '%s' "$before$made${page#"$before"}"
}

title='<title>By Friday: a leadership simulator</title>'
summary='A customer calls on Monday and needs a critical shipment by Friday. Lead Michael, Anna and John through the week, and see what each way of leading does to them and to Friday.'
page=$(cat index.html)
for file in "$weeks"/*.json; do
  id=$(basename "$file" .json)
  name=$(member "$file" title)
  about=$(member "$file" summary)
  # The base comes before whatever is fetched.
  head="<base href=\"../../\" data-week=\"$id\"><title>$name: By Friday</title>"
  made=${page/"$title"/"$head"}
  made=${made/"$summary"/"$about"}
  if [ -z "$name" ] || [ -z "$about" ] || [ "$made" = "$page" ] || [ "${made/"$about"/}" = "$made" ]; then
    echo "pages.sh: $id has no title or summary, or index.html has not the ones it had" >&2
    exit 1
  fi
  if [ "$id" = monday-call ]; then made=$(with "$made" scene); fi
  mkdir -p "s/$id"
  printf '%s\n' "$made" >"s/$id/index.html"
done
made=$(with "$page" start scene)
if [ "$made" = "$page" ]; then
  echo "pages.sh: index.html has no place for what stands first" >&2
  exit 1
fi
printf '%s\n' "$made" >index.html
