#!/usr/bin/env bash
# Builds the modules that make pixels of pictures which browsers don't show, or don't give back as
# they are: heif.wasm, tiff.wasm and jpeg.wasm, in .build/wasm. Each is C or C++ alone, asks for
# nothing, and comes to a browser only with a file of its kind (Specs/decisions/0036-pictures.md).
#
# Each step is done again only when what it reads has changed.
set -euo pipefail
cd "$(dirname "$0")/../.."

out=.build/wasm
mkdir -p "$out"
sources=$out/picture-sources
Deploy/build/wasm-sources.sh "$sources" pictures

wrapper=Deploy/build/wasm-pictures
builtins=$(ls /usr/lib/llvm-*/lib/clang/*/lib/wasi/libclang_rt.builtins-wasm32.a | tail -n 1)
toolchain=$(dirname "$(dirname "$(readlink -f "$(command -v swiftc)")")")
clang=$toolchain/bin/clang
ld=$toolchain/bin/wasm-ld
compiler=$("$clang" --version 2>&1 | head -n 1)

flags=(
  --target=wasm32-wasi --sysroot=/ -I "$wrapper" -I "$wrapper/one-thread" -O2
  -ffunction-sections -fdata-sections -DNDEBUG -DNO_GETENV -DNO_PUTENV -D_WASI_EMULATED_SIGNAL -w
)
c_flags=("${flags[@]}" -isystem /usr/include/wasm32-wasi)
# What throws traps: there is no way back from a fault, the instance ends.
cc_flags=(
  "${flags[@]}" -nostdinc++ -isystem /usr/include/wasm32-wasi/c++/v1
  -isystem /usr/include/wasm32-wasi -std=c++17 -fignore-exceptions
  -D_LIBCPP_DISABLE_AVAILABILITY
)
# The stack first: an overflow traps instead of overwriting data. A picture that asks for more than
# a gibibyte is not decoded.
link_flags=(
  --no-entry --gc-sections --strip-all --stack-first -z stack-size=1048576
  --max-memory=1073741824 --export=_initialize
)
shrink=(
  wasm-opt -Os --enable-bulk-memory --enable-sign-ext --enable-mutable-globals
  --enable-nontrapping-float-to-int
)

# done_before NAME: whether the module was made of these sources, by this script and this compiler.
done_before() {
  { echo "$compiler"; sha256sum "$0" "$sources/stamp" "$wrapper"/*.* "$wrapper"/one-thread/*; } \
    >"$out/$1.stamp.new"
  cmp -s "$out/$1.stamp" "$out/$1.stamp.new"
}
# compile FOLDER FLAG... : every file named on standard input, to FOLDER
compile() {
  local folder=$1
  shift
  mkdir -p "$folder"
  export folder clang
  xargs -P "$(nproc)" -I '{}' bash -c \
    'name=${1##*/}; shift; exec "$clang" "$@" -o "$folder/$name.o"' bash '{}' "$@" -c '{}'
}
# module NAME LIBRARY...: NAME.wasm of the objects in its folder
module() {
  local name=$1
  shift
  "$ld" "${link_flags[@]}" -o "$out/$name.wasm" "$out/$name"/*.o "$@" /usr/lib/wasm32-wasi/libm.a \
    /usr/lib/wasm32-wasi/libc.a "$builtins" /usr/lib/wasm32-wasi/crt1-reactor.o
  "${shrink[@]}" "$out/$name.wasm" -o "$out/$name.wasm"
}
begin() {
  echo "wasm: $1.wasm"
  rm -rf "${out:?}/$1"
}

jpeg_names="capimin capistd ccoefct ccolor cdctmgr chuff cicc cinit cmainct cmarker cmaster comapi
  cparam cphuff cprepct csample ctrans dapimin dapistd datadst datasrc dcoefct dcolor ddctmgr dhuff
  dicc dinput dmainct dmarker dmaster dmerge dphuff dpostct dsample dtrans error fdctflt fdctfst
  fdctint idctflt idctfst idctint idctred quant1 quant2 utils memmgr memnobs aricom darith simd_none"
# Of two modules: compiled once.
if ! done_before jpeg || ! done_before tiff; then
  rm -rf "$out/libjpeg"
  for name in $jpeg_names; do echo "$sources/libjpeg/j$name.c"; done |
    compile "$out/libjpeg" "${c_flags[@]}" -I "$sources/libjpeg"
fi

if ! done_before jpeg; then
  begin jpeg
  { echo "$wrapper/picture.c"; echo "$wrapper/jpeg-module.c"; } |
    compile "$out/jpeg" "${c_flags[@]}" -I "$sources/libjpeg"
  module jpeg "$out"/libjpeg/*.o
  cat "$sources/libjpeg.copyright" >"$out/jpeg.copyright.txt"
  mv "$out/jpeg.stamp.new" "$out/jpeg.stamp"
fi

if ! done_before tiff; then
  begin tiff
  {
    for name in aux close codec color compress dir dirinfo dirread dirwrite dumpmode error extension \
      fax3 fax3sm flush getimage hash_set jpeg ojpeg lzw open packbits predict print read strip swab \
      tile version warning write zip; do
      echo "$sources/tiff/libtiff/tif_$name.c"
    done
    for name in adler32 crc32 deflate inffast inflate inftrees trees zutil; do
      echo "$sources/zlib/$name.c"
    done
    echo "$wrapper/picture.c"
    echo "$wrapper/tiff-module.c"
  } | compile "$out/tiff" "${c_flags[@]}" -I "$sources/tiff/libtiff" -I "$sources/zlib" \
    -I "$sources/libjpeg"
  module tiff "$out"/libjpeg/*.o
  cat "$sources"/{tiff,zlib,libjpeg}.copyright >"$out/tiff.copyright.txt"
  mv "$out/tiff.stamp.new" "$out/tiff.stamp"
fi

if ! done_before heif; then
  begin heif
  de265=$sources/libde265/libde265
  heif=$sources/libheif/libheif
  # In folders of their own: both libraries have a bitstream.cc.
  for name in alloc_pool bitstream cabac contextmodel de265 deblock decctx dpb fallback-dct \
    fallback-motion fallback image intrapred md5 motion nal-parser nal pps refpic sao scan sei \
    slice sps threads transform util vps vui; do
    echo "$de265/$name.cc"
  done | compile "$out/heif/de265" "${cc_flags[@]}" -I "$sources/libde265" -DHAVE_CONFIG_H
  {
    for name in bitstream box error heif heif_context heif_file heif_image heif_hevc heif_avif \
      heif_colorconversion heif_plugin_registry heif_plugin heif_init nclx metadata_compression \
      common_utils plugins/heif_decoder_libde265; do
      echo "$heif/$name.cc"
    done
    echo "$wrapper/heif-module.cc"
  } | compile "$out/heif" "${cc_flags[@]}" -I "$sources/libheif" -I "$sources/libde265" \
    -DHAVE_CONFIG_H -Dde265_start_worker_threads=no_worker_threads
  echo "$wrapper/picture.c" | compile "$out/heif" "${c_flags[@]}"
  module heif "$out"/heif/de265/*.o /usr/lib/wasm32-wasi/libc++.a /usr/lib/wasm32-wasi/libc++abi.a
  cat "$sources"/{libheif,libde265}.copyright >"$out/heif.copyright.txt"
  mv "$out/heif.stamp.new" "$out/heif.stamp"
fi

for name in jpeg tiff heif; do
  echo "$out/$name.wasm: $(wc -c <"$out/$name.wasm") bytes," \
    "$(gzip -9 -c "$out/$name.wasm" | wc -c) compressed by gzip"
done
