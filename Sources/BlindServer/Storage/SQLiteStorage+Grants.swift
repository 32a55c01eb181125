import GRDB
import Sodium
import Wire

/// Making a grant: reserve, blocks, publish.
extension SQLiteStorage {
  func reserve(_ grant: NewGrant, now: UInt64) async throws {
    try await grants.write { database, changes in
      if let stored = try database.grant(grant.id) {
        guard stored.state == .reserved else { throw StorageError.notFound }
        try database.erase(stored, &changes)
      }
      try database.run(
        """
        INSERT INTO grants (id, state, verifier, rowSalt, folder, revokeTag, receiptId,
          receiptAuthHash, blockCount, cover, expiry, maxOpenings, openings, wrongCodes)
        VALUES (?, 0, ?, ?, ?, ?, ?, ?, ?, NULL, ?, 0, 0, 0)
        """,
        [
          blob(grant.id), blob(grant.verifier), blob(grant.rowSalt), blob(grant.folder),
          blob(grant.revokeTag), blob(grant.receiptID), blob(grant.receiptAuthHash),
          integer(grant.blockCount), integer(now + GrantTerms.reservation),
        ])
    }
  }

  func putGrant(
    _ blocks: [(number: UInt16, block: StagedBlock)], into id: GrantID, rowSalt: [UInt8],
    now: UInt64
  ) async throws {
    try await grants.write { database, changes in
      let grant = try database.reservation(id, rowSalt: rowSalt, now: now)
      let files = blocks.map { FileName.grantBlock($0.number, folder: grant.folder) }
      try changes.require(files)
      for ((number, staged), file) in zip(blocks, files) {
        guard number < grant.blockCount else { throw StorageError.malformed }
        try database.run(
          "INSERT OR IGNORE INTO grantBlocks (grantId, number) VALUES (?, ?)",
          [blob(id), integer(number)])
        if database.changesCount == 1 {
          try changes.place(staged, as: file)
        } else {
          guard try changes.isSame(staged, as: file) else { throw StorageError.blockDiffers }
        }
      }
    }
  }

  func publish(
    _ id: GrantID, rowSalt: [UInt8], cover: [UInt8], expiry: UInt64, maxOpenings: UInt32,
    now: UInt64, isAllowed: @escaping @Sendable () -> Bool
  ) async throws {
    try await grants.write { database, _ in
      guard isAllowed() else { throw StorageError.notFound }
      if let grant = try database.currentGrant(id, now: now), grant.rowSalt == rowSalt {
        // Published before: the same again is the same answer.
        guard grant.cover == cover, grant.expiry == expiry, grant.maxOpenings == maxOpenings
        else { throw StorageError.notFound }
        return
      }
      let grant = try database.reservation(id, rowSalt: rowSalt, now: now)
      guard UInt64(grant.blockCount) * UInt64(maxOpenings) <= Limits.grantBlockOpenings else {
        throw StorageError.malformed
      }
      let count: Int64? = try database.row(
        "SELECT count(*) FROM grantBlocks WHERE grantId = ?", [blob(id)])?[0]
      guard count == Int64(grant.blockCount) else { throw StorageError.notFound }
      try database.run(
        "UPDATE grants SET state = 1, cover = ?, expiry = ?, maxOpenings = ? WHERE id = ?",
        [blob(cover), integer(expiry), integer(maxOpenings), blob(id)])
      try database.run(
        "INSERT OR IGNORE INTO receipts (id, authHash, until) VALUES (?, ?, ?)",
        [
          blob(grant.receiptID), blob(grant.receiptAuthHash),
          integer(expiry + GrantTerms.receipt),
        ])
      // A receipt that is another grant's stays that grant's.
      guard database.changesCount == 1 else { throw StorageError.notFound }
    }
  }
}

extension Database {
  /// The row that an upload token was given for, not one that took its place.
  fileprivate func reservation(_ id: GrantID, rowSalt: [UInt8], now: UInt64) throws -> GrantRow {
    guard let grant = try grant(id), grant.state == .reserved, grant.rowSalt == rowSalt,
      now < grant.expiry
    else { throw StorageError.notFound }
    return grant
  }
}
