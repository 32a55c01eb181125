#!/usr/bin/env bash
# Builds the portable core as WebAssembly modules, from the same sources as the native build, in
# .build/wasm: holder.wasm and reader.wasm, which browsers get, each also as NAME-plain.wasm for
# those without SIMD; qr.wasm, zbar's reader of QR codes; what decodes pictures (wasm-pictures.sh); what
# speaks (wasm-voice.sh); and core.wasm, which runs the test vectors, where it is asked for.
#
#   wasm.sh [--vectors] [swiftc option]...    for instance -O instead of the -Osize that is usual
#
# Each step is done again only when what it reads has changed. Specs/decisions/0013-wasm.md says
# why it is not SwiftPM that does it, and what the SIMD headers are for.
set -euo pipefail
cd "$(dirname "$0")/../.."

out=.build/wasm
mkdir -p "$out"
Deploy/build/wasm-sources.sh "$out/sources"

vectors=no
if [ "${1:-}" = --vectors ]; then
  vectors=yes
  shift
fi
optimise=(-Osize)
if [ $# -gt 0 ]; then optimise=("$@"); fi

sodium=$out/sources/libsodium/src/libsodium
qrencode=$out/sources/qrencode
include=$out/include
builtins=$(ls /usr/lib/llvm-*/lib/clang/*/lib/wasi/libclang_rt.builtins-wasm32.a | tail -n 1)
toolchain=$(dirname "$(dirname "$(readlink -f "$(command -v swiftc)")")")
compiler=$(swiftc --version 2>&1 | head -n 1)
# The toolchain's own, whatever clang the machine has beside it.
clang=$toolchain/bin/clang
ar=$toolchain/bin/llvm-ar
ld=$toolchain/bin/wasm-ld

# done_before STAMP FILE...: whether the step of STAMP ran with these files, this script and
# this compiler. Writes what to remember to STAMP.new.
done_before() {
  local stamp=$out/$1.stamp
  shift
  { echo "$compiler ${optimise[*]}"; sha256sum "$0" "$@"; } >"$stamp.new"
  cmp -s "$stamp" "$stamp.new"
}
is_done() { mv "$out/$1.stamp.new" "$out/$1.stamp"; }

# The C libraries

c_flags=(
  --target=wasm32-wasi --sysroot=/ -isystem /usr/include/wasm32-wasi -O3
  -ffunction-sections -fdata-sections -DNDEBUG -D_WASI_EMULATED_SIGNAL -w
)
# compile FOLDER FLAG... : every file named on standard input, to FOLDER
compile() {
  local folder=$1
  shift
  rm -rf "$folder"
  mkdir -p "$folder"
  export folder clang
  xargs -P "$(nproc)" -I '{}' bash -c \
    'name=${1#.build/wasm/sources/}; name=${name//\//_}; shift; exec "$clang" "$@" -o "$folder/${name%.c}.o"' \
    bash '{}' "${c_flags[@]}" "$@" -c '{}'
}

# libsodium's SSSE3 sources for the two that take the time, ChaCha20 and Argon2, through headers
# that say SSE in WebAssembly's SIMD; these are the files that name or choose them. Of all else
# the portable sources: BLAKE2b with 64-bit words is as fast without.
simd=Deploy/build/wasm-simd
simd_sources=(
  crypto_pwhash/argon2/argon2-core.c
  crypto_pwhash/argon2/argon2-fill-block-ssse3.c
  crypto_stream/chacha20/stream_chacha20.c
  crypto_stream/chacha20/dolbeau/chacha20_dolbeau-ssse3.c
)
simd_flags=(-msimd128 -DHAVE_EMMINTRIN_H=1 -DHAVE_TMMINTRIN_H=1 -I "$simd")

if ! done_before libsodium "$out/sources/stamp" "$simd"/*; then
  echo "wasm: libsodium"
  mkdir -p "$include/sodium"
  cp "$sodium/include/sodium.h" "$include/"
  cp "$sodium"/include/sodium/*.h "$include/sodium/"
  sed -e 's/@VERSION@/1.0.18/' -e 's/@SODIUM_LIBRARY_VERSION_MAJOR@/10/' \
    -e 's/@SODIUM_LIBRARY_VERSION_MINOR@/3/' -e 's/@SODIUM_LIBRARY_MINIMAL_DEF@//' \
    "$sodium/include/sodium/version.h.in" >"$include/sodium/version.h"
  sodium_flags=(
    -DCONFIGURED=1 -DNATIVE_LITTLE_ENDIAN=1 -I "$include" -I "$include/sodium"
    -I "$sodium/include/sodium"
  )
  mapfile -t fast < <(printf "$sodium/%s\n" "${simd_sources[@]}")
  find "$sodium" -name '*.c' -not -path '*/sodium/runtime.c' | LC_ALL=C sort |
    grep -vxF "$(printf '%s\n' "${fast[@]}")" | compile "$out/libsodium" "${sodium_flags[@]}"
  printf '%s\n' "${fast[@]}" "$simd/runtime.c" |
    compile "$out/libsodium-simd" "${sodium_flags[@]}" "${simd_flags[@]}"
  rm -f "$out/libsodium.a"
  "$ar" crs "$out/libsodium.a" "$out"/libsodium/*.o "$out"/libsodium-simd/*.o
  printf '%s\n' "${fast[@]}" "$sodium/sodium/runtime.c" |
    compile "$out/libsodium-portable" "${sodium_flags[@]}"
  rm -f "$out/libsodium-plain.a"
  "$ar" crs "$out/libsodium-plain.a" "$out"/libsodium/*.o "$out"/libsodium-portable/*.o
  is_done libsodium
fi

if ! done_before libqrencode "$out/sources/stamp"; then
  echo "wasm: libqrencode"
  mkdir -p "$include"
  cp "$qrencode/qrencode.h" "$include/"
  for name in bitstream mask mmask mqrspec qrencode qrinput qrspec rsecc split; do
    echo "$qrencode/$name.c"
  done | compile "$out/libqrencode" -DSTATIC_IN_RELEASE=static -DMAJOR_VERSION=4 \
    -DMINOR_VERSION=1 -DMICRO_VERSION=1 '-DVERSION="4.1.1"'
  rm -f "$out/libqrencode.a"
  "$ar" crs "$out/libqrencode.a" "$out"/libqrencode/*.o
  is_done libqrencode
fi

# In the place of parts of the two libraries that no browser needs
runtime=Deploy/build/wasm-runtime
if ! done_before runtime "$runtime"/*; then
  ls "$runtime"/*.c | compile "$out/runtime"
  is_done runtime
fi
assert=$out/runtime/${runtime//\//_}_assert.o
for_reader=$out/runtime/${runtime//\//_}_reader.o

# The Swift modules, each with the settings that Package.swift gives it

swift_flags=(
  -target wasm32-unknown-none-wasm -swift-version 6 -wmo -parse-as-library
  -package-name porte_documents "${optimise[@]}" -Xfrontend -disable-stack-protector
  -enable-experimental-feature Embedded
  -enable-experimental-feature Lifetimes
  -enable-upcoming-feature ExistentialAny
  -enable-upcoming-feature MemberImportVisibility
  -enable-upcoming-feature InternalImportsByDefault
  -enable-upcoming-feature NonisolatedNonsendingByDefault
  -strict-memory-safety -Werror StrictMemorySafety -Werror EmbeddedRestrictions
  -Xcc -isystem -Xcc "$include" -Xcc -isystem -Xcc /usr/include/wasm32-wasi
  -Xcc -D__wasi__=1 -Xcc -D_WASI_EMULATED_SIGNAL -Xcc -ffunction-sections
  -I Sources/CSodium -I Sources/CQREncode -I "$out"
)
# For who builds another module on these ones (Tests/Bench/wasm/build.sh).
printf '%s\n' "${swift_flags[@]}" >"$out/swift-flags"

objects=()
interfaces=()
# module NAME FOLDER... : the module of all Swift files below the folders, but in a folder Wasm of
# the first.
module() {
  local name=$1 files
  mapfile -t files < <(find "${@:2}" -name '*.swift' -not -path "$2/Wasm/*" | LC_ALL=C sort)
  objects+=("$out/$name.o")
  if ! done_before "$name" "${files[@]}" "$out/libsodium.stamp" \
    ${interfaces[@]+"${interfaces[@]}"}; then
    echo "wasm: $name"
    rm -f "$out/$name.stamp"
    swiftc "${swift_flags[@]}" -module-name "$name" -emit-module \
      -emit-module-path "$out/$name.swiftmodule" -c "${files[@]}" -o "$out/$name.o"
    is_done "$name"
  fi
  interfaces+=("$out/$name.swiftmodule")
}
module Sodium Sources/Sodium
module Wire Sources/Wire
module Vault Sources/Vault
module Share Sources/Share
core=("${objects[@]}")
# side_by_side COMMAND COMMAND: both to their end; fails if one did.
side_by_side() {
  local first second status=0
  # In the background both: as part of a condition they would go on after what fails in them.
  $1 &
  first=$!
  $2 &
  second=$!
  wait "$first" || status=$?
  wait "$second" || status=$?
  return "$status"
}
# What browsers get: Bridge is compiled into both, so that each has of it only what it uses.
holder_module() { module WebHolder Sources/WebApp/Holder Sources/WebApp/Bridge; }
other_modules() {
  module WebReader Sources/WebApp/Reader Sources/WebApp/Bridge
  [ "$vectors" = yes ] || return 0
  interfaces=("${interfaces[@]:0:4}")
  module VectorRunner Tests/VectorRunner
  module CoreExports Tests/VectorRunner/Wasm
}
side_by_side holder_module other_modules

# The stack first: an overflow traps instead of overwriting data. Memory grows as Argon2id asks.
link_flags=(
  --no-entry --gc-sections --strip-all --stack-first -z stack-size=1048576
  --export=__stack_pointer
)
libraries=(
  "$out/libqrencode.a" /usr/lib/wasm32-wasi/libc.a
  /usr/lib/wasm32-wasi/libwasi-emulated-signal.a "$builtins"
  "$toolchain/lib/swift/embedded/wasm32-unknown-none-wasm/libswiftUnicodeDataTables.a"
)
printf '%s\n' "$ld" "${link_flags[@]}" "$out/libsodium.a" "${libraries[@]}" >"$out/link-command"

# Binaryen makes what browsers get a quarter smaller; nothing that traps is traded for it.
shrink=(
  wasm-opt -Oz --enable-simd --enable-bulk-memory --enable-sign-ext
  --enable-mutable-globals --enable-nontrapping-float-to-int
)

# link NAME SODIUM OBJECT... : NAME.wasm of objects and this libsodium.
link() {
  local name=$1 archive=$2
  shift 2
  local files=("$archive" "$out/libqrencode.a") one
  for one; do [[ $one == --* ]] || files+=("$one"); done
  if ! done_before "link-$name" "${files[@]}"; then
    echo "wasm: $name.wasm"
    "$ld" "${link_flags[@]}" -o "$out/$name.wasm" "$@" "$archive" "${libraries[@]}"
    if [ "$name" != core ]; then
      "${shrink[@]}" "$out/$name.wasm" -o "$out/$name.wasm"
    fi
    is_done "link-$name"
  fi
  echo "$out/$name.wasm: $(wc -c <"$out/$name.wasm") bytes," \
    "$(gzip -9 -c "$out/$name.wasm" | wc -c) compressed by gzip"
}
replaced_in_holder=("$assert")
# Whole members of an archive come in before it is seen that nothing of them is used: the first
# definition counts.
replaced_in_reader=("$assert" "$for_reader" --allow-multiple-definition)
# link_site NAME SUFFIX LIBSODIUM: NAME's module with one of the two.
link_site() {
  local -n replaced=replaced_in_$1
  link "$1$2" "$3" "${core[@]}" "$out/Web${1^}.o" "${replaced[@]}"
}
with_simd() {
  link_site holder "" "$out/libsodium.a"
  link_site reader "" "$out/libsodium.a"
}
without_simd() {
  link_site holder -plain "$out/libsodium-plain.a"
  link_site reader -plain "$out/libsodium-plain.a"
}
side_by_side with_simd without_simd
if [ "$vectors" = yes ]; then
  link core "$out/libsodium.a" "${core[@]}" "$out"/{VectorRunner,CoreExports}.o
fi

# A module by itself, C alone: what reads QR codes in pictures. Browsers get it when one is read.
zbar=$out/sources/zbar
reader=Deploy/build/wasm-qr
if ! done_before qr "$out/sources/stamp" "$reader"/*; then
  echo "wasm: qr.wasm"
  {
    for name in config decoder decoder/qr_finder image img_scanner qrcode/bch15_5 qrcode/binarize \
      qrcode/isaac qrcode/qrdec qrcode/qrdectxt qrcode/rs qrcode/util refcnt scanner symbol; do
      echo "$zbar/zbar/$name.c"
    done
    ls "$reader"/*.c
  } | compile "$out/qr" -Os -fno-builtin-sprintf -I "$reader" -I "$zbar/include" -I "$zbar/zbar"
  "$ld" "${link_flags[@]}" -o "$out/qr.wasm" "$out"/qr/*.o /usr/lib/wasm32-wasi/libc.a "$builtins"
  "${shrink[@]}" "$out/qr.wasm" -o "$out/qr.wasm"
  # The licence goes with it.
  cat "$zbar.copyright" "$zbar/LICENSE.md" >"$out/qr.copyright.txt"
  is_done qr
fi
echo "$out/qr.wasm: $(wc -c <"$out/qr.wasm") bytes," \
  "$(gzip -9 -c "$out/qr.wasm" | wc -c) compressed by gzip"

Deploy/build/wasm-pictures.sh
Deploy/build/wasm-voice.sh
