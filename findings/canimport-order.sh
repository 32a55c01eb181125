#!/usr/bin/env bash
# SwiftPM of Swift 6.3.1 (its native build system), swift-log 1.16.2.
#
# A target without dependencies asks `#if canImport(Logging)`. Whether that is true depends on what
# was built before in the same folder: no, if its own product came first; yes, if a product that
# depends on swift-log did. And what was compiled without it is not compiled again when it appears.
#
# One would guess otherwise: Package.swift says what a target sees, and the order of two
# `swift build --product` changes how long they take, not what comes out.
#
# What follows: one commit gives two programs, each of them "up to date", and a script that builds
# a package's products one after the other chooses between them by its order.
# `--explicit-target-dependency-import-check error` names such a target, but only where the other
# module is already there.
set -euo pipefail

for tool in swift git; do
  command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }
done
[[ $(swift --version 2>&1) =~ Swift\ version\ ([0-9.]+) ]]
echo "version: Swift ${BASH_REMATCH[1]}, swift-log 1.16.2"
[ "${BASH_REMATCH[1]}" = 6.3.1 ] || echo "note: another version; seen with 6.3.1"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir -p Sources/{Plain,plain-tool,logging-tool}
cat >Package.swift <<'TEXT'
// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "order",
  dependencies: [.package(url: "https://github.com/apple/swift-log", exact: "1.16.2")],
  targets: [
    .target(name: "Plain"),
    .executableTarget(name: "plain-tool", dependencies: ["Plain"]),
    .executableTarget(
      name: "logging-tool", dependencies: [.product(name: "Logging", package: "swift-log")]),
  ])
TEXT
cat >Sources/Plain/Plain.swift <<'TEXT'
#if canImport(Logging)
  import Logging
  public let found = "with Logging"
#else
  public let found = "without Logging"
#endif
TEXT
printf 'import Plain\nprint(found)\n' >Sources/plain-tool/main.swift
printf 'import Logging\nprint(Logger(label: "tool").label)\n' >Sources/logging-tool/main.swift

# built FOLDER PRODUCT... : builds them one after the other; what plain-tool prints in the end.
built() {
  local product
  for product in "${@:2}"; do
    swift build -j 1 -c release --scratch-path "$1" --product "$product" </dev/null >log 2>&1 ||
      { tail -20 log >&2; return 2; }
  done
  "$1/release/plain-tool"
}
alone=$(built one plain-tool)
after=$(built two logging-tool plain-tool)
again=$(built one logging-tool plain-tool)

echo "expected: the same in any order"
echo "seen: alone: $alone; after logging-tool: $after; alone, then both once more: $again"
[ "$alone, $after, $again" = "without Logging, with Logging, without Logging" ] ||
  { echo "changed: it depended on the order before" >&2; exit 1; }
echo "holds: the same sources give two programs by the order of the products"
