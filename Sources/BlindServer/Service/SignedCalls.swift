import HTTPTypes
import Sodium
import Wire

/// A request whose signature is right, and the space that made it.
struct Authenticated: Sendable {
  var space: SpaceRow
  /// What the body's SHA-512 has to be.
  var sha512: [UInt8]
}

/// The three header fields of a signed call.
struct SignatureHeaders: Sendable {
  var contentDigest: [UInt8]
  var sha512: [UInt8]
  var parameters: HTTPSignature.Parameters
  var signature: [UInt8]

  /// - Throws: `.malformed` if one is missing or not of its one form.
  init(_ headers: HTTPFields) throws {
    func field(_ name: HTTPField.Name) -> [UInt8] { Array((headers[name] ?? "").utf8) }
    contentDigest = field(.contentDigest)
    guard let sha512 = HTTPSignature.sha512(contentDigest: contentDigest),
      let parameters = HTTPSignature.Parameters(signatureInput: field(.signatureInput)),
      let signature = HTTPSignature.signature(field: field(.signature))
    else { throw Refusal(.malformed) }
    self.sha512 = sha512
    self.parameters = parameters
    self.signature = signature
  }
}

extension BlindService {
  /// Checks who asks, before the body: grammar of the fields, then the space, the
  /// signature, its time and the lock, all of which have one answer.
  ///
  /// The body's digest is signed, so what comes after is theirs as soon as it fits.
  func authenticate(_ incoming: Incoming) async throws -> Authenticated {
    let signed = try SignatureHeaders(incoming.headers)
    let space = try await storage.space(signed.parameters.keyID)
    let isRight = isSigned(
      signed, incoming.call, verifyKey: space?.verifyKey ?? dummyVerifyKey)
    let reading = clock.read()
    let isTimely = signed.parameters.isTimely(at: reading.wall)
    guard let space, isRight, isTimely, space.isServed(at: reading.settled) else {
      throw Refusal(.notFound)
    }
    return Authenticated(space: space, sha512: signed.sha512)
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
  func message<M: WireMessage>(
    _ incoming: Incoming, signedBy authenticated: Authenticated, _ type: M.Type = M.self
  ) async throws -> M {
    let body = try await incoming.collect(upTo: Limits.messageBytes)
    guard SHA512.hash(body) == authenticated.sha512 else { throw Refusal(.notFound) }
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
