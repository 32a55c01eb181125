#!/usr/bin/env bash
# The decoder of JPEG 2000 of pdf.js 6.4.299 (as pdfjs-viewer-pyside6 1.4.0 carries Mozilla's own build), in WebKitGTK 2.50.6
# (its MiniBrowser, driven by WebKitWebDriver), beside Chromium of the same machine.
#
# `WebAssembly.validate` says no to openjpeg.wasm in WebKit, and yes to jbig2.wasm beside it; Chromium says yes to both. The
# first has instructions of relaxed SIMD, which WebKit does not have.
#
# One would guess otherwise: both come with one build, whose scripts run in this WebKit and draw the rest of a PDF.
#
# What follows: a scan that is stored as JPEG 2000 is a white page there, with a warning in the console alone, unless the site also
# serves openjpeg_nowasm_fallback.js where pdf.js can import it by its address, which a frame without a network can't.
set -euo pipefail

wanted=2.50.6
browser=$(ls /usr/lib/*/webkit2gtk-4.*/MiniBrowser 2>/dev/null | tail -n 1) || true
for need in WebKitWebDriver Xvfb python3 chromium; do
  command -v "$need" >/dev/null || { echo "needs $need (webkit2gtk-driver, xvfb, python3, chromium)" >&2; exit 2; }
done
[ -n "$browser" ] || { echo "needs MiniBrowser (webkit2gtk-driver)" >&2; exit 2; }
version=$(dpkg-query -W -f '${Version}' webkit2gtk-driver)
echo "version: WebKitGTK $version, $(chromium --version 2>/dev/null | grep -oE 'Chromium [0-9.]+')"
case $version in "$wanted"*) ;; *) echo "note: written for $wanted" ;; esac

folder=$(mktemp -d)
screen=
trap '[ -z "$screen" ] || kill "$screen"; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m pip install -q --target packages selenium==4.51.0 >pip.log 2>&1 &&
  python3 -m pip download -q --no-deps pdfjs-viewer-pyside6==1.4.0 >>pip.log 2>&1 ||
  { tail -3 pip.log >&2; echo "can't install selenium 4.51.0 or pdfjs-viewer-pyside6 1.4.0" >&2; exit 2; }
python3 -m zipfile -e pdfjs_viewer_pyside6-*.whl wheel
Xvfb -displayfd 3 -screen 0 800x600x24 3>display 2>/dev/null &
screen=$!
until [ -s display ]; do sleep 0.1; done

wasm() { base64 -w0 "$(find wheel -name "$1.wasm" | head -n 1)"; }
cat >page.html <<TEXT
<!doctype html><title>waiting</title>
<script>
const valid = (text) => WebAssembly.validate(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));
document.title = 'openjpeg ' + valid('$(wasm openjpeg)') + ', jbig2 ' + valid('$(wasm jbig2)');
</script>
TEXT
cat >ask.py <<'TEXT'
import pathlib
import sys

from selenium import webdriver
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

options = Options()
options.binary_location = sys.argv[1]
options.add_argument("--automation")
browser = webdriver.WebKitGTK(options=options, service=Service(executable_path="/usr/bin/WebKitWebDriver"))
browser.get(pathlib.Path("page.html").resolve().as_uri())
print("WebKit:", browser.title)
browser.quit()
TEXT
DISPLAY=:$(cat display) PYTHONPATH=packages WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1 \
  timeout 300 python3 ask.py "$browser" >seen 2>error || { tail -3 error >&2; echo "the browser could not be driven" >&2; exit 2; }
HOME=$folder timeout 120 chromium --headless=new --no-sandbox --user-data-dir="$folder/data" --dump-dom \
  "file://$folder/page.html" 2>/dev/null | sed -n 's:.*<title>\(.*\)</title>.*:Chromium\: \1:p' >>seen

echo "expected: true of both in both browsers"
sed 's/^/seen: /' seen
if [ "$(cat seen)" = "WebKit: openjpeg false, jbig2 true
Chromium: openjpeg true, jbig2 true" ]; then exit 0; fi
echo "it changed"
exit 1
