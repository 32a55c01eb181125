#!/usr/bin/env bash
# qrencode 4.1.1 (Debian 12, 4.1.1-1).
#
# `qrencode -r FILE` of a file that has a zero byte in it makes a code of what comes before that
# byte, and exits with 0. With `-8` the whole file is in it.
#
# One would guess otherwise: `-r` takes a file, not a string; `-8` is described as a choice of mode
# (all in bytes, instead of the densest), not as what makes the rest of a file count; and a file
# that is too long is refused with an error.
#
# What follows: a key, a compressed or encrypted file on paper is cut off without a word, sometimes
# at once and sometimes never, as its bytes happen to be. Encode in text, or say `-8`, and read
# each code back before it's relied on.
set -euo pipefail

version=4.1.1-1
for tool in apt-get dpkg-deb python3; do
  command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }
done

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download "qrencode=$version" "libqrencode4=$version" libpng16-16 >apt.log 2>&1 ||
  { echo "can't fetch qrencode $version, with which this was seen" >&2; exit 2; }
for package in *.deb; do dpkg-deb -x "$package" unpacked; done
libraries=$(echo "$folder"/unpacked/usr/lib/*-linux-gnu)
echo "version: qrencode $version"

# 40 bytes, of which the third is zero; and the first two of them.
python3 -c 'open("whole", "wb").write(bytes(0 if i == 2 else 200 + i for i in range(40)))'
head -c 2 whole >begin

# coded NAME FILE [OPTION] : writes the code of a file in the characters of a terminal.
coded() {
  local code=0
  LD_LIBRARY_PATH=$libraries unpacked/usr/bin/qrencode -t ASCII -r "$2" "${@:3}" -o "$1" ||
    code=$?
  echo "exit code $code"
}
same() { if cmp -s "$1" "$2"; then echo "the same code"; else echo "another code"; fi; }
{
  echo "two bytes: $(coded two begin)"
  echo "40 bytes, -8: $(coded eight whole -8), $(same eight two)"
  echo "40 bytes: $(coded plain whole), $(same plain two)"
} >seen
echo "expected: all 40 bytes in a code of their own, both times"
sed 's/^/seen: /' seen
diff - seen >/dev/null <<'TEXT' || { echo "changed: another code or exit code" >&2; exit 1; }
two bytes: exit code 0
40 bytes, -8: exit code 0, another code
40 bytes: exit code 0, the same code
TEXT
echo "holds: without -8 a file ends at its first zero byte"
