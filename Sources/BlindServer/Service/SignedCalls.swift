import HTTPTypes
import Sodium
import Wire

/// A request whose signature is right, and the space that made it.
struct Authenticated: Sendable {
  var space: SpaceRow
  /// What the body's SHA-512 has to be.
  var sha512: [UInt8]

  var signer: Signer { Signer(id: space.id, generation: space.generation) }
}

/// The three header fields of a signed call.
struct SignatureHeaders: Sendable {
  var contentDigest: [UInt8]
  var sha512: [UInt8]
  var parameters: HTTPSignature.Parameters
  var signature: [UInt8]

  /// - Throws: `.malformed` if one is missing, there twice, or not of its one form.
  init(_ headers: HTTPFields) throws {
    var contentDigest: [UInt8]?
    var input: [UInt8]?
    var signature: [UInt8]?
    // One pass: a look-up by name goes through all of them.
    for field in headers {
      switch field.name {
      case .contentDigest: try Self.set(&contentDigest, field)
      case .signatureInput: try Self.set(&input, field)
      case .signature: try Self.set(&signature, field)
      default: continue
      }
    }
    try self.init(contentDigest: contentDigest, input: input, signature: signature)
  }

  /// - Throws: `.malformed` if one is missing, or not of its one form.
  init(contentDigest: [UInt8]?, input: [UInt8]?, signature: [UInt8]?) throws {
    guard let contentDigest, let input, let signature,
      let sha512 = HTTPSignature.sha512(contentDigest: contentDigest),
      let parameters = HTTPSignature.Parameters(signatureInput: input),
      let signature = HTTPSignature.signature(field: signature)
    else { throw Refusal(.malformed) }
    self.contentDigest = contentDigest
    self.sha512 = sha512
    self.parameters = parameters
    self.signature = signature
  }

  private static func set(_ bytes: inout [UInt8]?, _ field: HTTPField) throws {
    guard bytes == nil else { throw Refusal(.malformed) }
    bytes = Array(field.value.utf8)
  }
}

extension BlindService {
  /// Checks who asks, before the body: grammar of the fields, then the space, the
  /// signature, its time and the lock, all of which have one answer; then whether the signature is
  /// used for the first time, and how often the wallet called.
  ///
  /// The body's digest is signed, so what comes after is theirs as soon as it fits.
  func authenticate(_ incoming: Incoming) async throws -> Authenticated {
    let signed = try SignatureHeaders(incoming.headers)
    let space = try await storage.space(signed.parameters.keyID)
    guard let space, isServed(space, signed, incoming.call) else {
      // As long as a wrong signature takes.
      if space == nil { _ = isSigned(signed, incoming.call, verifyKey: dummyVerifyKey) }
      throw Refusal(.notFound)
    }
    try use(signed)
    return Authenticated(space: space, sha512: signed.sha512)
  }

  /// Whether a space answers to this signature now: right, in time, and not locked.
  func isServed(_ space: SpaceRow, _ signed: SignatureHeaders, _ call: Call) -> Bool {
    let isRight = isSigned(signed, call, verifyKey: space.verifyKey)
    let reading = clock.read()
    return isRight && signed.parameters.isTimely(at: reading.wall)
      && space.isServed(at: reading.served)
  }

  /// Uses a signature that is right; one that comes too fast is not used up.
  func use(_ signed: SignatureHeaders) throws(Refusal) {
    try walletRate.take(signed.parameters.keyID)
    guard usedSignatures.use(signed.parameters) else { throw Refusal(.signatureUsed) }
  }

  /// Whether the fields are signed by this key for this call of this service.
  func isSigned(_ signed: SignatureHeaders, _ call: Call, verifyKey: [UInt8]) -> Bool {
    verifySignature(
      signed.signature,
      of: HTTPSignature.base(
        call: call, authority: authority, contentDigest: signed.contentDigest,
        parameters: signed.parameters),
      verifyKey: verifyKey)
  }

  /// The message of a signed call, once its digest is what was signed.
  ///
  /// The body may have come long after the head: the space is looked at once more, so that nothing is
  /// read by a key that is over, or of a space that was locked meanwhile.
  func message<M: WireMessage>(
    _ incoming: Incoming, signedBy authenticated: Authenticated, _ type: M.Type = M.self
  ) async throws -> M {
    let body = try await incoming.collect(
      upTo: Limits.messageBytes, of: authenticated.space.id)
    guard SHA512.hash(body) == authenticated.sha512,
      let row = try await storage.space(authenticated.space.id),
      row.generation == authenticated.space.generation,
      row.isServed(at: clock.read().served)
    else { throw Refusal(.notFound) }
    return try M(decoding: body)
  }
}

extension HTTPSignature.Parameters {
  /// Whether it was signed at most 120 seconds before or after `now`.
  func isTimely(at now: UInt64) -> Bool {
    created > now
      ? created - now <= Limits.signatureWindow : now - created <= Limits.signatureWindow
  }
}
