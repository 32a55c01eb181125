import GRDB
import Sodium
import Wire

/// Using a grant: cover, opening, blocks, revocation, receipts.
extension SQLiteStorage {
  func cover(_ id: GrantID, now: UInt64) async throws -> [UInt8]? {
    try grants.read { database in
      guard let grant = try database.currentGrant(id, now: now) else { return nil }
      // While draining too: who loads the page anew during the last opening needs it.
      let isOpen = try grant.state == .live || database.hasToken(grant, now: now)
      return isOpen ? grant.cover : nil
    }
  }

  /// The whole of an opening: one transaction, so that any number at the same moment
  /// count one after the other.
  func openGrant(_ opening: GrantOpening, now: UInt64) async throws -> OpenedGrant? {
    try await grants.write { database, changes in
      guard let grant = try database.currentGrant(opening.id, now: now) else { return nil }
      guard constantTimeEqual(grant.verifier, opening.verifier) else {
        if grant.state == .live { try database.countWrongCode(grant, now: now, &changes) }
        return nil
      }
      let isRepeated = try database.renewToken(opening, of: grant, now: now)
      if !isRepeated {
        guard grant.state == .live else { return nil }
        try database.countOpening(opening, of: grant, now: now)
      }
      return OpenedGrant(rowSalt: grant.rowSalt, blockCount: grant.blockCount)
    }
  }

  func findGrant(
    _ numbers: [UInt16], tokenHash: [UInt8], now: UInt64
  ) async throws -> FoundGrant {
    let (grant, until) = try grants.read { database in
      guard
        let token = try database.row(
          "SELECT grantId, tokenUntil FROM openings WHERE tokenHash = ?", [blob(tokenHash)]),
        token.number(1, as: UInt64.self) > now,
        let grant = try database.currentGrant(try token.identifier(0), now: now),
        numbers.allSatisfy({ $0 < grant.blockCount })
      else { throw StorageError.notFound }
      return (grant, token.number(1, as: UInt64.self))
    }
    // Sliding, but not a write for each request: a minute's use is one.
    let renewed = min(now + GrantTerms.token, grant.expiry)
    if until + 60 <= renewed {
      try await grants.write { database, _ in
        try database.run(
          "UPDATE openings SET tokenUntil = ? WHERE tokenHash = ?",
          [integer(renewed), blob(tokenHash)])
      }
    }
    return FoundGrant(
      id: grant.id, blockCount: grant.blockCount, maxOpenings: grant.maxOpenings,
      files: numbers.map { .grantBlock($0, folder: grant.folder) })
  }

  func countGrantBlocks() async throws -> UInt64 {
    try await threads.runIfActive { [grants] in
      try grants.read { try $0.row("SELECT count(*) FROM grantBlocks", [])?.number(0) ?? 0 }
    }
  }

  func revoke(tag: [UInt8], now: UInt64) async throws {
    try await grants.write { database, changes in
      for grant in try database.grants(where: "revokeTag = ?", [blob(tag)]) {
        changes.forgets = true
        if grant.state == .reserved {
          try database.erase(grant, &changes)
        } else {
          try database.end(grant, .revoked, now: now, &changes)
        }
      }
    }
  }

  func receipts(
    _ id: ReceiptID, authHash: [UInt8], now: UInt64
  ) async throws -> [ReceiptEvent] {
    try grants.read { database in
      guard
        let receipt = try database.row(
          "SELECT authHash, until FROM receipts WHERE id = ?", [blob(id)]),
        constantTimeEqual(receipt.bytes(0), authHash), receipt.number(1, as: UInt64.self) > now
      else { return [] }
      return try database.rows(
        "SELECT minute, kind, name FROM events WHERE receiptId = ? ORDER BY number", [blob(id)]
      ).map {
        guard let kind = ReceiptEventKind(rawValue: $0.number(1)) else {
          throw StorageError.damaged
        }
        return ReceiptEvent(minute: $0.number(0), kind: kind, name: $0.bytes(2))
      }
    }
  }
}

extension Database {
  fileprivate func hasToken(_ grant: GrantRow, now: UInt64) throws -> Bool {
    try row(
      "SELECT 1 FROM openings WHERE grantId = ? AND tokenUntil > ? LIMIT 1",
      [blob(grant.id), integer(now)]) != nil
  }

  fileprivate func countWrongCode(
    _ grant: GrantRow, now: UInt64, _ changes: inout FileChanges
  ) throws {
    try note(.wrongCode, of: grant, now: now)
    if grant.wrongCodes + 1 >= Limits.wrongCodes {
      changes.forgets = true
      try end(grant, .deletedAfterWrongCodes, now: now, &changes)
    } else {
      try run("UPDATE grants SET wrongCodes = wrongCodes + 1 WHERE id = ?", [blob(grant.id)])
    }
  }

  /// Whether this nonce has an opening whose token lives: then the new token takes the
  /// old one's place and nothing is counted.
  fileprivate func renewToken(
    _ opening: GrantOpening, of grant: GrantRow, now: UInt64
  ) throws -> Bool {
    try run(
      """
      UPDATE openings SET tokenHash = ?, tokenUntil = ?
      WHERE grantId = ? AND nonce = ? AND tokenUntil > ?
      """,
      [
        blob(opening.tokenHash), integer(min(now + GrantTerms.token, grant.expiry)),
        blob(grant.id), blob(opening.nonce), integer(now),
      ])
    return changesCount == 1
  }

  fileprivate func countOpening(
    _ opening: GrantOpening, of grant: GrantRow, now: UInt64
  ) throws {
    let isLast = grant.openings + 1 >= grant.maxOpenings
    try run(
      "UPDATE grants SET openings = openings + 1, state = ? WHERE id = ?",
      [(isLast ? GrantState.draining : .live).rawValue, blob(grant.id)])
    try run(
      """
      INSERT OR REPLACE INTO openings (grantId, nonce, tokenHash, tokenUntil) VALUES (?, ?, ?, ?)
      """,
      [
        blob(grant.id), blob(opening.nonce), blob(opening.tokenHash),
        integer(min(now + GrantTerms.token, grant.expiry)),
      ])
    try note(.opened, of: grant, now: now, name: opening.name)
    if isLast { try note(.usedUp, of: grant, now: now) }
  }
}
