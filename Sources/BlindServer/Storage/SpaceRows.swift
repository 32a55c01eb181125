import Foundation
import GRDB
import Sodium
import Wire

/// Statements on a space's own row and its slots.
extension Database {
  private static var spaceColumns: String {
    "id, verifyKey, generation, headSeq, headHash, baseSeq, basePrev, blocksUsed, lockedUntil, "
      + "deleteAt, lastOpenedMonth"
  }

  func space(_ id: SpaceID) throws -> SpaceRow? {
    guard let row = try row("SELECT \(Self.spaceColumns) FROM spaces WHERE id = ?", [blob(id)])
    else { return nil }
    return SpaceRow(
      id: id, verifyKey: row.bytes(1), generation: row.number(2), headSeq: row.number(3),
      headHash: row.bytes(4), baseSeq: row.number(5), basePrev: row.bytes(6),
      blocksUsed: row.number(7), lockedUntil: row.number(8), deleteAt: row.number(9),
      lastOpenedMonth: row.number(10))
  }

  /// The row of a space that answers and still has the key that signed; its state may have changed
  /// since its signature was checked, so each call looks again.
  func servedSpace(_ signer: Signer, now: UInt64) throws -> SpaceRow {
    guard let row = try space(signer.id), row.isServed(at: now),
      row.generation == signer.generation
    else { throw StorageError.notFound }
    return row
  }

  func insert(_ row: SpaceRow) throws {
    try run(
      "INSERT INTO spaces (\(Self.spaceColumns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      [
        blob(row.id), blob(row.verifyKey), integer(row.generation), integer(row.headSeq),
        blob(row.headHash), integer(row.baseSeq), blob(row.basePrev), integer(row.blocksUsed),
        integer(row.lockedUntil), integer(row.deleteAt), integer(row.lastOpenedMonth),
      ])
  }

  func setJournal(_ row: SpaceRow) throws {
    try run(
      """
      UPDATE spaces SET headSeq = ?, headHash = ?, baseSeq = ?, basePrev = ?, blocksUsed = ?
      WHERE id = ?
      """,
      [
        integer(row.headSeq), blob(row.headHash), integer(row.baseSeq), blob(row.basePrev),
        integer(row.blocksUsed), blob(row.id),
      ])
  }

  func slots(of id: SpaceID) throws -> (slots: [Slot], requestedAt: [UInt64]) {
    let rows = try rows(
      "SELECT id, record, waitHours, requestedAt FROM slots WHERE spaceId = ? ORDER BY place",
      [blob(id)])
    return (
      try rows.map {
        Slot(id: try $0.identifier(0), record: $0.bytes(1), waitHours: $0.number(2))
      }, rows.map { $0.number(3) }
    )
  }

  /// The four slots' rows, whole, in order.
  func storedSlots(of id: SpaceID) throws -> [StoredSlot] {
    try rows(
      """
      SELECT id, record, waitHours, rank, requestedAt FROM slots WHERE spaceId = ? ORDER BY place
      """, [blob(id)]
    ).map {
      StoredSlot(
        slot: Slot(id: try $0.identifier(0), record: $0.bytes(1), waitHours: $0.number(2)),
        rank: $0.number(3), requestedAt: $0.number(4))
    }
  }

  /// Inserts a slot behind all that are read under the same identifier: who writes a
  /// locked wallet's identifier doesn't answer first once it is unlocked.
  func insert(_ slot: Slot, of space: SpaceID, place: Int) throws {
    let highest: Int64? = try row(
      "SELECT max(rank) FROM slots WHERE id = ?", [blob(slot.id)])?[0]
    let rank = highest.map { UInt64($0) + 1 } ?? 0
    try insert(StoredSlot(slot: slot, rank: rank, requestedAt: 0), of: space, place: place)
  }

  func insert(_ stored: StoredSlot, of space: SpaceID, place: Int) throws {
    try run(
      """
      INSERT INTO slots (spaceId, place, id, rank, record, waitHours, requestedAt)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        blob(space), integer(place), blob(stored.slot.id), integer(stored.rank),
        blob(stored.slot.record), integer(stored.slot.waitHours), integer(stored.requestedAt),
      ])
  }

  /// Writes slots anew, idle; nil keeps what is at its place.
  ///
  /// An identifier that the space has keeps its rank, or who made a wallet on the same words
  /// in the meantime would answer first from then on.
  func replace(_ slots: [Slot?], of space: SpaceID) throws {
    var ranks: [SlotID: UInt64] = [:]
    for stored in try storedSlots(of: space) {
      ranks[stored.slot.id] = min(stored.rank, ranks[stored.slot.id] ?? .max)
    }
    for (place, slot) in slots.enumerated() where slot != nil {
      try run(
        "DELETE FROM slots WHERE spaceId = ? AND place = ?", [blob(space), integer(place)])
    }
    for (place, slot) in slots.enumerated() {
      guard let slot else { continue }
      if let rank = ranks[slot.id] {
        try insert(StoredSlot(slot: slot, rank: rank, requestedAt: 0), of: space, place: place)
      } else {
        try insert(slot, of: space, place: place)
      }
    }
  }
}
