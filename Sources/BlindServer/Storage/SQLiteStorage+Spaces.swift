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

  func create(_ request: CreateSpaceRequest, month: UInt16) async throws -> Bool {
    try await rows.write { database, _ in
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
      return true
    }
  }

  func open(_ id: SpaceID, now: UInt64, month: UInt16) async throws -> OpenedSpace {
    let opened = try rows.read { database in
      let row = try database.servedSpace(id, now: now)
      let (slots, requestedAt) = try database.slots(of: id)
      return OpenedSpace(
        row: row, slots: slots, requestedAt: requestedAt,
        entries: try database.entries(of: id, from: row.baseSeq))
    }
    if opened.row.lastOpenedMonth != month {
      try await rows.write { database, _ in
        try database.run(
          "UPDATE spaces SET lastOpenedMonth = ? WHERE id = ?", [integer(month), blob(id)])
      }
    }
    return opened
  }

  func delete(_ id: SpaceID, at time: UInt64, now: UInt64) async throws {
    try await rows.write { database, changes in
      _ = try database.servedSpace(id, now: now)
      if time == 0 || time > now {
        try database.run(
          "UPDATE spaces SET deleteAt = ? WHERE id = ?", [integer(time), blob(id)])
      } else {
        try database.erase(id, &changes)
      }
    }
  }
}

extension Database {
  /// Removes a space with all that is its own, the bytes of its blocks too.
  func erase(_ id: SpaceID, _ changes: inout FileChanges) throws {
    for row in try rows("SELECT name FROM blocks WHERE spaceId = ?", [blob(id)]) {
      changes.remove(.block(try row.identifier(0), of: id))
    }
    for table in ["blocks", "entries", "slots"] {
      try run("DELETE FROM \(table) WHERE spaceId = ?", [blob(id)])
    }
    try run("DELETE FROM spaces WHERE id = ?", [blob(id)])
  }
}
