#!/usr/bin/env bash
# Brings the C and C++ sources that the WebAssembly modules are built from into a folder: libsodium/
# and zbar/ with Debian's patches, and qrencode/; or those that decode pictures; or espeak/,
# which speaks.
#
#   wasm-sources.sh FOLDER [core|pictures|voice]
#
# They are Debian's source packages, asked from the mirror that this machine's apt already uses,
# through lists of their own: nothing of the machine's apt configuration changes, and no root is
# needed. What arrives has to have the SHA-256 below.
set -euo pipefail

# Of each set: what is asked of apt-get source, a line each, and what has to arrive. Of libsodium,
# zbar and the decoders also Debian's patches: security fixes among them. Of qrencode there are none
# that concern the library. An archive need not hold all that its lists name: of libde265 the two
# halves may come from two.
core_requests="\
libsodium=1.0.18-1+deb12u1
--tar-only qrencode=4.1.1-1
zbar=0.23.92-7+deb12u1"
core_checksums="\
d59323c6b712a1519a5daf710b68f5e7fde57040845ffec53850911f10a5d4f4  libsodium_1.0.18.orig.tar.gz
f410474e46346b06b162defa05b1be26906aeed6cf309e3d4ebe30b4d1350733  libsodium_1.0.18-1+deb12u1.debian.tar.xz
e455d9732f8041cf5b9c388e345a641fd15707860f928e94507b1961256a6923  qrencode_4.1.1.orig.tar.bz2
dffc16695cb6e42fa318a4946fd42866c0f5ab735f7eaf450b108d1c3a19b4ba  zbar_0.23.92.orig.tar.gz
bb794d1466b2ba5adabbb5ac7d271e801c757d096d4838fb0f721f6ed87eb588  zbar_0.23.92-7+deb12u1.debian.tar.xz"
pictures_requests="\
libheif=1.15.1-1+deb12u1
--tar-only libde265=1.0.11-1+deb12u2
--diff-only libde265=1.0.11-1+deb12u3
tiff=4.5.0-6+deb12u4
libjpeg-turbo=1:2.1.5-2
zlib=1:1.2.13.dfsg-1"
pictures_checksums="\
28d5a376fe7954d2d03453f983aaa0b7486f475c27c7806bda31df9102325556  libheif_1.15.1.orig.tar.gz
f3a042fce4231e8feddd032bf93b808a6db96614c20888b78d1042a15e378817  libheif_1.15.1-1+deb12u1.debian.tar.xz
2f8f12cabbdb15e53532b7c1eb964d4e15d444db1be802505e6ac97a25035bab  libde265_1.0.11.orig.tar.gz
ccdd55e4bf2aa04155de5d00fbc677e4cf620d961fd4584a43a37f13993d0f94  libde265_1.0.11-1+deb12u3.debian.tar.xz
638f43d7dea33948d5dee7f39572fc0194d9cc3c74195de9dd26a4388a1f880a  tiff_4.5.0.orig.tar.bz2
4ee50a8cdf74a184d94e65a04f3c9de466cb0b74ef5393fb5ca65666fccb864b  tiff_4.5.0-6+deb12u4.debian.tar.xz
254f3642b04e309fee775123133c6464181addc150499561020312ec61c1bf7c  libjpeg-turbo_2.1.5.orig.tar.gz
cdb2433c2f7101345c1ffa14efb943787c675b86354691a32490845fe4bc9237  libjpeg-turbo_2.1.5-2.debian.tar.xz
71feb7947e3c00ef125f83b79a4e529bde31171e5babe48b391f06758d1ab0a1  zlib_1.2.13.dfsg.orig.tar.bz2
f66cf3d4f2d7defcd4d1fd1fb0a11ee39f1e01b42ec7d059c9dc5c1695133c44  zlib_1.2.13.dfsg-1.debian.tar.xz"
voice_requests="espeak-ng=1.52.0+dfsg-5"
voice_checksums="\
d2a886bae3547a15c52801cb37e415230834a7ee7f9a57352b98d60454d97cea  espeak-ng_1.52.0+dfsg.orig.tar.gz
d253d81d2815194e2c13c1af77b6761c43db48848ca423430b4a8c416359b813  espeak-ng_1.52.0+dfsg-5.debian.tar.xz"

folder=${1:?usage: wasm-sources.sh FOLDER [core|pictures|voice]}
set_name=${2:-core}
case $set_name in
  core | pictures | voice) ;;
  *) echo "error: no set of sources '$set_name'" >&2; exit 64 ;;
esac
requests=${set_name}_requests
requests=${!requests}
checksums=${set_name}_checksums
checksums=${!checksums}
stamp="$folder/stamp"
wanted=$({ echo "$set_name"; cat "$0"; } | sha256sum)
if [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then exit 0; fi
echo "fetching the sources of$(sed -E 's/^(--[a-z-]+ )?([^=]+)=.*/ \2/' <<<"$requests" | uniq | tr -d '\n') (Debian)"

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
# Of the voice the next release's, which has the later of the two and is what can be had.
if [ "$set_name" = voice ]; then found=$(awk '!seen[$1]++ { print $1, "trixie", $3 }' <<<"$found"); fi

private+=(-o "Dir::Etc::SourceList=$folder/apt/sources.list" -o Dir::Etc::SourceParts=-)
# Debian's keyring, where this machine's apt does not trust it for every archive.
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
options=""
if [ -r "$keyring" ]; then options=" [signed-by=$keyring]"; fi

cd "$folder/archives"
# fetch ARCHIVE: what is still missing, of this one
fetch() {
  local request missing=""
  echo "deb-src$options $1" >"$folder/apt/sources.list"
  apt-get "${private[@]}" update || return
  while read -r request; do
    # shellcheck disable=SC2086
    if ! apt-get "${private[@]}" source --download-only $request </dev/null; then
      missing+=$request$'\n'
    fi
  done <<<"$requests"
  requests=${missing%$'\n'}
  [ -z "$requests" ] && sha256sum --check --quiet <<<"$checksums"
}
# One archive after the other, as few hold all that their lists name.
arrived=no
while read -r archive; do
  if fetch "$archive" >"$folder/apt/log" 2>&1 </dev/null; then
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
case $set_name in
  core)
    unpack libsodium libsodium_1.0.18.orig.tar.gz
    patched libsodium libsodium_1.0.18-1+deb12u1.debian.tar.xz
    unpack qrencode qrencode_4.1.1.orig.tar.bz2
    unpack zbar zbar_0.23.92.orig.tar.gz
    patched zbar zbar_0.23.92-7+deb12u1.debian.tar.xz ;;
  pictures)
    unpack libheif libheif_1.15.1.orig.tar.gz
    patched libheif libheif_1.15.1-1+deb12u1.debian.tar.xz
    unpack libde265 libde265_1.0.11.orig.tar.gz
    patched libde265 libde265_1.0.11-1+deb12u3.debian.tar.xz
    unpack tiff tiff_4.5.0.orig.tar.bz2
    patched tiff tiff_4.5.0-6+deb12u4.debian.tar.xz
    unpack libjpeg libjpeg-turbo_2.1.5.orig.tar.gz
    patched libjpeg libjpeg-turbo_2.1.5-2.debian.tar.xz
    unpack zlib zlib_1.2.13.dfsg.orig.tar.bz2
    patched zlib zlib_1.2.13.dfsg-1.debian.tar.xz ;;
  voice)
    unpack espeak espeak-ng_1.52.0+dfsg.orig.tar.gz
    patched espeak espeak-ng_1.52.0+dfsg-5.debian.tar.xz ;;
esac
rm -rf apt archives
echo "$wanted" >"$stamp"
