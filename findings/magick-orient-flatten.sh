#!/usr/bin/env bash
# ImageMagick 6.9.11-60 (Debian 12, 8:6.9.11.60+dfsg-1.6).
#
# `-auto-orient` of a picture whose orientation is 5 or 7 (mirrored and on its side) swaps the picture's sides and not those of its
# virtual canvas: a `-flatten` after it cuts off what stands out, and fills the rest. With the other six, 6 and 8 among them, the
# canvas follows, and nothing is lost.
#
# One would guess otherwise: 5 and 7 swap the sides just as 6 and 8 do, in the same option, and `-flatten` is what everybody
# writes behind it to put what is transparent on white.
#
# What follows: photos of cameras that mirror, and test pictures of all eight orientations, lose a part without a word. Write `+repage`
# between the two.
set -euo pipefail

seen_with=8:6.9.11.60+dfsg-1.6
for tool in apt-get dpkg-deb; do
  command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download imagemagick-6.q16 libmagickcore-6.q16-6 libmagickwand-6.q16-6 liblqr-1-0 libfftw3-double3 \
  libraqm0 liblcms2-2 libltdl7 libjbig0 >apt.log 2>&1 ||
  { echo "can't fetch imagemagick-6.q16 and its libraries (apt-get update?)" >&2; exit 2; }
version=$(dpkg-deb -f imagemagick-6.q16_*.deb Version)
echo "version: imagemagick-6.q16 $version"
case $version in "$seen_with"*) ;; *) echo "note: seen with $seen_with" ;; esac
for package in *.deb; do dpkg-deb -x "$package" unpacked; done
LD_LIBRARY_PATH=$(echo "$folder"/unpacked/usr/lib/*-linux-gnu)
export LD_LIBRARY_PATH
convert=$folder/unpacked/usr/bin/convert-im6.q16
"$convert" -version >/dev/null 2>error || { head -2 error >&2; echo "ImageMagick's other libraries are missing here" >&2; exit 2; }

echo "expected: each of the eight turned and flattened is black all over, as the picture is"
for orientation in TopLeft TopRight BottomRight BottomLeft LeftTop RightTop RightBottom LeftBottom; do
  "$convert" -size 60x40 xc:black -orient "$orientation" picture.tif
  size=$("$convert" picture.tif -auto-orient -background white -flatten -format '%wx%h, %[fx:round(100*(1-mean))] %% black' info:)
  repaged=$("$convert" picture.tif -auto-orient +repage -background white -flatten -format '%wx%h' info:)
  echo "$orientation: $size; with +repage $repaged"
done >seen
sed 's/^/seen: /' seen
if grep -q '^LeftTop: 60x40, [0-9]\{2\} % black; with +repage 40x60$' seen &&
  grep -q '^RightBottom: 60x40, [0-9]\{1,2\} % black; with +repage 40x60$' seen &&
  [ "$(grep -c '100 % black' seen)" = 6 ]; then exit 0; fi
echo "it changed"
exit 1
