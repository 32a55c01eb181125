#!/usr/bin/env bash
# Builds voice.wasm, in .build/wasm: espeak-ng, which speaks where a machine has no voice of its own, with
# its data for French, Dutch and English. It is C alone and asks for nothing; a browser gets it when
# somebody wants to listen (Specs/decisions/0040-voice.md).
#
# It is done again only when what it reads has changed.
set -euo pipefail
cd "$(dirname "$0")/../.."
export LC_ALL=C

out=.build/wasm
mkdir -p "$out"
sources=$out/voice-sources
Deploy/build/wasm-sources.sh "$sources" voice

wrapper=Deploy/build/wasm-voice
espeak=$sources/espeak
builtins=$(ls /usr/lib/llvm-*/lib/clang/*/lib/wasi/libclang_rt.builtins-wasm32.a | tail -n 1)
toolchain=$(dirname "$(dirname "$(readlink -f "$(command -v swiftc)")")")
clang=$toolchain/bin/clang
ld=$toolchain/bin/wasm-ld
compiler=$("$clang" --version 2>&1 | head -n 1)

{ echo "$compiler"; sha256sum "$0" "$sources/stamp" "$wrapper"/*; } >"$out/voice.stamp.new"
if cmp -s "$out/voice.stamp" "$out/voice.stamp.new"; then exit 0; fi
echo "wasm: voice.wasm"
rm -rf "$out/voice"
mkdir -p "$out/voice"/{native,objects,data}

# What both are made of: the compiler of the data, for this machine, and the voice.
names="common compiledict mnemonics error ieee80 dictionary encoding intonation langopts numbers phoneme
  phonemelist readclause setlengths soundicon spect ssml synthdata synthesize tr_languages translate
  translateword voices wavegen speech espeak_api"
flags=(
  -I "$wrapper" -I "$espeak/src/include" -I "$espeak/src/include/compat" -I "$espeak/src/ucd-tools/src/include"
  -Os -fwrapv -DNDEBUG -DLIBESPEAK_NG_EXPORT=1 -w
)
list() {
  local name
  for name in "$@"; do echo "$espeak/src/libespeak-ng/$name.c"; done
  for name in case categories ctype proplist scripts tostring; do echo "$espeak/src/ucd-tools/src/$name.c"; done
}
# compile FOLDER FLAG... : every file named on standard input, to FOLDER
compile() {
  local folder=$1
  shift
  export folder clang
  xargs -P "$(nproc)" -I '{}' bash -c \
    'name=${1##*/}; shift; exec "$clang" "$@" -o "$folder/$name.o"' bash '{}' "$@" -c '{}'
}

# shellcheck disable=SC2086
{ list $names compiledata; echo "$espeak/src/espeak-ng.c"; } |
  compile "$out/voice/native" "${flags[@]}"
"$clang" -o "$out/voice/espeak-ng" "$out/voice/native"/*.o -lm

# Of the tables of phonemes those of three languages, and those that they take sounds from.
kept="consonants base2 en fr af nl"
mkdir -p "$out/voice/made/espeak-ng-data"
cp -R "$espeak/phsource" "$espeak/dictsource" "$out/voice/made/"
awk -v kept=" $kept " '
  /^phonemetable/ && past { skip = index(kept, " " $2 " ") == 0 }
  /ADDITIONAL PHONEME TABLES/ { past = 1 }
  !skip { print }' "$espeak/phsource/phonemes" >"$out/voice/made/phsource/phonemes"
# Names of pictures are not said.
rm "$out/voice/made/dictsource"/*_emoji
mkdir -p "$out/voice/made/espeak-ng-data/lang"
cp "$espeak/espeak-ng-data/lang"/{roa/fr,gmw/nl,gmw/en} "$out/voice/made/espeak-ng-data/lang/"
made() {
  (cd "$out/voice/made/$1" && "../../espeak-ng" --path=.. "$2") >>"$out/voice/log" 2>&1 ||
    { cat "$out/voice/log" >&2; return 1; }
}
made phsource --compile-intonations
made phsource --compile-phonemes
for language in fr nl en; do made dictsource --compile=$language; done

# The data as C: a browser fetches one file.
data=$out/voice/made/espeak-ng-data
files="phontab phonindex phondata intonations fr_dict nl_dict en_dict lang/fr lang/nl lang/en"
{
  i=0
  for name in $files; do
    echo "static const unsigned char file_$i[] = {"
    od -An -v -tu1 -w32 "$data/$name" | sed 's/^ *//; s/  */,/g; s/$/,/'
    echo "};"
    i=$((i + 1))
  done
  echo "static const struct file files[] = {"
  i=0
  for name in $files; do
    echo "  {\"$name\", file_$i, sizeof file_$i},"
    i=$((i + 1))
  done
  echo "};"
} >"$out/voice/data/files.inc"

# wasi-libc declares in wchar.h what espeak-ng's headers then give other names.
c_flags=(
  -include /usr/include/wasm32-wasi/wchar.h --target=wasm32-wasi --sysroot=/ -isystem /usr/include/wasm32-wasi "${flags[@]}"
  -ffunction-sections -fdata-sections -D_WASI_EMULATED_SIGNAL
)
# shellcheck disable=SC2086
list $names | compile "$out/voice/objects" "${c_flags[@]}" -Dfopen=file_in_memory -Dopendir=no_folder \
  -Dremove=no_removal -Dtime=no_time -Dtmpnam=no_name -Dgetenv=no_environment -Dsetlocale=no_locale \
  -Dexit=no_exit
# Its own look at the disk is left out.
"$clang" "${c_flags[@]}" -DGetFileLength=length_on_disk -c "$espeak/src/libespeak-ng/common.c" \
  -o "$out/voice/objects/common.c.o"
for name in "$wrapper"/{voice,files,machine}.c Deploy/build/wasm-runtime/assert.c; do echo "$name"; done |
  compile "$out/voice/objects" "${c_flags[@]}" -I "$out/voice/data"

# The stack first: an overflow traps instead of overwriting data.
"$ld" --no-entry --gc-sections --strip-all --stack-first -z stack-size=1048576 --max-memory=134217728 \
  --export=_initialize -o "$out/voice.wasm" "$out/voice/objects"/*.o /usr/lib/wasm32-wasi/libm.a \
  /usr/lib/wasm32-wasi/libc.a "$builtins" /usr/lib/wasm32-wasi/crt1-reactor.o
wasm-opt -Os --enable-bulk-memory --enable-sign-ext --enable-mutable-globals \
  --enable-nontrapping-float-to-int "$out/voice.wasm" -o "$out/voice.wasm"
# The whole licence is what the copyright file points to. What is linked in besides stands below: it is all of the source
# that is not Debian's.
{
  echo "voice.wasm is espeak-ng 1.52.0+dfsg-5, Debian's source package of that version, with its data for three"
  echo "languages. The files that it was built with stand at the end; they are under the same licence as espeak-ng."
  echo
  cat "$sources/espeak.copyright" "$espeak/COPYING"
  tail -n +1 Deploy/build/wasm-voice.sh "$wrapper"/* Deploy/build/wasm-runtime/assert.c
} >"$out/voice.copyright.txt"
mv "$out/voice.stamp.new" "$out/voice.stamp"
echo "$out/voice.wasm: $(wc -c <"$out/voice.wasm") bytes," \
  "$(gzip -9 -c "$out/voice.wasm" | wc -c) compressed by gzip"
