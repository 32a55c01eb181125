import Foundation
import GRDB
import Wire

/// Bytes as SQLite takes them.
func blob(_ bytes: [UInt8]) -> Data { Data(bytes) }

func blob<Kind>(_ id: Identifier<Kind>) -> Data { Data(id.bytes) }

/// A number as SQLite takes it; what is beyond 2^63 - 1 is that.
func integer<I: BinaryInteger>(_ value: I) -> Int64 { Int64(clamping: value) }

extension Row {
  func bytes(_ column: Int) -> [UInt8] {
    (try? withUnsafeData(atIndex: column) { Array($0 ?? Data()) }) ?? []
  }

  func identifier<Kind>(_ column: Int, _ kind: Kind.Type = Kind.self) throws -> Identifier<Kind> {
    guard let id = Identifier<Kind>(bytes(column)) else { throw StorageError.damaged }
    return id
  }

  func number<I: BinaryInteger>(_ column: Int, as type: I.Type = I.self) -> I {
    let value: Int64 = self[column]
    return I(clamping: value)
  }
}

extension Database {
  /// Runs a statement that is prepared once for each connection.
  func run(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws {
    try cachedStatement(sql: sql).execute(arguments: arguments)
  }

  func row(_ sql: String, _ arguments: StatementArguments) throws -> Row? {
    try Row.fetchOne(cachedStatement(sql: sql), arguments: arguments)
  }

  /// One of the few values that the database has for itself.
  func fact(_ name: String) throws -> [UInt8]? {
    try row("SELECT value FROM facts WHERE name = ?", [name])?.bytes(0)
  }

  func setFact(_ name: String, _ value: [UInt8]) throws {
    try run("INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)", [name, blob(value)])
  }

  /// What the server that ran last wrote down of the time.
  func lastClock() throws -> ClockGuard.Last {
    ClockGuard.Last(
      seen: try fact("lastSeen").map { bigEndian($0[...]) } ?? 0,
      served: try fact("served").map { bigEndian($0[...]) })
  }

  func setLastClock(_ last: ClockGuard.Last) throws {
    try setFact("lastSeen", bigEndianBytes(last.seen))
    if let served = last.served { try setFact("served", bigEndianBytes(served)) }
  }

  func rows(_ sql: String, _ arguments: StatementArguments) throws -> [Row] {
    try Row.fetchAll(cachedStatement(sql: sql), arguments: arguments)
  }
}
