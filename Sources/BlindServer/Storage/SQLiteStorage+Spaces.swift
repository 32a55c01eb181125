import GRDB
import Sodium
import Wire

extension SQLiteStorage {
  func space(_ id: SpaceID) async throws -> SpaceRow? {
    let generation = rows.generation
    if let row = spaces.row(of: id, at: generation) { return row }
    let row = try rows.readEach { try $0.space(id) }
    if let row { spaces.keep(row, of: generation) }
    return row
  }

  var generation: UInt64 { rows.generation }

  func cachedSpace(_ id: SpaceID) -> SpaceRow? {
    spaces.row(of: id, at: rows.generation)
  }

  func create(_ request: CreateSpaceRequest, now: UInt64) async throws -> Bool {
    let month = CoarseTime.month(of: now)
    return try await rows.write { [tags, cardTerms] database, _ in
      let row = SpaceRow(
        id: request.spaceID, verifyKey: request.verifyKey, generation: 1, headSeq: 1,
        headHash: blake2b256(request.entry), baseSeq: 1,
        basePrev: [UInt8](repeating: 0, count: 32), blocksUsed: 0, lockedUntil: 0, deleteAt: 0,
        lastOpenedMonth: month)
      if var stored = try database.space(request.spaceID) {
        stored.lastOpenedMonth = month
        return try stored == row && database.slots(of: row.id).slots == request.slots
      }
      try database.insert(row)
      for (place, slot) in request.slots.enumerated() {
        try database.insert(slot, of: row.id, place: place)
      }
      try database.insert([request.entry], after: 0, of: row.id)
      try database.claimCards(
        request.cardTags.map(tags.counter), owner: tags.owner(row.id), cardTerms)
      return true
    }
  }

  func open(_ signer: Signer, now: UInt64) async throws -> OpenedSpace {
    let id = signer.id
    let month = CoarseTime.month(of: now)
    let owner = tags.owner(id)
    let (opened, hasTriedCards) = try rows.read { [cardTerms] database in
      let row = try database.servedSpace(signer, now: now)
      let (slots, requestedAt) = try database.slots(of: id)
      let opened = OpenedSpace(
        row: row, slots: slots, requestedAt: requestedAt,
        entries: try database.entries(of: id, from: row.baseSeq))
      return (opened, try database.hasTriedCards(owner: owner, cardTerms))
    }
    if hasTriedCards {
      try await rows.write { [cardTerms] database, _ in
        try database.fillCards(owner: owner, cardTerms)
      }
    }
    if opened.row.lastOpenedMonth != month {
      try await rows.write { database, _ in
        try database.run(
          "UPDATE spaces SET lastOpenedMonth = ? WHERE id = ?", [integer(month), blob(id)])
      }
    }
    return opened
  }

  func delete(_ signer: Signer, at time: UInt64, now: UInt64) async throws {
    let id = signer.id
    let isNow = time != 0 && time <= now
    try await writeNoted(now: now) { [tags] database, changes in
      let row = try database.servedSpace(signer, now: now)
      if !isNow, row.deleteAt == time { return nil }
      if isNow {
        changes.forgets = true
        try database.erase(id, owner: tags.owner(id), &changes)
      } else {
        try database.run(
          "UPDATE spaces SET deleteAt = ? WHERE id = ?", [integer(time), blob(id)])
      }
      return Noted(LedgerRecord(.delete, tag: tags.ledger(id), value: isNow ? 1 : time, now: now))
    }
    if isNow { try await forgetContents(of: [tags.ledger(id)]) }
  }
}

extension Database {
  /// Removes a space with all that is its own, the bytes of its blocks too.
  func erase(_ id: SpaceID, owner: [UInt8], _ changes: inout FileChanges) throws {
    for row in try rows("SELECT name FROM blocks WHERE spaceId = ?", [blob(id)]) {
      changes.remove(.block(try row.identifier(0), of: id))
    }
    for table in ["blocks", "entries", "slots"] {
      try run("DELETE FROM \(table) WHERE spaceId = ?", [blob(id)])
    }
    try removeCards(owner: owner)
    try run("DELETE FROM spaces WHERE id = ?", [blob(id)])
  }
}
