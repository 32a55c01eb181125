#!/usr/bin/env bash
# Chromium 156 (Debian 12).
#
# A PNG of 2 x 1 whose EXIF says that it is to be turned by a quarter becomes an ImageBitmap of 1 x 2, upright. A VideoFrame
# made of that bitmap has 2 x 1 pixels again, and `copyTo` gives them as they are stored; only `rotation` says 90.
#
# One would guess otherwise: the bitmap's own width and height are those of the turned picture, what is drawn of it on a
# canvas is turned, and nothing of the file is left in it that one could ask for.
#
# What follows: who takes pixels out of a bitmap by a VideoFrame, for speed or where a canvas doesn't give them back, has
# photos of telephones on their side, and width and height changed about. Draw the bitmap on an OffscreenCanvas first and
# make the frame of its `transferToImageBitmap`, or turn by `rotation` and `flip`.
set -euo pipefail

browser=$(command -v chromium-headless-shell || command -v chromium) || { echo "needs chromium" >&2; exit 2; }
version=$("$browser" --version)
echo "version: $version"
[[ $version =~ \ 156\. ]] || echo "note: another version; seen with 156"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/page.html" <<'TEXT'
<!doctype html><body><script>
const png = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAAAAADRSSBWAAAAGmVYSWZNTQAqAAAACAABARIAAwAAAAEABgAAAAAAANZnS2kAAAALSURBVHicY2BgAAAAAwABuK06YwAAAABJRU5ErkJggg==";
(async () => {
  const bytes = Uint8Array.from(atob(png), (c) => c.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const frame = new VideoFrame(bitmap, { timestamp: 0 });
  document.body.textContent = `bitmap ${bitmap.width} x ${bitmap.height}, frame ${frame.codedWidth} x ${frame.codedHeight}`;
})().catch((error) => { document.body.textContent = String(error); });
</script></body>
TEXT
"$browser" --headless --no-sandbox --disable-gpu --user-data-dir="$folder/profile" --virtual-time-budget=5000 \
  --dump-dom "file://$folder/page.html" 2>/dev/null >"$folder/dom" || { echo "the browser did not run" >&2; exit 2; }
seen=$(sed -n 's/.*<body>\(.*\)<\/body>.*/\1/p' "$folder/dom")

echo "expected: bitmap 1 x 2, frame 1 x 2"
echo "seen: $seen"
case $seen in
  "bitmap 1 x 2, frame 2 x 1") echo "holds: the frame's pixels are not upright" ;;
  "bitmap "*) echo "changed: the frame was 2 x 1 before" >&2; exit 1 ;;
  *) echo "could not be tried" >&2; exit 2 ;;
esac
