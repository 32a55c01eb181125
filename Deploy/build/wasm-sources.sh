#!/usr/bin/env bash
# Brings the C sources that the WebAssembly module is built from into a folder:
# libsodium/ and zbar/ with Debian's patches, and qrencode/.
#
#   wasm-sources.sh FOLDER
#
# They are Debian's source packages, asked from the mirror that this machine's apt already uses,
# through lists of their own: nothing of the machine's apt configuration changes, and no root is
# needed. What arrives has to have the SHA-256 below.
set -euo pipefail

libsodium_version=1.0.18-1+deb12u1
qrencode_version=4.1.1-1
zbar_version=0.23.92-7+deb12u1
checksums="\
d59323c6b712a1519a5daf710b68f5e7fde57040845ffec53850911f10a5d4f4  libsodium_1.0.18.orig.tar.gz
f410474e46346b06b162defa05b1be26906aeed6cf309e3d4ebe30b4d1350733  libsodium_1.0.18-1+deb12u1.debian.tar.xz
e455d9732f8041cf5b9c388e345a641fd15707860f928e94507b1961256a6923  qrencode_4.1.1.orig.tar.bz2
dffc16695cb6e42fa318a4946fd42866c0f5ab735f7eaf450b108d1c3a19b4ba  zbar_0.23.92.orig.tar.gz
bb794d1466b2ba5adabbb5ac7d271e801c757d096d4838fb0f721f6ed87eb588  zbar_0.23.92-7+deb12u1.debian.tar.xz"

folder=${1:?usage: wasm-sources.sh FOLDER}
stamp="$folder/stamp"
wanted=$(sha256sum <"$0")
if [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then exit 0; fi
echo "fetching the sources of libsodium, qrencode and zbar (Debian)"

rm -rf "$folder"
mkdir -p "$folder/apt/lists/partial" "$folder/apt/cache" "$folder/archives"
folder=$(cd "$folder" && pwd)
stamp="$folder/stamp"

# Lists and caches of its own; apt's sandbox user can't write into a person's folder.
private=(
  -qq -o "Dir::State::Lists=$folder/apt/lists" -o "Dir::Cache=$folder/apt/cache"
  -o APT::Sandbox::User="$(id -un)" -o APT::Get::List-Cleanup=0
)

# The Debian archives that apt is set up with, in its order, as "URI suite component" lines.
archives() {
  apt-get "$@" indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' \
    'Created-By: Packages' 'Origin: Debian' | awk '$3 == "main" && !seen[$0]++'
}
found=$(archives)
if [ -z "$found" ]; then
  # Never updated, as in a fresh container: read the lists, here, once.
  apt-get "${private[@]}" update
  found=$(archives "${private[@]}")
fi
if [ -z "$found" ]; then
  echo "error: apt on this machine has no Debian archive" >&2
  exit 1
fi

private+=(-o "Dir::Etc::SourceList=$folder/apt/sources.list" -o Dir::Etc::SourceParts=-)
# Debian's keyring, where this machine's apt does not trust it for every archive.
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
options=""
if [ -r "$keyring" ]; then options=" [signed-by=$keyring]"; fi

cd "$folder/archives"
# Of libsodium and zbar also Debian's patches: security fixes among them. Of qrencode there are none
# that concern the library.
fetch() {
  apt-get "${private[@]}" update &&
    apt-get "${private[@]}" source --download-only "libsodium=$libsodium_version" &&
    apt-get "${private[@]}" source --download-only --tar-only "qrencode=$qrencode_version" &&
    apt-get "${private[@]}" source --download-only "zbar=$zbar_version" &&
    sha256sum --check --quiet <<<"$checksums"
}
# One archive after the other, as few hold all that their lists name.
arrived=no
while read -r archive; do
  echo "deb-src$options $archive" >"$folder/apt/sources.list"
  if fetch >"$folder/apt/log" 2>&1 </dev/null; then
    arrived=yes
    break
  fi
  cat "$folder/apt/log" >>"$folder/apt/log-all"
done <<<"$found"
if [ "$arrived" = no ]; then
  cat "$folder/apt/log-all" >&2
  echo "error: no Debian archive has the sources that this script names, with their checksums" >&2
  exit 1
fi

cd "$folder"
# unpack NAME ARCHIVE
unpack() {
  mkdir "$1"
  tar -x -C "$1" --strip-components 1 -f "archives/$2"
}
# patched NAME ARCHIVE: with Debian's patches, and its copyright file beside it.
patched() {
  unpack "$1.debian" "$2"
  local name
  while read -r name _; do
    case $name in '' | '#'*) continue ;; esac
    patch -d "$1" -p1 --quiet --forward <"$1.debian/patches/$name"
  done <"$1.debian/patches/series"
  mv "$1.debian/copyright" "$1.copyright"
  rm -rf "$1.debian"
}
unpack libsodium libsodium_1.0.18.orig.tar.gz
patched libsodium libsodium_1.0.18-1+deb12u1.debian.tar.xz
unpack qrencode qrencode_4.1.1.orig.tar.bz2
unpack zbar zbar_0.23.92.orig.tar.gz
patched zbar zbar_0.23.92-7+deb12u1.debian.tar.xz
rm -rf apt archives
echo "$wanted" >"$stamp"
