import GRDB
import Wire

/// The lock of a space: one number that only ever rises, and that nothing reads out.
///
///     order(u), unlocked, now < u <= now + 72 h:   ledger, L = u, running waits move by u - now
///     now >= L:                                    unlocked; a sweep sets L = 0
/// - SeeAlso: Specs/http.md, "POST /v1/space/lock".
extension SQLiteStorage {
  func lock(_ signer: Signer, until: UInt64, now: UInt64) async throws {
    try await writeNoted(now: now) { [tags] database, _ in
      // Of a locked space this finds nothing, so L is never lowered.
      _ = try database.servedSpace(signer, now: now)
      try database.lock(signer.id, until: until, now: now)
      return Noted(LedgerRecord(.lock, tag: tags.ledger(signer.id), value: until, now: now))
    }
  }
}

extension Database {
  /// Locks a space, unless it is locked for longer. Each wait that runs stands still for
  /// as long: it can't begin when nobody may see or stop it.
  func lock(_ id: SpaceID, until: UInt64, now: UInt64) throws {
    guard now < until else { return }
    try run(
      """
      UPDATE slots SET requestedAt = requestedAt + ?1 - max(?2,
        (SELECT lockedUntil FROM spaces WHERE id = spaceId))
      WHERE spaceId = ?3 AND waitHours > 0 AND requestedAt > 0
        AND requestedAt + waitHours * 3600 > ?2
        AND (SELECT lockedUntil FROM spaces WHERE id = spaceId) < ?1
      """, [integer(until), integer(now), blob(id)])
    try run(
      "UPDATE spaces SET lockedUntil = max(lockedUntil, ?) WHERE id = ?",
      [integer(until), blob(id)])
  }
}
