import GRDB
import Synchronization
import Wire

/// What the ledger is to say of a change.
struct Noted: Sendable {
  var record: LedgerRecord
  var content: [UInt8]?

  init(_ record: LedgerRecord, content: [UInt8]? = nil) {
    self.record = record
    self.content = content
  }
}

extension SQLiteStorage {
  /// Runs a change that the ledger tells of, and returns once both are durable. A change of
  /// nothing gives nil, and is not told.
  ///
  /// The record comes before the commit, as the last thing that can fail. A crash between
  /// the two leaves a record that the rows know nothing of, and the next start makes that
  /// change (``catchUp(_:)``); a commit that fails is taken back in the ledger.
  func writeNoted(
    now: UInt64,
    _ change: @escaping @Sendable (Database, inout FileChanges) throws -> Noted?
  ) async throws {
    try await rows.write { [ledger] database, changes in
      guard let noted = try change(database, &changes) else { return }
      let mark = try ledger.append(noted.record, content: noted.content)
      do {
        try database.setFact("ledger", mark.bytes)
      } catch {
        ledger.undo(mark.count, now: now)
        throw error
      }
      database.afterNextTransaction(
        onCommit: { _ in }, onRollback: { _ in ledger.undo(mark.count, now: now) })
    }
  }
}
