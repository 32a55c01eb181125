#!/usr/bin/env bash
# Swift 6.3.1, `-O`, with and without Embedded Swift.
#
# A noncopyable type zeroes its bytes with `update(repeating: 0, count:)` in `deinit`, before it
# frees them. The same source for the same machine has the zeroing when it is compiled as usual,
# and has none with `-enable-experimental-feature Embedded`, nor for wasm32, which needs it.
#
# One would guess otherwise: Embedded Swift is the same language and optimiser with less runtime,
# and the code that one had looked at keeps its stores. They are kept there only because memory is
# freed through a function of the runtime that the optimiser can't see into; Embedded calls `free`
# itself, and what is stored just before a `free` is never read.
#
# What follows: a secret stays in freed memory of the WebAssembly build while the native one
# wipes it. Wipe through a call that must stay (explicit_bzero, sodium_memzero), on all targets.
set -euo pipefail

command -v swiftc >/dev/null || { echo "needs swiftc" >&2; exit 2; }
[[ $(swiftc --version 2>&1) =~ Swift\ version\ ([0-9.]+) ]]
echo "version: Swift ${BASH_REMATCH[1]}, $(uname -m)"
[ "${BASH_REMATCH[1]}" = 6.3.1 ] || echo "note: another version; seen with 6.3.1"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >wipe.swift <<'TEXT'
@_extern(c, "fill") func fill(_ bytes: UnsafeMutablePointer<UInt8>)

struct Secret: ~Copyable {
  let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: 32)

  init() { fill(bytes) }

  deinit {
    bytes.update(repeating: 0, count: 32)
    bytes.deallocate()
  }
}

@_cdecl("use_secret") public func useSecret() { _ = Secret() }
TEXT

# The functions of Secret and its user in LLVM's form, after all of its passes: do they write zeros?
zeroing() {
  swiftc -swift-version 6 -O -wmo -parse-as-library -enable-experimental-feature Extern "$@" \
    -emit-ir wipe.swift -o wipe.ll 2>errors || { cat errors >&2; return 2; }
  awk '/^define .*(use_secret|6SecretV)/ { inside = 1 } inside; /^}/ { inside = 0 }' wipe.ll >body
  grep -q 'call .*@fill(' body || { echo "no call of fill in use_secret" >&2; return 2; }
  if grep -qE 'llvm\.memset|store .* zeroinitializer' body; then
    echo "zeroed"
  else
    echo "not zeroed"
  fi
}
native=$(zeroing)
embedded=$(zeroing -enable-experimental-feature Embedded)
wasm=$(zeroing -enable-experimental-feature Embedded -target wasm32-unknown-none-wasm)

echo "expected: the same in all three"
echo "seen: native: $native; native, Embedded: $embedded; wasm32, Embedded: $wasm"
[ "$native, $embedded, $wasm" = "zeroed, not zeroed, not zeroed" ] ||
  { echo "changed: before, the native build alone zeroed" >&2; exit 1; }
echo "holds: with Embedded the zeroing before the free is gone"
