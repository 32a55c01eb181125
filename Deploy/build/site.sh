#!/usr/bin/env bash
# Builds the two sites, .build/site/holder and .build/site/reader, each with its hashes.json.
#
#   site.sh [--pin HASH] [FOLDER]     FOLDER instead of .build/site
#
# Copies, compresses and lists; the reader's scripts become few (Specs/site.md, "Building"). The
# modules have to be there: wasm.sh makes them. For tests, SITE_SOURCES and SITE_MODULES name other folders than
# Sources/WebApp/site and .build/wasm.
set -euo pipefail
cd "$(dirname "$0")/../.."
export LC_ALL=C
umask 022

# For browsers that can't run pdf.js of today: Debian's libjs-pdf 2.14.305+dfsg-2. Another version may
# answer hostile files otherwise: it is to be looked at, and its checksums put here.
pdf=/usr/share/javascript/pdf/build
checksums="\
9ee283b02fb0235a59471b57169ede5064e0556ee14e683eee992c9ac61d7cf2  $pdf/pdf.js
779bee1a4b71090d898ad8ac81e5b6b302cc44c1fdfa96f798e328404f554ea4  $pdf/pdf.worker.js
c9e1b8c4b1231f1b867352fd0411cb377d964bc6fbe9d31fa038364600124237  /usr/share/doc/libjs-pdf/copyright"

pin=null
if [ "${1:-}" = --pin ]; then
  if ! [[ ${2:-} =~ ^[0-9a-f]{64}$ ]]; then
    echo "error: --pin takes the hash of an epoch list, 64 characters of 0 to 9 and a to f" >&2
    exit 64
  fi
  pin="\"$2\""
  shift 2
fi
out=${1:-.build/site}
sources=${SITE_SOURCES:-Sources/WebApp/site}
modules=${SITE_MODULES:-.build/wasm}
# Brotli at its best takes seconds for the large files: each content is compressed once.
cache=$(dirname "$out")/site-compressed

if ! output=$(sha256sum --check --quiet --strict <<<"$checksums" 2>&1); then
  echo "error: Debian's libjs-pdf is not the one that the site is built with" >&2
  sed 's/^/  /' <<<"$output" >&2
  exit 1
fi

Deploy/build/pdfjs.sh

# compress FILE PROGRAM SUFFIX...: FILE with the suffix, if that is smaller by more than a header.
compress() {
  local file=$1 suffix=$2 kept
  shift 2
  kept=$cache/$(sha256sum <"$file" | cut -d' ' -f1)$suffix
  if ! [ -e "$kept" ]; then
    "$@" <"$file" >"$kept.$$"
    mv "$kept.$$" "$kept"
  fi
  if [ $(($(wc -c <"$kept") + 100)) -lt "$(wc -c <"$file")" ]; then cp "$kept" "$file$suffix"; fi
}

compressed() {
  compress "$1" .br brotli --quality=11 --stdout
  # All is in the server's memory: of what is large and comes seldom, one form is enough.
  case $1 in
    */pdf/* | */heif.wasm | */tiff.wasm | */jpeg.wasm | */voice.wasm) ;;
    *) compress "$1" .gz gzip -9n ;;
  esac
}
export cache
export -f compress compressed

# bundle FOLDER: the reader's scripts, and in each all that it imports.
bundle() {
  cd "$1"
  # In the folders above there may be some other project's: esbuild would go by them.
  echo '{}' | tee package.json >tsconfig.json
  # The first three make a first visit; the others come when they are needed.
  esbuild reader.js core-worker.js image-worker.js \
    keeper.js orientation.js pdf-pages.js picture-modules.js qr-camera.js qr-worker.js zip.js \
    --bundle --format=esm --charset=utf8 --log-level=warning --outdir=bundled --metafile=parts
  # What went into them is served no more.
  sed -n 's/^    "\([a-z/-]*\.js\)": {$/\1/p' parts | sort -u | grep -v '^bundled/' | xargs rm
  mv bundled/* .
  rm -r bundled parts package.json tsconfig.json
}

# list TREE SITE: the list of hashes, as Specs/site.md has it.
list() {
  local names lines hash size name separator=""
  names=$(cd "$1" && find . -type f -printf '%P\n' | sort)
  if grep -vE '^[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$' <<<"$names" >&2; then
    echo "error: these files of the $2's site have names that it can't have" >&2
    return 1
  fi
  lines=$(cd "$1" && xargs sha256sum <<<"$names")
  printf '{\n  "site": "%s",\n  "hash": "%s",\n  "files": [\n' "$2" \
    "$(sha256sum <<<"$lines" | cut -d' ' -f1)"
  while read -r hash name; do
    size=$(wc -c <"$1/$name")
    printf '%s    {"path": "%s", "bytes": %d, "sha256": "%s"}' "$separator" "$name" "$size" "$hash"
    separator=$',\n'
  done <<<"$lines"
  printf '\n  ]\n}\n'
}

# tree SITE FOLDER: one site, its files below FOLDER.
tree() {
  local site=$1 tree=$made/$1 below=$made/$1/$2 name file
  mkdir -p "$below"
  cp -R "$sources/common/." "$below/"
  # A file of the same name would be another one for each site.
  while read -r name; do
    if [ -e "$below/$name" ]; then
      echo "error: $name is in common and in $site" >&2
      return 1
    fi
  done < <(cd "$sources/$site" && find . -type f)
  cp -R "$sources/$site/." "$below/"
  mv "$below/index.html" "$tree/index.html"
  if [ "$site" = reader ]; then (bundle "$below"); fi
  # What is said of types is for who reads the sources; here it would be a twelfth of what a visit brings.
  find "$below" -name '*.js' -print0 | xargs -0 -r perl -0pi -e 's{^[ \t]*/\*\*(?:(?!\*/).)*\*/[ \t]*\n}{}gms'
  find "$below" -name '*.css' -print0 | xargs -0 -r perl -0pi -e 's{^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*\n}{}gms'
  for name in "$site" "$site-plain"; do
    if ! [ -e "$modules/$name.wasm" ]; then
      echo "error: there is no $modules/$name.wasm: make wasm" >&2
      return 1
    fi
    cp "$modules/$name.wasm" "$below/"
  done
  # Decoders of pictures and QR codes, for both, the voice for the holder's app; each with the licence of what it is made of.
  for name in heif tiff jpeg qr; do cp "$modules/$name.wasm" "$modules/$name.copyright.txt" "$below/"; done
  if [ "$site" = holder ]; then cp "$modules/voice.wasm" "$modules/voice.copyright.txt" "$below/"; fi
  cp -R .build/pdfjs/site "$below/pdf"
  mkdir "$below/pdf/old"
  cp "$pdf/pdf.js" "$pdf/pdf.worker.js" "$below/pdf/old/"
  cp /usr/share/doc/libjs-pdf/copyright "$below/pdf/old/copyright.txt"
  printf '{"epochs": %s}\n' "$pin" >"$below/pin.json"
  find "$tree" -type f \( -name '*.html' -o -name '*.css' -o -name '*.js' -o -name '*.json' \
    -o -name '*.svg' -o -name '*.ttf' -o -name '*.wasm' \) -print0 |
    xargs -0 -n 4 -P "$(nproc)" bash -euo pipefail -c 'for file; do compressed "$file"; done' bash
  list "$tree" "$site" >"$made/list"
  mv "$made/list" "$below/hashes.json"
}

mkdir -p "$cache" "$(dirname "$out")"
# Made beside, and put in place whole: a server that starts meanwhile reads one or the other.
made=$(mktemp -d "$out.XXXXXX")
trap 'rm -rf "$made"' EXIT
tree holder app
tree reader g
chmod -R u=rwX,go=rX "$made"
rm -rf "$out"
mv "$made" "$out"
trap - EXIT
for site in holder/app reader/g; do
  sed -n "s/^  \"hash\": \"\(.*\)\",/${site%/*} \1/p" "$out/$site/hashes.json"
done
