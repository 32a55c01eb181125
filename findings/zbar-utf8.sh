#!/usr/bin/env bash
# ZBar 0.23.92 (Debian 12, libzbar0 0.23.92-7+deb12u1).
#
# A QR code holds a name in UTF-8, as bytes, the way almost all programs write them. ZBar guesses
# what the bytes are, and for short texts with one or two letters beyond ASCII it takes them for
# Chinese (Big5) or Japanese (Shift_JIS): "Müller" is read as "M羹ller", with no sign of a doubt.
# Longer or other letters are read right, in the same alphabet, from the same program.
#
# One would guess otherwise: UTF-8 is what ZBar hands out, a valid sequence of UTF-8 is hardly ever
# anything else, and a test with "ÄÖÜ" passes. zxing-cpp reads all of these right.
#
# What follows: names, places and passphrases come out changed for some people and not for others.
# Ask for the bytes (`binary` of the scanner, `-Sbinary` of zbarimg) and decode them, or write the
# code with an ECI or with ASCII alone.
set -euo pipefail

version=0.23.92-7+deb12u1
packages=(segno==1.6.6 zxing-cpp==3.1.1)
for tool in apt-get dpkg-deb python3; do
  command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }
done

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download "libzbar0=$version" libdbus-1-3 libjpeg62-turbo libv4l-0 libv4lconvert0 libx11-6 \
  libxcb1 libxau6 libxdmcp6 libbsd0 libmd0 >apt.log 2>&1 ||
  { echo "can't fetch libzbar0 $version, with which this was seen" >&2; exit 2; }
for package in *.deb; do dpkg-deb -x "$package" unpacked; done
python3 -m pip install -q --no-deps --target packages "${packages[@]}" >pip.log 2>&1 ||
  { tail -3 pip.log >&2; echo "can't install ${packages[*]}" >&2; exit 2; }
echo "version: libzbar0 $version, ${packages[*]}"

cat >ask.py <<'TEXT'
import ctypes

import segno
import zxingcpp

zbar = ctypes.CDLL("libzbar.so.0")
for name in ("zbar_image_scanner_create", "zbar_image_create", "zbar_image_first_symbol"):
    getattr(zbar, name).restype = ctypes.c_void_p
zbar.zbar_symbol_get_data.restype = ctypes.c_char_p
QR, ENABLE, BINARY = 64, 0, 4


def drawn(text, eci):
    code = segno.make(text, mode="byte", encoding="utf-8", micro=False, eci=eci)
    rows = [bytes(0 if module else 255 for module in row) for row in code.matrix_iter(8, border=4)]
    return b"".join(rows), len(rows)


def scanned(pixels, width, *settings):
    scanner = ctypes.c_void_p(zbar.zbar_image_scanner_create())
    for setting in settings:
        assert zbar.zbar_image_scanner_set_config(scanner, QR, setting, 1) == 0
    image = ctypes.c_void_p(zbar.zbar_image_create())
    zbar.zbar_image_set_format(image, ctypes.c_ulong(int.from_bytes(b"Y800", "little")))
    zbar.zbar_image_set_size(image, width, width)
    zbar.zbar_image_set_data(image, pixels, ctypes.c_ulong(len(pixels)), None)
    assert zbar.zbar_scan_image(scanner, image) == 1
    return zbar.zbar_symbol_get_data(ctypes.c_void_p(zbar.zbar_image_first_symbol(image))).decode()


for text in ("Müller", "café", "Kraków", "naïve", "ö", "Straße", "ÄÖÜ", "Łódź"):
    pixels, width = drawn(text, eci=False)
    view = memoryview(pixels).cast("B", [width, width])
    print(f"{text}: ZBar {scanned(pixels, width, ENABLE)},",
          f"its bytes {scanned(pixels, width, ENABLE, BINARY)},",
          f"with ECI {scanned(*drawn(text, eci=True), ENABLE)},",
          f"zxing-cpp {zxingcpp.read_barcode(view).text}")
TEXT
LD_LIBRARY_PATH=$(echo "$folder"/unpacked{/usr,}/lib/*-linux-gnu | tr ' ' :) \
  PYTHONPATH=packages PYTHONUTF8=1 python3 ask.py >seen

echo "expected: each text as it was written, four times"
sed 's/^/seen: /' seen
diff - seen >/dev/null <<'TEXT' || { echo "changed: other texts were read before" >&2; exit 1; }
Müller: ZBar M羹ller, its bytes Müller, with ECI Müller, zxing-cpp Müller
café: ZBar caf矇, its bytes café, with ECI café, zxing-cpp café
Kraków: ZBar Krak籀w, its bytes Kraków, with ECI Kraków, zxing-cpp Kraków
naïve: ZBar na簿ve, its bytes naïve, with ECI naïve, zxing-cpp naïve
ö: ZBar 繹, its bytes ö, with ECI ö, zxing-cpp ö
Straße: ZBar Straﾃ歹, its bytes Straße, with ECI Straße, zxing-cpp Straße
ÄÖÜ: ZBar ÄÖÜ, its bytes ÄÖÜ, with ECI ÄÖÜ, zxing-cpp ÄÖÜ
Łódź: ZBar Łódź, its bytes Łódź, with ECI Łódź, zxing-cpp Łódź
TEXT
echo "holds: ZBar reads short names in UTF-8 as Chinese or Japanese"
