import HTTPTypes
import Sodium
import Wire

/// Using a grant.
extension BlindService {
  func getCover(_ incoming: Incoming) async throws -> Answer {
    let body = try await incoming.collect(upTo: Limits.unsignedMessageBytes)
    let request = try GrantCoverRequest(decoding: body)
    try admit(incoming, .look, work: request.work, body: body)
    guard let cover = try await storage.cover(request.id, now: clock.read().latest) else {
      throw Refusal(.notFound)
    }
    return .message(GrantCoverAnswer(cover: cover))
  }

  func openGrant(_ incoming: Incoming) async throws -> Answer {
    let body = try await incoming.collect(upTo: Limits.unsignedMessageBytes)
    let request = try GrantOpenRequest(decoding: body)
    let token = randomBytes(32)
    let opening = GrantOpening(
      id: request.id, verifier: verifier(request.id, openAuth: request.openAuth),
      nonce: request.openNonce, name: request.name, tokenHash: blake2b256(token))
    guard let opened = try await storage.openGrant(opening, now: clock.read().latest) else {
      throw Refusal(.notFound)
    }
    return .message(
      GrantOpenAnswer(
        keyShare: keyShare(request.id, rowSalt: opened.rowSalt), token: token,
        blockCount: opened.blockCount))
  }

  func getGrantBlocks(_ incoming: Incoming) async throws -> Answer {
    let body = try await incoming.collect(upTo: Limits.unsignedMessageBytes)
    let request = try GrantBlocksGetRequest(decoding: body)
    let now = clock.read().latest
    let found = try await storage.findGrant(
      request.numbers, tokenHash: blake2b256(request.token), now: now)
    try grantBudget.read(found.files.count, of: found, now: now)
    return try await blocks(found.files, in: .grants)
  }

  /// Always the same answer at the deadline, whether there was such a grant or not.
  func revoke(_ incoming: Incoming) async throws -> Answer {
    let body = try await incoming.collect(upTo: Limits.unsignedMessageBytes)
    let request = try RevokeRequest(decoding: body)
    try admit(incoming, .revoke, work: request.work, body: body)
    try await storage.revoke(tag: revokeTag(request.revocationCode), now: clock.read().latest)
    return Answer(status: .noContent, body: .none, isTimed: true)
  }

  func getReceipts(_ incoming: Incoming) async throws -> Answer {
    let body = try await incoming.collect(upTo: Limits.unsignedMessageBytes)
    let request = try ReceiptsRequest(decoding: body)
    try admit(incoming, .look, work: request.work, body: body)
    let events = try await storage.receipts(
      request.receiptID, authHash: blake2b256(request.receiptAuth), now: clock.read().latest)
    return .message(ReceiptsAnswer(events: events), isTimed: true)
  }
}
