import GRDB
import Wire

/// Deleting what has ended. Nothing here runs while the clock is in doubt.
extension SQLiteStorage {
  /// How long a block waits to be adopted. Its time is kept by the hour, rounded down.
  static let pendingSeconds = 25 * CoarseTime.hour

  func sweep(now: UInt64, served: UInt64) async throws {
    try await sweepGrants(now: now)
    try await sweepSpaces(now: served)
    try await forgetOrder(now: now)
    try await checkpoint()
  }

  private func sweepGrants(now: UInt64) async throws {
    try await grants.write { database, changes in
      try database.run("DELETE FROM openings WHERE tokenUntil <= ?", [integer(now)])
      for grant in try database.grants(where: "expiry <= ?", [integer(now)]) {
        if grant.state == .reserved {
          try database.erase(grant, &changes)
        } else {
          let kind: ReceiptEventKind? = grant.state == .live ? .expired : nil
          try database.end(grant, kind, now: now, &changes)
        }
      }
      let drained = try database.grants(
        where: """
          state = 2 AND NOT EXISTS (SELECT 1 FROM openings WHERE grantId = grants.id)
          """, [])
      for grant in drained { try database.end(grant, nil, now: now, &changes) }
      try database.run(
        "DELETE FROM events WHERE receiptId IN (SELECT id FROM receipts WHERE until <= ?)",
        [integer(now)])
      try database.run("DELETE FROM receipts WHERE until <= ?", [integer(now)])
    }
  }

  private func sweepSpaces(now: UInt64) async throws {
    let gone = try await rows.write { [tags] database, changes in
      let due: [SpaceID] = try database.rows(
        "SELECT id FROM spaces WHERE deleteAt != 0 AND deleteAt <= ?", [integer(now)]
      ).map { try $0.identifier(0) }
      for space in due { try database.erase(space, owner: tags.owner(space), &changes) }
      try database.run(
        "UPDATE spaces SET lockedUntil = 0 WHERE lockedUntil != 0 AND lockedUntil <= ?",
        [integer(now)])
      try database.dropPending(before: now, &changes)
      return due
    }
    if !gone.isEmpty { try await forgetContents(of: Set(gone.map(tags.ledger))) }
  }

  /// Removes what spaces that are gone wrote into the ledger; not on a thread that serves.
  func forgetContents(of tags: Set<[UInt8]>) async throws {
    try await threads.runIfActive { [ledger] in try ledger.forgetContents(of: tags) }
  }

  func tendLedger(now: UInt64, keptFrom: UInt64) async throws {
    guard CoarseTime.hour(of: now) > lastTended.load(ordering: .relaxed) else { return }
    try await writeNoted(now: now) { _, _ in Noted(LedgerRecord(.ran, value: 0, now: now)) }
    try await threads.runIfActive { [ledger] in try ledger.forget(before: keptFrom) }
    try await cards.tend(now: now)
    lastTended.store(CoarseTime.hour(of: now), ordering: .relaxed)
  }

  func endReservations(_ reservations: [(id: GrantID, rowSalt: [UInt8])]) async throws {
    try await grants.write { database, changes in
      for (id, rowSalt) in reservations {
        if let grant = try database.grant(id), grant.state == .reserved, grant.rowSalt == rowSalt {
          try database.erase(grant, &changes)
        }
      }
    }
  }

  /// Ends every grant, live or not, their blocks too. Only at the start, before anybody is served.
  func endAllGrants() throws {
    try grants.pool.write { database in
      for table in ["grantBlocks", "openings", "grants"] {
        try database.run("DELETE FROM \(table)")
      }
    }
    try collectOrphans()
    Schema.checkpoint(grants.pool)
  }

  /// Ends all reservations: their upload tokens were in the memory of another process.
  func endReservations() async throws {
    try await grants.write { database, changes in
      for grant in try database.grants(where: "state = 0", []) {
        try database.erase(grant, &changes)
      }
    }
  }
}

extension Database {
  fileprivate func dropPending(before now: UInt64, _ changes: inout FileChanges) throws {
    guard now >= SQLiteStorage.pendingSeconds else { return }
    let due = try rows(
      "SELECT spaceId, name FROM blocks WHERE pendingSince <= ?",
      [integer(now - SQLiteStorage.pendingSeconds)])
    for row in due {
      let space: SpaceID = try row.identifier(0)
      let name: BlockName = try row.identifier(1)
      changes.remove(.block(name, of: space))
      try run("DELETE FROM blocks WHERE spaceId = ? AND name = ?", [blob(space), blob(name)])
      try run("UPDATE spaces SET blocksUsed = blocksUsed - 1 WHERE id = ?", [blob(space)])
    }
  }
}
