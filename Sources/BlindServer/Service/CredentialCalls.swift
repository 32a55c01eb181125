import Sodium
import Wire

/// Who may open a space: its slots, its key, its lock, its end.
extension BlindService {
  func writeSlots(_ incoming: Incoming) async throws -> Answer {
    let authenticated = try await authenticate(incoming)
    let request: SlotsWriteRequest = try await message(incoming, signedBy: authenticated)
    let reading = clock.read()
    try requireRoom(Limits.slotsPerSpace * Limits.recordBytes)
    try ledgerBudget.take(
      Limits.slotsPerSpace * Limits.recordBytes, authenticated.space.id, incoming.source,
      now: reading.settled)
    try await storage.writeSlots(request, by: authenticated.signer, now: reading.served)
    return .done
  }

  func rekey(_ incoming: Incoming) async throws -> Answer {
    let authenticated = try await authenticate(incoming)
    let request: RekeyRequest = try await message(incoming, signedBy: authenticated)
    let space = authenticated.space.id
    guard
      verifySignature(
        request.proof, of: request.proofMessage(space: space), verifyKey: request.newKey)
    else { throw Refusal(.malformed) }
    let reading = clock.read()
    try requireRoom(request.adopt.count * Limits.blockBytes)
    try ledgerBudget.take(
      Limits.slotsPerSpace * Limits.recordBytes + request.adopt.count * Limits.blockBytes, space,
      incoming.source, now: reading.settled)
    try await storage.rekey(request, by: authenticated.signer, now: reading.served)
    try await endReservations(of: space)
    return .done
  }

  /// Locks a space until a time. There is no other order, and none that takes it back.
  func lock(_ incoming: Incoming) async throws -> Answer {
    let authenticated = try await authenticate(incoming)
    let request: LockRequest = try await message(incoming, signedBy: authenticated)
    let reading = clock.read()
    guard let seconds = Self.lockSeconds(until: request.until, reading) else {
      // In doubt the client, who goes by the wall clock, could take "404" for a lock.
      throw Refusal(reading.isTrusted ? .notFound : .unavailable)
    }
    let space = authenticated.space.id
    if seconds < LedgerBudget.freeLockSeconds {
      try ledgerBudget.take(0, space, incoming.source, now: reading.settled)
    }
    // So many seconds of serving, whatever the clock does meanwhile.
    let until = reading.served + seconds
    // Before the lock, so that no grant becomes live once it holds.
    uploads.close(space, until: until)
    do {
      try await endReservations(of: space)
      try await storage.lock(authenticated.signer, until: until, now: reading.served)
    } catch {
      // Another lock may have come first: that one's stays.
      if let row = try? await storage.space(space), row.isServed(at: reading.served) {
        uploads.reopen(space)
      }
      throw error
    }
    return .done
  }

  /// How long a lock is to be: as the clock has it, or the one that was believed, whichever is longer. Whoever
  /// sets a clock makes none shorter. Nil if it is over by one of them, or longer than 72 hours by
  /// one.
  private static func lockSeconds(until: UInt64, _ reading: ClockGuard.Reading) -> UInt64? {
    let (first, last) = (min(reading.wall, reading.settled), max(reading.wall, reading.settled))
    guard until > last, until - first <= Limits.lockSeconds else { return nil }
    return until - first
  }

  func deleteSpace(_ incoming: Incoming) async throws -> Answer {
    let authenticated = try await authenticate(incoming)
    let request: DeleteSpaceRequest = try await message(incoming, signedBy: authenticated)
    let reading = clock.read()
    let space = authenticated.space.id
    // In doubt nobody knows which day is meant: only "at once", as clients say it, and "not any more".
    guard reading.isTrusted || request.at <= 1 else { throw Refusal(.unavailable) }
    let isNow = request.at != 0 && request.at <= reading.settled
    // Never before what is now, which would be at once.
    let at =
      isNow || request.at == 0
      ? request.at : max(reading.served + 1, reading.servedTime(at: request.at))
    if !isNow, at != authenticated.space.deleteAt {
      try ledgerBudget.take(0, space, incoming.source, now: reading.settled)
    }
    try await storage.delete(
      authenticated.signer, at: isNow ? 1 : at, now: reading.served)
    if isNow { try await endReservations(of: space) }
    return .done
  }
}
