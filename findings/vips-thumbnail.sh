#!/usr/bin/env bash
# libvips 8.18 (pyvips 3.2.0, pyvips-binary 8.18.7).
#
# A camera's JPEG has a small picture of the whole in its EXIF data. libvips keeps that small
# picture through whatever is done to the large one: crop a corner, blur all of it, scale it down
# with `thumbnail`, save it as PNG or WebP, and the old one is inside, as it was.
#
# One would guess otherwise: libvips does look after the EXIF data when it saves: it writes the new
# width and height into it, and after `autorot` the new orientation. The small picture alone stays.
#
# What follows: a picture in which a face is blurred or a neighbour cut away still shows them, in
# each viewer of files that takes the small one. Save with `keep="icc"` or `keep="none"`, or remove
# the field "jpeg-thumbnail-data" before.
set -euo pipefail

packages=(pyvips==3.2.0 pyvips-binary==8.18.7 cffi==2.1.1 pycparser==3.0 pillow==13.0.0
  piexif==1.1.3)
command -v python3 >/dev/null || { echo "needs python3" >&2; exit 2; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m pip install -q --no-deps --target packages "${packages[@]}" >pip.log 2>&1 ||
  { tail -3 pip.log >&2; echo "can't install ${packages[*]}" >&2; exit 2; }
cat >ask.py <<'TEXT'
import io
import sys

import piexif
import pyvips
from PIL import Image

print("version: libvips", ".".join(str(pyvips.version(part)) for part in range(3)), file=sys.stderr)

# Left half black, right half white, large and small.
picture = Image.new("L", (600, 400), 255)
picture.paste(0, (0, 0, 300, 400))
small = io.BytesIO()
picture.resize((120, 80)).save(small, "jpeg")
exif = piexif.dump({
    "0th": {piexif.ImageIFD.Make: b"Camera"},
    "Exif": {piexif.ExifIFD.PixelXDimension: 600, piexif.ExifIFD.PixelYDimension: 400},
    "1st": {piexif.ImageIFD.Compression: 6},
    "thumbnail": small.getvalue()})
picture.save("in.jpg", exif=exif)
before = piexif.load("in.jpg")["thumbnail"]


def report(way, image, name, **options):
    image.write_to_file(name, **options)
    with Image.open(name) as saved:
        data = saved.info.get("exif")
        size = saved.size
    if data is None:
        print(f"{way}: {size[0]} x {size[1]}, no EXIF")
        return
    parts = piexif.load(data)
    with Image.open(io.BytesIO(parts["thumbnail"])) as inside:
        left, right = (round(inside.convert("L").getpixel((x, 40)) / 255) for x in (20, 100))
        same = parts["thumbnail"] == before
    width, height = (parts["Exif"][tag] for tag in (
        piexif.ExifIFD.PixelXDimension, piexif.ExifIFD.PixelYDimension))
    print(f"{way}: {size[0]} x {size[1]}, EXIF says {width} x {height}, holds "
          f"{'the same' if same else 'another'} {inside.size[0]} x {inside.size[1]}, "
          f"black {left == 0}, white {right == 1}")


image = pyvips.Image.new_from_file("in.jpg")
corner = image.crop(500, 0, 100, 100)  # white alone
report("crop, as JPEG", corner, "crop.jpg")
report("blur, as PNG", image.gaussblur(200), "blur.png")
report("thumbnail, as WebP", pyvips.Image.thumbnail("in.jpg", 60), "thumbnail.webp")
report("crop with keep=icc", corner, "icc.jpg", keep="icc")
TEXT
PYTHONPATH=packages python3 ask.py >seen

echo "expected: no small picture, or one of what is left"
sed 's/^/seen: /' seen
diff - seen >/dev/null <<'TEXT' || { echo "changed: another picture is inside" >&2; exit 1; }
crop, as JPEG: 100 x 100, EXIF says 100 x 100, holds the same 120 x 80, black True, white True
blur, as PNG: 600 x 400, EXIF says 600 x 400, holds the same 120 x 80, black True, white True
thumbnail, as WebP: 60 x 40, EXIF says 60 x 40, holds the same 120 x 80, black True, white True
crop with keep=icc: 100 x 100, no EXIF
TEXT
echo "holds: the small picture of the whole survives cropping and blurring"
