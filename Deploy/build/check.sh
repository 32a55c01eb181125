#!/usr/bin/env bash
# Checks that need no running program: format, dependencies, what is in the repository, sizes.
# The last line is "N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")/../.."

passed=0
failed=0
# check SENTENCE COMMAND...: passes if the command does; what it prints is shown if it fails.
check() {
  local sentence=$1 output
  shift
  if output=$("$@" 2>&1 </dev/null); then
    passed=$((passed + 1))
    echo "ok: $sentence"
  else
    failed=$((failed + 1))
    echo "FAILED: $sentence"
    sed 's/^/  /' <<<"$output"
  fi
}

formatted() { swift format lint --strict --parallel --recursive Package.swift Sources Tests; }

# Each line of Package.swift's graph as "from to", and their closure.
description() {
  mkdir -p .build
  if ! [ .build/description.json -nt Package.swift ]; then
    # Whole or not at all: a run that is stopped leaves no half for the next one.
    swift package describe --type json >.build/description.new || return
    mv .build/description.new .build/description.json
  fi
  cat .build/description.json
}
# reaches FROM TO...: whether the target FROM depends on one of TO, over any path; fails if so.
reaches_none() {
  description | jq --exit-status --raw-output --arg from "$1" '
    (.targets | map({key: .name, value: (.target_dependencies // [])}) | from_entries) as $graph
    | if $graph | has($from) | not then error("no target " + $from) else . end
    | def reach($seen): ($seen + [$seen[] | $graph[.] // [] | .[]] | unique) as $next
        | if $next == $seen then $seen else reach($next) end;
      (reach([$from]) - [$from]) as $all
    | ($ARGS.positional - ($ARGS.positional - $all)) as $forbidden
    | if $forbidden == [] then "reaches only: \($all | join(" "))"
      else "reaches \($forbidden | join(" "))" | halt_error(1) end
  ' --args "${@:2}"
}

nothing_built_is_committed() {
  ! git ls-files | grep -E '(^|/)(\.build|node_modules|__pycache__)/|\.(wasm|o|a|sqlite|db|key|pem)$|(^|/)Package\.resolved$'
}
# A clone works anywhere: no path of one machine, no host of a registry but those of Package.swift.
no_machine_is_named() {
  ! git grep -n -I -E '(^|[^.A-Za-z0-9_])/(work|root|home)/|deb\.debian\.org|pypi\.org|pythonhosted|npmjs' \
    -- ':!Specs/Vectors/*.json' ':!Deploy/build/check.sh'
}
the_module_is_small() {
  local size
  [ -e ".build/wasm/$1.wasm" ] || { echo "no module: make wasm"; return 1; }
  size=$(wc -c <".build/wasm/$1.wasm")
  echo "$size bytes, at most $2"
  [ "$size" -le "$2" ]
}
the_module_is_small_compressed() {
  local size
  size=$(gzip -9 -c ".build/wasm/$1.wasm" | wc -c)
  echo "$size bytes, at most $2"
  [ "$size" -le "$2" ]
}
the_modules_ask_for_nothing() {
  local module
  for module in core holder holder-plain reader reader-plain qr heif tiff jpeg voice; do
    node Deploy/build/wasm-imports.mjs ".build/wasm/$module.wasm" || return
  done
}

# types_fit SITE: types as written in comments, over its scripts beside those that both sites have.
types_fit() {
  local files folder=.build/types/$1
  rm -rf "$folder"
  mkdir -p "$folder"
  cp -R Sources/WebApp/site/common/. "Sources/WebApp/site/$1/." "$folder/"
  mapfile -t files < <(find "$folder" -name '*.js')
  tsc --noEmit --allowJs --checkJs --strict --target es2022 --module es2022 \
    --moduleResolution node --lib es2022,dom,dom.iterable Deploy/build/site-types.d.ts "${files[@]}"
}
# On both sites; each CHECK is a function of site-check.py.
sites() {
  local site status=0
  for site in holder reader; do
    python3 Deploy/build/site-check.py "$1" ".build/site/$site" || status=1
  done
  return "$status"
}

# Written for 2015, it comes out as it was.
first_script_is_plain() {
  local script=Sources/WebApp/site/reader/fragment.js
  diff <(esbuild --target=es2015 <"$script") <(esbuild --target=esnext <"$script")
}

check "the sources are formatted" formatted
check "BlindServer has no path to Vault or Share" reaches_none BlindServer Vault Share Client
check "Site has no path to Vault or Share" reaches_none Site Vault Share Client BlindServer
check "pde-server has no path to Vault or Share" reaches_none pde-server Vault Share Client
check "Vault depends on nothing but Wire and Sodium" \
  reaches_none Vault Share Client BlindServer
check "Wire depends on nothing but Sodium" reaches_none Wire Vault Share Client BlindServer
check "a browser without modules can read the script that takes the link's key away" first_script_is_plain
check "the vectors' README has every operation, field and error of the vectors" \
  python3 Deploy/build/vectors-check.py
check "nothing that was built is committed" nothing_built_is_committed
check "no machine path, no registry host is committed" no_machine_is_named
check "the WebAssembly modules import random_get, and fd_* that nothing calls" \
  the_modules_ask_for_nothing
check "the WebAssembly module is at most 900,000 bytes" the_module_is_small core 900000
check "the module that reads QR codes is at most 32,000 bytes compressed" \
  the_module_is_small_compressed qr 32000
check "the module that decodes HEIC is at most 240,000 bytes compressed" \
  the_module_is_small_compressed heif 240000
check "the module that decodes TIFF is at most 215,000 bytes compressed" \
  the_module_is_small_compressed tiff 215000
check "the module for JPEG is at most 90,000 bytes compressed" \
  the_module_is_small_compressed jpeg 90000
check "the module that speaks is at most 425,000 bytes compressed" \
  the_module_is_small_compressed voice 425000
check "the reader's module is at most 53,000 bytes compressed" \
  the_module_is_small_compressed reader 53000
check "the holder's module is at most 320,000 bytes compressed" \
  the_module_is_small_compressed holder 320000

check "the pages refer to files of their own site only" sites references_exist
check "the pages have nothing inline, and call nothing dangerous" sites nothing_dangerous
check "the pages have no text outside the catalogues" sites text_is_in_catalogues
check "the catalogues have the same texts in three languages" sites catalogues_agree
check "the interface has none of the words that it never has" sites words_are_ours
check "what people read has the words of the glossary, and no others for them" python3 Deploy/build/words-check.py
check "a quick exit leads to this site's page, or to one that comes encrypted" \
  python3 Deploy/build/site-check.py exit_is_a_page .build/site/holder
check "the types of the holder's app fit" types_fit holder
check "the types of the reader's page fit" types_fit reader
check "a first visit of the reader's page loads at most 80,000 bytes" \
  python3 Deploy/build/site-check.py first_visit .build/site/reader 80000
check "a first visit of the holder's app loads at most 350,000 bytes" \
  python3 Deploy/build/site-check.py first_visit .build/site/holder 350000

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
