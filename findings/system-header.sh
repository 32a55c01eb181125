#!/usr/bin/env bash
# SwiftPM of Swift 6.3.1 (its native build system).
#
# A system library target is a module map and the headers that it names. When such a header changes,
# nothing is compiled again: the next build says "complete", and the program still has the inline
# function as it was. With a C target of the same package, the Swift code that imports it is
# compiled anew, and so is then what it took from the other header.
#
# One would guess otherwise: both headers lie in the package, both are imported alike, and a
# compiler that keeps track of one of them has read the other too.
#
# What follows: a struct whose layout changed, or a constant, is right in one file of a program and
# old in another, until something else touches them. The same holds for what the module map
# includes from the system: after its update, build in an empty folder.
set -euo pipefail

command -v swift >/dev/null || { echo "needs swift" >&2; exit 2; }
[[ $(swift --version 2>&1) =~ Swift\ version\ ([0-9.]+) ]]
echo "version: Swift ${BASH_REMATCH[1]}"
[ "${BASH_REMATCH[1]}" = 6.3.1 ] || echo "note: another version; seen with 6.3.1"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir -p Sources/{CSystem,CTarget/include,ask}
cat >Package.swift <<'TEXT'
// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "ask",
  targets: [
    .systemLibrary(name: "CSystem"),
    .target(name: "CTarget"),
    .executableTarget(name: "ask", dependencies: ["CSystem", "CTarget"]),
  ])
TEXT
printf 'module CSystem {\n  header "shim.h"\n  export *\n}\n' >Sources/CSystem/module.modulemap
printf '#include "target.h"\n' >Sources/CTarget/target.c
printf 'import CSystem\nimport CTarget\nprint(fromSystem(), fromTarget())\n' >Sources/ask/main.swift

# header FILE FUNCTION NUMBER : writes a header whose inline function gives the number.
header() {
  printf 'static inline int %s(void) { return %s; }\n' "$2" "$3" >"Sources/$1"
  touch -d "+$3 seconds" "Sources/$1"
}
# built : builds, and says what the program prints.
built() {
  swift build -j 1 </dev/null >build.log 2>&1 || { tail -20 build.log >&2; return 2; }
  .build/debug/ask
}
header CSystem/shim.h fromSystem 1
header CTarget/include/target.h fromTarget 1
first=$(built)
header CSystem/shim.h fromSystem 2
second=$(built)
header CTarget/include/target.h fromTarget 2
third=$(built)

echo "expected: 1 1 at first; 2 1 when the system library's header says 2; 2 2 when both do"
echo "seen: $first at first; $second when the system library's header says 2; $third when both do"
[ "$first, $second, $third" = "1 1, 1 1, 2 2" ] ||
  { echo "changed: the system library's header was not noticed before" >&2; exit 1; }
echo "holds: a changed header of a system library rebuilds nothing"
