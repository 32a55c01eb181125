#!/usr/bin/env bash
# WebKitGTK 2.50.6 (its MiniBrowser, driven by WebKitWebDriver), beside Chromium of the same machine.
#
# An AVIF whose container says by `irot` that it is to be turned by a quarter is shown as it is stored: a picture of
# 2 x 1 has a naturalWidth of 2. Chromium turns it: 1. A JPEG that says the same in its EXIF is turned by both.
#
# One would guess otherwise: `irot` is no advice beside the picture, as EXIF is, but an essential property, which a reader that
# doesn't follow it must not ignore; and the JPEG of the same page is turned.
#
# What follows: photos that were made into AVIF lie on their side, by one engine alone. Try a known one, and turn by `irot` and `imir`
# yourself where it lies; the canvas and createImageBitmap give what the page shows.
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
python3 -m pip install -q --target packages selenium==4.51.0 >pip.log 2>&1 ||
  { tail -3 pip.log >&2; echo "can't install selenium 4.51.0" >&2; exit 2; }
Xvfb -displayfd 3 -screen 0 800x600x24 3>display 2>/dev/null &
screen=$!
until [ -s display ]; do sleep 0.1; done

cat >page.html <<'TEXT'
<!doctype html><title>waiting</title>
<img id="avif" src="data:image/avif;base64,AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUEAAAD8bWV0YQAAAAAAAAAoaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAGxpYmF2aWYAAAAADnBpdG0AAAAAAAEAAAAeaWxvYwAAAABEAAABAAEAAAABAAABJAAAACsAAAAoaWluZgAAAAAAAQAAABppbmZlAgAAAAABAABhdjAxQ29sb3IAAAAAdGlwcnAAAABUaXBjbwAAABRpc3BlAAAAAAAAAAIAAAABAAAAEHBpeGkAAAAAAwgICAAAAAxhdjFDgSAAAAAAABNjb2xybmNseAABAA0ABoAAAAAJaXJvdAEAAAAYaXBtYQAAAAAAAAABAAEFAQKDBIUAAAAzbWRhdBIACgc4AC5QENBpMh4TwAAAQAD2y4P/g5b18cAEBd+R9PfsKF88F3UJrSA=">
<img id="jpeg" src="data:image/jpeg;base64,/9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/wAALCAABAAIBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAABv/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AMv/Z">
<script>
addEventListener('load', () => {
  const size = (id) => { const one = document.getElementById(id); return id + ' ' + one.naturalWidth + ' x ' + one.naturalHeight; };
  document.body.append(document.title = size('avif') + ', ' + size('jpeg'));
});
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

echo "expected: 1 x 2 of both pictures in both browsers"
sed 's/^/seen: /' seen
if [ "$(cat seen)" = "WebKit: avif 2 x 1, jpeg 1 x 2
Chromium: avif 1 x 2, jpeg 1 x 2" ]; then exit 0; fi
echo "it changed"
exit 1
