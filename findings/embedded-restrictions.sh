#!/usr/bin/env bash
# Swift 6.3.1, the diagnostic group EmbeddedRestrictions.
#
# `-Werror EmbeddedRestrictions` lets an ordinary build refuse what Embedded Swift can't compile.
# It refuses `func f() throws`, and says nothing of a value of protocol type, `any P`, which the
# Embedded build refuses with an error that bears the name of this very group.
#
# One would guess otherwise: the group's page says that its diagnostics are what can't be used in
# Embedded Swift, the two are listed under one name, and half of them do come in both builds.
#
# What follows: a native build with the group as errors is no proof that a portable module stays
# portable. The Embedded build itself has to run in CI.
set -euo pipefail

command -v swiftc >/dev/null || { echo "needs swiftc" >&2; exit 2; }
[[ $(swiftc --version 2>&1) =~ Swift\ version\ ([0-9.]+) ]]
echo "version: Swift ${BASH_REMATCH[1]}"
[ "${BASH_REMATCH[1]}" = 6.3.1 ] || echo "note: another version; seen with 6.3.1"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >throws.swift <<'TEXT'
struct Failure: Error {}
public func fail() throws { throw Failure() }
TEXT
cat >any.swift <<'TEXT'
protocol Shape { func corners() -> Int }
struct Square: Shape { func corners() -> Int { 4 } }
func count(_ shape: any Shape) -> Int { shape.corners() }
public func four() -> Int { count(Square()) }
TEXT

# compiled NAME OPTION... : what came of it, and whether an error of the group was among it.
compiled() {
  local result=accepted
  swiftc -swift-version 6 -O -wmo -parse-as-library "${@:2}" -c "$1.swift" -o out.o >log 2>&1 ||
    result=refused
  if grep -q 'error: .*\[#EmbeddedRestrictions\]' log; then result+=" by EmbeddedRestrictions"; fi
  echo "$result"
}
embedded=(-enable-experimental-feature Embedded -target wasm32-unknown-none-wasm)
for name in throws any; do
  echo "$name: native $(compiled "$name" -Werror EmbeddedRestrictions)," \
    "Embedded $(compiled "$name" "${embedded[@]}")"
done >seen

echo "expected: both refused by EmbeddedRestrictions in both builds"
sed 's/^/seen: /' seen
diff - seen >/dev/null <<'TEXT' || { echo "changed: other builds refuse than before" >&2; exit 1; }
throws: native refused by EmbeddedRestrictions, Embedded refused by EmbeddedRestrictions
any: native accepted, Embedded refused by EmbeddedRestrictions
TEXT
echo "holds: the native build accepts 'any P' with the group's warnings as errors"
