#!/usr/bin/env bash
# swift-service-lifecycle 2.13.0, Swift 6.3.1.
#
# A service group makes each service's description when it is made, for the names in its log, before
# it knows whether anything is logged. A service that says nothing of itself is spelled out by
# reflection: every element of every collection that it holds, at any depth.
#
# One would guess otherwise: a service is a value that is run; a logger's metadata is made when a
# line is logged, and here nothing is.
#
# What follows: a server that holds its files in memory took 2.8 s to start instead of 0.1, and what
# a service holds, keys too, is text in memory that a lower log level would write down. Let each
# service say its name (CustomStringConvertible), or hold what is large or secret in a class.
set -euo pipefail

for tool in swift git; do
  command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }
done
[[ $(swift --version 2>&1) =~ Swift\ version\ ([0-9.]+) ]]
echo "version: swift-service-lifecycle 2.13.0, Swift ${BASH_REMATCH[1]}"
[ "${BASH_REMATCH[1]}" = 6.3.1 ] || echo "note: another version; seen with 6.3.1"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir -p Sources/ask
cat >Package.swift <<'TEXT'
// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "ask",
  dependencies: [
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
  ],
  targets: [
    .executableTarget(
      name: "ask",
      dependencies: [
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "Logging", package: "swift-log"),
      ])
  ])
TEXT
cat >Sources/ask/main.swift <<'TEXT'
import Logging
import ServiceLifecycle
import Synchronization

let described = Atomic(0)

struct File: CustomDebugStringConvertible {
  var debugDescription: String {
    described.add(1, ordering: .relaxed)
    return "file"
  }
}

struct Server: Service {
  let files = (0..<1_000).map { _ in File() }
  func run() async throws {}
}

let logger = Logger(label: "ask") { _ in SwiftLogNoOpLogHandler() }
_ = ServiceGroup(services: [Server()], logger: logger)
print(described.load(ordering: .relaxed))
TEXT
swift build -j 1 </dev/null >build.log 2>&1 || { tail -20 build.log >&2; exit 2; }
seen=$(.build/debug/ask)

echo "expected: 0 of a service's 1,000 files described, as nothing is logged"
echo "seen: $seen descriptions"
[ "$seen" -ge 1000 ] || { echo "changed: the service is not spelled out" >&2; exit 1; }
echo "holds: a service group spells out all that its services hold"
