import Sodium
import Wire

/// Making a grant.
extension BlindService {
  /// Reserves a row for a grant. The signature is checked and forgotten: nothing at rest
  /// says which space asked.
  func reserveGrant(_ incoming: Incoming) async throws -> Answer {
    let authenticated = try await authenticate(incoming)
    let request: GrantReserveRequest = try await message(incoming, signedBy: authenticated)
    let reading = clock.read()
    guard reading.isTrusted else { throw Refusal(.unavailable) }
    try requireRoom(Int(request.blockCount) * Limits.blockBytes)
    try grantBudget.require(UInt64(request.blockCount))
    let space = authenticated.space.id
    guard uploads.count(space, limit: configuration.grantsPerDay, now: reading.latest) else {
      throw Refusal(untilTomorrowFrom: reading.latest)
    }
    let rowSalt = randomBytes(16)
    try await storage.reserve(
      NewGrant(
        id: request.id, verifier: verifier(request.id, openAuth: request.openAuth),
        rowSalt: rowSalt, folder: randomBytes(16),
        revokeTag: revokeTag(request.revocationCode), receiptID: request.receiptID,
        receiptAuthHash: blake2b256(request.receiptAuth), blockCount: request.blockCount),
      now: reading.latest)
    let token = uploads.issue(
      for: UploadTokens.Reservation(
        grant: request.id, rowSalt: rowSalt, space: space,
        until: reading.latest + GrantTerms.reservation))
    // The space may have been locked, or have another key, while this was under way.
    guard let now = try await storage.space(space),
      now.generation == authenticated.space.generation, now.isServed(at: clock.read().served)
    else {
      try await endReservations(of: space)
      throw Refusal(.notFound)
    }
    return .message(
      GrantReserveAnswer(keyShare: keyShare(request.id, rowSalt: rowSalt), uploadToken: token))
  }

  func putGrantBlocks(_ incoming: Incoming) async throws -> Answer {
    let form = BlockUpload.Form(leadBytes: 32, prefixBytes: 2)
    let count = try form.blockCount(incoming)
    var upload = BlockUpload(form, blockCount: count, storage: storage, area: .grants)
    var reservation: UploadTokens.Reservation?
    for try await piece in incoming.pieces {
      try await upload.take(piece) { token in
        reservation = uploads.find(token, at: clock.read())
        guard let reservation else { throw Refusal(.notFound) }
        try admitUpload(of: count, reservation.space, incoming)
        try grantBudget.store(UInt64(count))
      }
    }
    let blocks = try await upload.finish()
    guard let reservation else { throw Refusal(.notFound) }
    try await storage.putGrant(
      blocks.map { (number: UInt16(bigEndian($0.prefix[...])), block: $0.block) },
      into: reservation.grant, rowSalt: reservation.rowSalt, now: clock.read().latest)
    return .done
  }

  func publishGrant(_ incoming: Incoming) async throws -> Answer {
    let body = try await incoming.collect(upTo: Limits.unsignedMessageBytes)
    let request = try GrantPublishRequest(decoding: body)
    let reading = clock.read()
    guard let reservation = uploads.find(request.uploadToken, at: reading) else {
      throw Refusal(.notFound)
    }
    guard reading.isTrusted else { throw Refusal(.unavailable) }
    guard request.expiry > reading.latest,
      request.expiry - reading.latest <= Limits.grantSeconds
    else { throw Refusal(.malformed) }
    try await storage.publish(
      reservation.grant, rowSalt: reservation.rowSalt, cover: request.cover,
      expiry: request.expiry, maxOpenings: request.maxOpenings, now: reading.latest
    ) { [uploads] in
      uploads.find(request.uploadToken, at: reading) != nil
    }
    return .done
  }

  /// Ends the upload tokens of a space, and what was reserved with them. No grant of them
  /// becomes live once this returns.
  func endReservations(of space: SpaceID) async throws {
    let ended = uploads.end(space)
    guard !ended.isEmpty else { return }
    try await storage.endReservations(ended.map { (id: $0.grant, rowSalt: $0.rowSalt) })
  }

  // MARK: What hangs on the server's keys

  /// K(Kver, "pde1/v", id || openAuth): what a code is compared with.
  func verifier(_ id: GrantID, openAuth: [UInt8]) -> [UInt8] {
    keys.verify.deriveOpenly(.verifier, data: id.bytes + openAuth)
  }

  /// K(Kshare, "pde1/s", id || rowSalt): the server's part of the bundle's key.
  func keyShare(_ id: GrantID, rowSalt: [UInt8]) -> [UInt8] {
    keys.share.deriveOpenly(.keyShare, data: id.bytes + rowSalt)
  }

  /// K(Ktag, "pde1/r", code): how a grant is found by its revocation code.
  func revokeTag(_ code: [UInt8]) -> [UInt8] {
    keys.tag.deriveOpenly(.revocation, data: code)
  }
}
