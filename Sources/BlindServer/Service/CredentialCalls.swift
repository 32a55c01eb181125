import Sodium
import Wire

/// Who may open a space: its slots, its key, its lock, its end.
extension BlindService {
  func writeSlots(_ incoming: Incoming) async throws -> Answer {
    let authenticated = try await authenticate(incoming)
    let request: SlotsWriteRequest = try await message(incoming, signedBy: authenticated)
    try await storage.writeSlots(
      request, by: authenticated.signer, now: clock.read().settled)
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
    try await storage.rekey(request, by: authenticated.signer, now: clock.read().settled)
    try await endReservations(of: space)
    return .done
  }

  /// Locks a space until a time. There is no other order, and none that takes it back.
  func lock(_ incoming: Incoming) async throws -> Answer {
    let authenticated = try await authenticate(incoming)
    let request: LockRequest = try await message(incoming, signedBy: authenticated)
    let reading = clock.read()
    let now = reading.settled
    guard request.until > now, request.until - now <= Limits.lockSeconds else {
      // In doubt the client, who goes by the wall clock, could take "404" for a lock.
      throw Refusal(reading.isTrusted ? .notFound : .unavailable)
    }
    // Before the lock, so that no grant becomes live once it holds.
    let space = authenticated.space.id
    uploads.close(space, until: request.until)
    do {
      try await endReservations(of: space)
      try await storage.lock(authenticated.signer, until: request.until, now: now)
    } catch {
      // Another lock may have come first: that one's stays.
      if let row = try? await storage.space(space), row.isServed(at: now) {
        uploads.reopen(space)
      }
      throw error
    }
    return .done
  }

  func deleteSpace(_ incoming: Incoming) async throws -> Answer {
    let authenticated = try await authenticate(incoming)
    let request: DeleteSpaceRequest = try await message(incoming, signedBy: authenticated)
    let now = clock.read().settled
    try await storage.delete(authenticated.signer, at: request.at, now: now)
    if request.at != 0, request.at <= now { try await endReservations(of: authenticated.space.id) }
    return .done
  }
}
