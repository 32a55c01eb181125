#!/usr/bin/env bash
# GRDB.swift 7.10.0, Swift 6.3.1, SQLite 3.40.1 of Debian 12.
#
# A configuration's `prepareDatabase` runs on each connection, and is where pragmas are set. Of the
# writer of a DatabasePool, and of a DatabaseQueue whose `journalMode` is `.wal`, `synchronous` is
# then set to NORMAL, whatever was asked for there. The other pragmas of the same closure stay, and
# with a plain DatabaseQueue this one does too.
#
# One would guess otherwise: the documentation says that WAL is activated after the closure, and
# nothing of `synchronous`; SQLite itself leaves it at FULL when a database becomes WAL.
#
# What follows: with NORMAL a commit is not synced. After a loss of power the last transactions,
# already acknowledged, may be gone. Set the pragma once the pool is open, and read it back.
set -euo pipefail

for tool in swift git pkg-config; do
  command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }
done
pkg-config --exists sqlite3 || { echo "needs Debian's libsqlite3-dev" >&2; exit 2; }
sqlite=$(pkg-config --modversion sqlite3)
[[ $(swift --version 2>&1) =~ Swift\ version\ ([0-9.]+) ]]
swift=${BASH_REMATCH[1]}
echo "version: GRDB.swift 7.10.0, Swift $swift, SQLite $sqlite"
[ "$swift $sqlite" = "6.3.1 3.40.1" ] ||
  echo "note: other versions; seen with Swift 6.3.1 and SQLite 3.40.1"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir -p Sources/ask
cat >Package.swift <<'TEXT'
// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "ask",
  dependencies: [.package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0")],
  targets: [
    .executableTarget(name: "ask", dependencies: [.product(name: "GRDB", package: "GRDB.swift")])
  ])
TEXT
cat >Sources/ask/main.swift <<'TEXT'
import GRDB

func levels(_ writer: any DatabaseWriter) throws -> String {
  try writer.writeWithoutTransaction { database in
    let synchronous = try Int.fetchOne(database, sql: "PRAGMA synchronous")!
    return "\(synchronous) \(try Int.fetchOne(database, sql: "PRAGMA cache_size")!)"
  }
}

var asked = Configuration()
asked.prepareDatabase { database in
  try database.execute(sql: "PRAGMA synchronous = FULL; PRAGMA cache_size = -77")
}
var askedInWAL = asked
askedInWAL.journalMode = .wal

print("queue", try levels(DatabaseQueue(path: "queue.db", configuration: asked)))
print("queue-wal", try levels(DatabaseQueue(path: "queue-wal.db", configuration: askedInWAL)))
let pool = try DatabasePool(path: "pool.db", configuration: asked)
print("pool", try levels(pool))
try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
print("pool-later", try levels(pool))
TEXT
swift build -j 1 </dev/null >build.log 2>&1 || { tail -20 build.log >&2; exit 2; }
.build/debug/ask >seen

echo "expected: synchronous 2 (FULL) and cache_size -77 in all four, as the closure sets them"
sed 's/^/seen: /' seen
diff - seen >/dev/null <<'TEXT' || { echo "changed: other figures were seen before" >&2; exit 1; }
queue 2 -77
queue-wal 1 -77
pool 1 -77
pool-later 2 -77
TEXT
echo "holds: GRDB's WAL setup turns the synchronous = FULL of prepareDatabase into NORMAL"
