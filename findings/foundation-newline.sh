#!/usr/bin/env bash
# Foundation of Swift 6.3.1 on Linux.
#
# Whether "a\r\nb" has a "\n" in it depends on `import Foundation`, with the same line of code:
# `contains("\n")` is false without it, true with it. With it, `range(of:)` finds the "\n" and
# `replacingOccurrences(of:with:)` replaces it, but `components(separatedBy: "\n")` doesn't part
# there, while `components(separatedBy:)` of a character set with that one character does.
#
# One would guess otherwise: "\r\n" is one Character of Swift, so that its own functions find no
# "\n" is known; Foundation's are thought to agree, on the one or the other, among themselves.
#
# What follows: an import that came with another line changes what a check finds, and text that
# `contains("\n")` is one line to `components(separatedBy: "\n")`: a file with CRLF has one record.
# Look for line ends in the utf8 view, or split with `whereSeparator: \.isNewline`.
set -euo pipefail

command -v swiftc >/dev/null || { echo "needs swiftc" >&2; exit 2; }
[[ $(swiftc --version 2>&1) =~ Swift\ version\ ([0-9.]+) ]]
echo "version: Foundation of Swift ${BASH_REMATCH[1]}"
[ "${BASH_REMATCH[1]}" = 6.3.1 ] || echo "note: another version; seen with 6.3.1"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >without.swift <<'TEXT'
let text = "a\r\nb"
print("contains:", text.contains("\n"))
TEXT
cat >with.swift <<'TEXT'
import Foundation

let text = "a\r\nb"
print("contains:", text.contains("\n"))
print("range(of:):", text.range(of: "\n") != nil)
print("replacingOccurrences:", text.replacingOccurrences(of: "\n", with: "|") == "a\r|b")
print("components:", text.components(separatedBy: "\n").count > 1)
let newline = CharacterSet(charactersIn: "\n")
print("components of a set:", text.components(separatedBy: newline).count > 1)
TEXT
for name in without with; do
  swiftc -swift-version 6 "$name.swift" -o "$name" >build.log 2>&1 ||
    { tail build.log >&2; exit 2; }
  "./$name" | sed "s/^/$name Foundation, /"
done >seen

echo "expected: all find the newline of a CRLF, or none does"
sed 's/^/seen: /' seen
diff - seen >/dev/null <<'TEXT' || { echo "changed: others found it before" >&2; exit 1; }
without Foundation, contains: false
with Foundation, contains: true
with Foundation, range(of:): true
with Foundation, replacingOccurrences: true
with Foundation, components: false
with Foundation, components of a set: true
TEXT
echo "holds: the import changes what contains finds, and components disagrees with range(of:)"
