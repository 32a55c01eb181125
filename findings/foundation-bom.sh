#!/usr/bin/env bash
# Foundation of Swift 6.3.1 on Linux.
#
# `String(data:encoding: .utf8)` and `String(contentsOf:encoding: .utf8)` leave out U+FEFF at the
# start of the bytes; U+FEFF alone gives the empty string. `String(decoding:as: UTF8.self)`, which
# is often put in the place of the first, keeps it, and so does `String(validating:as:)`.
#
# One would guess otherwise: the encoding is named by the caller, so nothing is left to find out by
# a mark; the failable form is known to say nil of what isn't UTF-8, and else to be lossless.
#
# What follows: `Data(text.utf8)` isn't what was read, so a hash, a signature or a length made of
# the text fails for files that begin with the mark, as many from Windows do, and a file that is
# read and written back shrinks by three bytes. Keep the bytes beside the text, or decode with
# `String(validating:as:)`.
set -euo pipefail

command -v swiftc >/dev/null || { echo "needs swiftc" >&2; exit 2; }
[[ $(swiftc --version 2>&1) =~ Swift\ version\ ([0-9.]+) ]]
echo "version: Foundation of Swift ${BASH_REMATCH[1]}"
[ "${BASH_REMATCH[1]}" = 6.3.1 ] || echo "note: another version; seen with 6.3.1"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >ask.swift <<'TEXT'
import Foundation

let bytes = Data("\u{FEFF}text".utf8)
let url = URL(fileURLWithPath: "file")
try bytes.write(to: url)
for (name, text) in [
  ("String(data:encoding:)", String(data: bytes, encoding: .utf8)),
  ("String(bytes:encoding:)", String(bytes: bytes, encoding: .utf8)),
  ("String(contentsOf:encoding:)", try String(contentsOf: url, encoding: .utf8)),
  ("String(decoding:as:)", String(decoding: bytes, as: UTF8.self)),
  ("String(validating:as:)", String(validating: bytes, as: UTF8.self)),
] {
  print("\(name): \(text!.utf8.count) of \(bytes.count) bytes")
}
TEXT
swiftc -swift-version 6 ask.swift -o ask >build.log 2>&1 || { tail build.log >&2; exit 2; }
./ask >seen

echo "expected: 7 of 7 bytes by all five"
sed 's/^/seen: /' seen
diff - seen >/dev/null <<'TEXT' || { echo "changed: others kept it before" >&2; exit 1; }
String(data:encoding:): 4 of 7 bytes
String(bytes:encoding:): 4 of 7 bytes
String(contentsOf:encoding:): 4 of 7 bytes
String(decoding:as:): 7 of 7 bytes
String(validating:as:): 7 of 7 bytes
TEXT
echo "holds: the text of valid UTF-8 is three bytes shorter than its bytes"
