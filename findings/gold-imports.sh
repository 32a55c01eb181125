#!/usr/bin/env bash
# GNU gold and GNU ld (bfd) of binutils 2.40, Debian 12.
#
# With `--gc-sections` both linkers drop a function that nothing calls. What only that function
# called stays with gold among the program's imports, in its dynamic symbol table, and the program
# requires the version of the C library that has it; with bfd both go. swiftc 6.3.1 links with gold
# on Linux unless told otherwise.
#
# One would guess otherwise: a linker that drops the code drops the references that it had, and two
# linkers of one package agree on what a program imports.
#
# What follows: the imports (`nm -D`) of a program that gold linked are no list of what it can
# call, and code that is not in it makes it refuse to start on an older system. Who proves
# something by imports, or builds for older systems, links with bfd or lld.
set -euo pipefail

version=2.40-2
for tool in gcc apt-get dpkg-deb; do
  command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }
done
[ "$(dpkg --print-architecture)" = amd64 ] || { echo "needs Debian on amd64" >&2; exit 2; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
packages=(binutils-x86-64-linux-gnu libbinutils libctf0 libctf-nobfd0)
apt-get download "${packages[@]/%/=$version}" >apt.log 2>&1 ||
  { echo "can't fetch binutils $version, with which this was seen (apt-get update?)" >&2; exit 2; }
for package in *.deb; do dpkg-deb -x "$package" unpacked; done
export LD_LIBRARY_PATH=$folder/unpacked/usr/lib/x86_64-linux-gnu
mkdir tools
for name in ld.gold ld.bfd; do
  ln -s "$folder/unpacked/usr/bin/x86_64-linux-gnu-$name" "tools/$name"
done
tool() { "$folder/unpacked/usr/bin/x86_64-linux-gnu-$1" "${@:2}"; }
echo "version: $(tools/ld.gold --version | sed 1q); $(tools/ld.bfd --version | sed 1q)"

cat >main.c <<'TEXT'
#include <stdio.h>

int main(void) { return puts("hello") < 0; }
TEXT
cat >other.c <<'TEXT'
#include <stdlib.h>

unsigned never_called(void) { return arc4random(); }
TEXT
gcc -O2 -ffunction-sections -c main.c other.c
for linker in bfd gold; do
  gcc -B "$folder/tools" -fuse-ld="$linker" -Wl,--gc-sections main.o other.o -o "$linker"
  "./$linker" >/dev/null
  echo "$linker: never_called $(tool nm "$linker" | grep -c never_called || true)," \
    "import of arc4random $(tool nm -D "$linker" | grep -c 'U arc4random@' || true)," \
    "requires $(tool readelf -V "$linker" | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -1)"
done >seen

echo "expected: neither the function nor what it imported, with both"
sed 's/^/seen: /' seen
diff - seen >/dev/null <<'TEXT' || { echo "changed: other symbols than before" >&2; exit 1; }
bfd: never_called 0, import of arc4random 0, requires GLIBC_2.34
gold: never_called 0, import of arc4random 1, requires GLIBC_2.36
TEXT
echo "holds: gold keeps the import of a function that it dropped"
