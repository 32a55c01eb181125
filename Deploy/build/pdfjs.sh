#!/usr/bin/env bash
# Fetches pdf.js of today and puts what the sites have of it into .build/pdfjs/site.
#
# It comes with a Python package that carries Mozilla's own build: Debian's libjs-pdf is of 2022. The
# package is one file of one SHA-256, fetched once; nothing of it but pdf.js is used, and nothing of it is run here.
set -euo pipefail
cd "$(dirname "$0")/../.."
export LC_ALL=C
umask 022

package=pdfjs-viewer-pyside6
version=1.4.0
sha256=95053c7f39a2681881810214d7332f079ac19bbfc16c521be697bf2f0450baba
folder=.build/pdfjs
wheel=$folder/pdfjs_viewer_pyside6-$version-py3-none-any.whl
# What is made depends on these only.
stamp=$(cat Deploy/build/pdfjs.sh Deploy/build/pdfjs-reduce.js <(esbuild --version) | sha256sum | cut -d' ' -f1)
if [ -d "$folder/site" ] && [ "$(cat "$folder/stamp" 2>/dev/null)" = "$stamp" ]; then exit 0; fi

is_there() { [ -f "$wheel" ] && sha256sum --check --status <<<"$sha256  $wheel"; }
mkdir -p "$folder"
if ! is_there; then
  rm -f "$wheel"
  requirements=$folder/requirements.txt
  echo "$package==$version --hash=sha256:$sha256" >"$requirements"
  if ! python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
    --require-hashes --requirement "$requirements" --dest "$folder" 2>"$folder/said" || ! is_there; then
    sed 's/^/  /' "$folder/said" >&2
    echo "error: pdf.js could not be fetched: the Python package $package $version" >&2
    echo "hint: run it again once there is a network, or put the package's file into $folder" >&2
    exit 1
  fi
fi

made=$(mktemp -d "$folder/made.XXXXXX")
trap 'rm -rf "$made"' EXIT
python3 -m zipfile -e "$wheel" "$made/all"
from=$made/all/pdfjs_viewer/pdfjs
to=$made/site
# Large pictures in a PDF are made smaller without a browser's help.
cat Deploy/build/pdfjs-reduce.js >>"$from/build/pdf.worker.mjs"
mkdir -p "$to/cmaps" "$to/fonts" "$to/wasm"
for name in pdf pdf.worker; do
  esbuild --minify --format=esm --charset=utf8 --legal-comments=inline --log-level=warning \
    <"$from/build/$name.mjs" >"$to/$name.js"
done
cp "$from/LICENSE" "$to/copyright.txt"
cp "$from"/web/cmaps/*.bcmap "$to/cmaps/"
cp "$from/web/cmaps/LICENSE" "$to/cmaps/copyright.txt"
cp "$from"/web/standard_fonts/*.pfb "$from"/web/standard_fonts/*.ttf "$to/fonts/"
cat "$from"/web/standard_fonts/LICENSE_* >"$to/fonts/copyright.txt"
# Colours by ICC profiles (qcms) would need a network of its own; no script of a PDF is run (quickjs).
for name in jbig2 openjpeg; do cp "$from/web/wasm/$name.wasm" "$to/wasm/"; done
cat "$from"/web/wasm/LICENSE_{JBIG2,PDFJS_JBIG2,OPENJPEG,PDFJS_OPENJPEG} >"$to/wasm/copyright.txt"
chmod -R u=rwX,go=rX "$to"

rm -rf "$folder/site"
mv "$to" "$folder/site"
echo "$stamp" >"$folder/stamp"
