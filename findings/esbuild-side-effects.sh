#!/usr/bin/env bash
# esbuild 0.17.0 (Debian 12, 0.17.0-1+b2).
#
# A folder above the project, which may be another's checkout or a home folder, has a package.json
# that says `"sideEffects": false`. A project without a package.json of its own is built below it:
# `import "./setup.js"` is left out of the bundle, with a warning and exit code 0. If the import
# names something that isn't used, `import { ready } from "./setup.js"`, it goes without a warning.
#
# One would guess otherwise: esbuild runs in the project's folder and is given its files; relative
# imports don't look for packages; and a module that is imported is run, as the language has it.
#
# What follows: the same commit gives another program by where it's checked out, and what it set up
# on loading (a polyfill, a handler, a custom element) is missing. Put a package.json into the
# project, `{}` is enough, or build with `--ignore-annotations`.
set -euo pipefail

version=0.17.0-1+b2
for tool in apt-get dpkg-deb; do
  command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }
done

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download "esbuild=$version" >apt.log 2>&1 ||
  { echo "can't fetch esbuild $version, with which this was seen" >&2; exit 2; }
dpkg-deb -x esbuild_*.deb unpacked
esbuild=$folder/unpacked/usr/bin/esbuild
echo "version: esbuild $("$esbuild" --version)"

mkdir -p above/project
cd above/project
printf 'globalThis.set = true;\nexport const ready = 1;\n' >setup.js
printf 'import "./setup.js";\nconsole.log(globalThis.set);\n' >plain.js
printf 'import { ready } from "./setup.js";\nconsole.log(globalThis.set);\n' >named.js

# built WHEN [OPTION] : of both imports, whether the module is in the bundle, and what was said.
built() {
  local name code said
  for name in plain named; do
    code=0
    "$esbuild" --bundle "${@:2}" "$name.js" >bundle 2>said || code=$?
    said=$(grep -c '\[WARNING\]' said || true)
    echo "$1, $name import: $(grep -q 'set = true' bundle && echo "run" || echo "left out")," \
      "$said warnings, exit code $code"
  done
}
{
  built "nothing above"
  printf '{ "sideEffects": false }\n' >../package.json
  built "package.json above"
  built "with --ignore-annotations" --ignore-annotations
  printf '{}\n' >package.json
  built "with a package.json of its own"
} >../../seen
cd "$folder"
echo "expected: run by all eight"
sed 's/^/seen: /' seen
diff - seen >/dev/null <<'TEXT' || { echo "changed: other imports were left out" >&2; exit 1; }
nothing above, plain import: run, 0 warnings, exit code 0
nothing above, named import: run, 0 warnings, exit code 0
package.json above, plain import: left out, 1 warnings, exit code 0
package.json above, named import: left out, 0 warnings, exit code 0
with --ignore-annotations, plain import: run, 0 warnings, exit code 0
with --ignore-annotations, named import: run, 0 warnings, exit code 0
with a package.json of its own, plain import: run, 0 warnings, exit code 0
with a package.json of its own, named import: run, 0 warnings, exit code 0
TEXT
echo "holds: a package.json above the project decides which of its modules are run"
