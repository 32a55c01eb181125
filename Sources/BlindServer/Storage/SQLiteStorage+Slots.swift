import GRDB
import Wire

/// What a reading does to a slot that waits.
///
///     Idle --read--> Waiting(s) --now >= s + w--> Released --s + w + 14 d--> Idle
/// - SeeAlso: Specs/slots.md, "Waiting".
enum SlotWait: Equatable {
  case idle, waiting, released

  static let releaseSeconds: UInt64 = 14 * CoarseTime.day

  static func state(waitHours: UInt16, requestedAt: UInt64, now: UInt64) -> SlotWait {
    if waitHours == 0 { return .released }
    if requestedAt == 0 { return .idle }
    let released = requestedAt + UInt64(waitHours) * CoarseTime.hour
    if now < released { return .waiting }
    return now < released + releaseSeconds ? .released : .idle
  }
}

extension SQLiteStorage {
  func slots(_ ids: [SlotID], now: UInt64) async throws -> [[UInt8]?] {
    // The same reads for every identifier, there or not; a wait that starts is the one
    // thing that writes, and the answer's deadline covers it.
    let found = try rows.read { database in
      try ids.map { try database.slotRows($0) }
    }
    let starting = found.joined().filter { $0.wait(at: now) == .idle }
    if !starting.isEmpty {
      try await rows.write { database, _ in
        for slot in starting { try database.startWait(slot, now: now) }
      }
    }
    return found.map { rows in
      // The lowest rank of a space that answers is the one that counts: if it still
      // waits, nothing behind it is served in its place.
      guard let row = rows.first(where: { $0.isServed(at: now) }) else { return nil }
      return row.wait(at: now) == .released ? row.record : nil
    }
  }
}

/// A slot with what its space says about it.
private struct SlotRow: Sendable {
  let spaceID: SpaceID
  let place: Int
  let record: [UInt8]
  let waitHours: UInt16
  let requestedAt: UInt64
  let lockedUntil: UInt64
  let deleteAt: UInt64

  func isServed(at now: UInt64) -> Bool {
    now >= lockedUntil && (deleteAt == 0 || now < deleteAt)
  }

  func wait(at now: UInt64) -> SlotWait {
    .state(waitHours: waitHours, requestedAt: requestedAt, now: now)
  }
}

extension Database {
  fileprivate func slotRows(_ id: SlotID) throws -> [SlotRow] {
    try rows(
      """
      SELECT slots.spaceId, place, record, waitHours, requestedAt, lockedUntil, deleteAt
      FROM slots JOIN spaces ON spaces.id = slots.spaceId
      WHERE slots.id = ? ORDER BY rank
      """, [blob(id)]
    ).map {
      SlotRow(
        spaceID: try $0.identifier(0), place: $0.number(1), record: $0.bytes(2),
        waitHours: $0.number(3), requestedAt: $0.number(4), lockedUntil: $0.number(5),
        deleteAt: $0.number(6))
    }
  }

  /// requestedAt = max(now, L), unless a reading that ran beside this one set it.
  fileprivate func startWait(_ slot: SlotRow, now: UInt64) throws {
    try run(
      """
      UPDATE slots SET requestedAt = max(?, (SELECT lockedUntil FROM spaces WHERE id = spaceId))
      WHERE spaceId = ? AND place = ? AND requestedAt = ?
      """,
      [integer(now), blob(slot.spaceID), integer(slot.place), integer(slot.requestedAt)])
  }
}
