public import Sodium
public import Wire

/// A header field of a request, both parts ASCII.
public typealias RequestField = (name: StaticString, value: [UInt8])

/// What signs requests. A protocol, so that who only reads a grant carries no signing with them.
public protocol RequestSigner: AnyObject, Sendable {
  /// The fields that sign a call with this body, others each time: a signature is good for one use.
  ///
  /// - Parameters:
  ///   - time: the server's time, in seconds since 1970.
  ///   - authority: the service's name, of `Info`.
  func fields(
    signing call: Call, body: [UInt8], time: UInt64, authority: [UInt8]
  ) -> [RequestField]
}

/// What signs a space's requests.
public final class SpaceSigner: RequestSigner {
  public let spaceID: SpaceID
  private let key: SigningKey

  /// The signer of a compartment, from its root key.
  public init(spaceID: SpaceID, root: borrowing Secret<RootKey>) {
    self.spaceID = spaceID
    let seed: Secret<Signing> = root.derive(.spaceSign)
    key = SigningKey(seed: seed)
  }

  public var verifyKey: [UInt8] { key.verifyKey }

  /// The signature of a message that is not a request, 64 bytes.
  func sign(_ message: [UInt8]) -> [UInt8] { key.sign(message) }

  public func fields(
    signing call: Call, body: [UInt8], time: UInt64, authority: [UInt8]
  ) -> [RequestField] {
    let digest = HTTPSignature.contentDigest(sha512: SHA512.hash(body))
    let parameters = HTTPSignature.Parameters(
      created: time, nonce: randomBytes(HTTPSignature.Parameters.nonceBytes), keyID: spaceID)
    let signature = key.sign(
      HTTPSignature.base(
        call: call, authority: authority, contentDigest: digest, parameters: parameters))
    return [
      ("content-digest", digest),
      ("signature-input", parameters.signatureInput),
      ("signature", HTTPSignature.signatureField(signature)),
    ]
  }
}

/// Who is to answer a request.
public enum Destination: Sendable {
  /// The service itself.
  case authority
  /// The second operator, at `Info.hardener`. If no answer comes from there, the caller
  /// hands back ``Response/none``: the exchange knows what that means.
  case hardener
}

/// A request to the server, as bytes: the caller sends it and hands back the answer.
public struct Request: Sendable {
  public let call: Call
  public private(set) var body: [UInt8]
  /// Where it goes.
  public let destination: Destination
  private let signer: (any RequestSigner)?
  /// Whether the body ends in a field for work.
  private let takesWork: Bool

  public init(
    _ call: Call, body: [UInt8], to destination: Destination = .authority,
    signer: (any RequestSigner)? = nil, takesWork: Bool = false
  ) {
    precondition(call.isSigned == (signer != nil), "Vault: a space's calls are signed")
    self.call = call
    self.body = body
    self.destination = destination
    self.signer = signer
    self.takesWork = takesWork
  }

  public init<M: WireMessage>(
    _ call: Call, _ message: M, to destination: Destination = .authority,
    signer: (any RequestSigner)? = nil, takesWork: Bool = false
  ) {
    self.init(
      call, body: message.encoded(), to: destination, signer: signer, takesWork: takesWork)
  }

  public typealias Field = RequestField

  /// The fields that sign the request, none if it is not signed.
  ///
  /// - Parameters:
  ///   - time: the server's time, in seconds since 1970.
  ///   - authority: the service's name, of `Info`.
  public func signatureFields(time: UInt64, authority: [UInt8]) -> [Field] {
    signer?.fields(signing: call, body: body, time: time, authority: authority) ?? []
  }

  /// The answer, if the service gives such a one to this call: only what stores can be full.
  public func answered(_ response: Response) -> Response {
    let isFull = Problem(status: response.status, body: response.body) == .full
    return isFull && !call.canBeFull ? .none : response
  }

  /// The body's media type.
  public var contentType: StaticString {
    call == .blocksPut || call == .grantBlocksPut
      ? "application/octet-stream" : "application/cbor"
  }

  /// What a challenge is to be solved for; nil if the call takes no work.
  public var workBodyHash: [UInt8]? {
    takesWork ? Work.bodyHash(body) : nil
  }

  /// How often a call is signed whose signature was used already.
  public static let mostSignatures = 3

  /// Puts a solved challenge into the body.
  public mutating func add(work: [UInt8]) {
    precondition(takesWork && work.count == Work.byteCount, "Vault: this call takes no work")
    body.replaceSubrange((body.count - Work.byteCount)..., with: work)
  }
}

/// The server's answer to a request.
public struct Response: Sendable {
  public var status: Int
  public var body: [UInt8]

  public init(status: Int, body: [UInt8]) {
    self.status = status
    self.body = body
  }

  /// Whether the request is to be signed anew and sent once more.
  public var isSignatureUsed: Bool { Problem(status: status, body: body) == .signatureUsed }

  /// What stands for an answer that never came.
  public static let none = Response(status: 0, body: [])

  /// The body of an answer that has one.
  ///
  /// - Throws: `.refused` with the problem; `.nonsense` for an answer that is none
  ///   of this service's.
  public func success() throws(VaultError) -> [UInt8] {
    guard status == 200 else { throw failure }
    return body
  }

  /// Sees that the call was done: status 204, or 201, and no body. A page with status
  /// 200, as a captive portal gives for anything, acknowledges nothing.
  ///
  /// - Throws: as ``success()``.
  public func done() throws(VaultError) {
    guard status == 204 || status == 201, body.isEmpty else { throw failure }
  }

  private var failure: VaultError {
    if let problem = Problem(status: status, body: body) { return .refused(problem) }
    // A proxy's own page: it takes less than the service does.
    return status == Problem.tooLarge.status ? .tooLargeOnTheWay : .nonsense
  }

  /// The message of an answer that succeeded.
  ///
  /// - Throws: as ``success()``; `.nonsense` for a body that is not the message.
  public func message<M: WireMessage>(_ type: M.Type = M.self) throws(VaultError) -> M {
    let body = try success()
    do {
      return try M(decoding: body)
    } catch {
      throw .nonsense
    }
  }

  /// The blocks of a raw answer.
  ///
  /// - Throws: as ``success()``; `.nonsense` for another number of bytes.
  public func blocks(count: Int) throws(VaultError) -> [ArraySlice<UInt8>] {
    let body = try success()
    guard body.count == count * Limits.blockBytes else { throw .nonsense }
    return (0..<count).map {
      body[$0 * Limits.blockBytes..<($0 + 1) * Limits.blockBytes]
    }
  }
}

/// A conversation with the server that does no input or output of its own: it gives
/// requests, takes their answers, and ends.
///
/// The caller asks for ``next()``, sends what it gets, hands the answer to
/// ``receive(_:)``, and repeats until there is nothing more to send.
public protocol Exchange: AnyObject {
  /// The next request, or nil when the exchange is over.
  func next() throws(VaultError) -> Request?
  /// Takes the answer to the last request.
  func receive(_ response: Response) throws(VaultError)
  /// The request that follows ``next()`` whatever its answer is, if that is known: a caller
  /// may send both at the same time, and still hands the answers back one after the other.
  var following: Request? { get }
}

extension Exchange {
  public var following: Request? { nil }
}
