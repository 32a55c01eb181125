import GRDB
import Sodium
import Wire

extension SQLiteStorage {
  /// The most entries that a space may have since its base: a client makes a snapshot
  /// each 256.
  static let maxEntries: UInt64 = 8_192

  func journal(_ signer: Signer, from: UInt64, now: UInt64) async throws -> StoredJournal {
    try rows.read { database in
      let row = try database.servedSpace(signer, now: now)
      let first = min(max(from, row.baseSeq), row.headSeq + 1)
      return StoredJournal(
        row: row, firstSeq: first, entries: try database.entries(of: signer.id, from: first))
    }
  }

  func append(_ request: JournalAppendRequest, by signer: Signer, now: UInt64) async throws {
    let id = signer.id
    try await rows.write { database, changes in
      var row = try database.servedSpace(signer, now: now)
      guard row.headSeq == request.expectSeq, row.headHash == request.expectHash else {
        throw StorageError.headMoved
      }
      try database.insert(request.entries, after: row.headSeq, of: id)
      row.headSeq += UInt64(request.entries.count)
      row.headHash = blake2b256(request.entries[request.entries.count - 1])
      for name in request.adopt {
        try database.adopt(name, in: id)
      }
      for name in request.drop where try database.drop(name, in: id) {
        changes.remove(.block(name, of: id))
        row.blocksUsed -= 1
      }
      if request.base != 0 {
        try database.forgetEntries(before: request.base, &row)
      }
      guard row.headSeq - row.baseSeq < Self.maxEntries else { throw StorageError.full }
      try database.setJournal(row)
    }
  }
}

extension Database {
  func insert(_ entries: [[UInt8]], after seq: UInt64, of id: SpaceID) throws {
    for (index, entry) in entries.enumerated() {
      try run(
        "INSERT INTO entries (spaceId, seq, entry) VALUES (?, ?, ?)",
        [blob(id), integer(seq + 1 + UInt64(index)), blob(entry)])
    }
  }

  /// At most 512 entries, from `seq` on.
  func entries(of id: SpaceID, from seq: UInt64) throws -> [[UInt8]] {
    try rows(
      "SELECT entry FROM entries WHERE spaceId = ? AND seq >= ? ORDER BY seq LIMIT ?",
      [blob(id), integer(seq), Limits.entriesPerMessage]
    ).map { $0.bytes(0) }
  }

  /// Makes `base` the first entry that is kept, and remembers the hash of the one
  /// before it.
  fileprivate func forgetEntries(before base: UInt64, _ row: inout SpaceRow) throws {
    guard base > row.baseSeq, base <= row.headSeq else { throw StorageError.malformed }
    guard
      let previous = try self.row(
        "SELECT entry FROM entries WHERE spaceId = ? AND seq = ?",
        [blob(row.id), integer(base - 1)])
    else { throw StorageError.damaged }
    row.basePrev = blake2b256(previous.bytes(0))
    row.baseSeq = base
    try run(
      "DELETE FROM entries WHERE spaceId = ? AND seq < ?", [blob(row.id), integer(base)])
  }

  func adopt(_ name: BlockName, in id: SpaceID) throws {
    try run(
      """
      UPDATE blocks SET pendingSince = NULL
      WHERE spaceId = ? AND name = ? AND pendingSince IS NOT NULL
      """, [blob(id), blob(name)])
    guard changesCount == 1 else { throw StorageError.blockMissing }
  }

  /// Whether there was such a block.
  func drop(_ name: BlockName, in id: SpaceID) throws -> Bool {
    try run("DELETE FROM blocks WHERE spaceId = ? AND name = ?", [blob(id), blob(name)])
    return changesCount == 1
  }
}
