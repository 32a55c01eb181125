import Sodium

/// The calls of the service: one method and one path each.
/// - SeeAlso: Specs/http.md.
public enum Call: UInt8, Sendable, CaseIterable {
  case info
  case harden
  case slotsRead
  case createSpace
  case openSpace
  case journalGet
  case journalAppend
  case blocksPut
  case blocksGet
  case slotsWrite
  case rekey
  case lock
  case deleteSpace
  case grantReserve
  case grantBlocksPut
  case grantPublish
  case grantCover
  case grantOpen
  case grantBlocksGet
  case revoke
  case receipts

  public var method: StaticString {
    switch self {
    case .info: "GET"
    case .blocksPut, .grantBlocksPut: "PUT"
    default: "POST"
    }
  }

  /// The whole path: nothing is named in it and there is never a query.
  public var path: StaticString {
    switch self {
    case .info: "/v1/info"
    case .harden: "/v1/harden"
    case .slotsRead: "/v1/slots/read"
    case .createSpace: "/v1/spaces"
    case .openSpace: "/v1/space/open"
    case .journalGet: "/v1/space/journal/get"
    case .journalAppend: "/v1/space/journal"
    case .blocksPut: "/v1/space/blocks"
    case .blocksGet: "/v1/space/blocks/get"
    case .slotsWrite: "/v1/space/slots"
    case .rekey: "/v1/space/rekey"
    case .lock: "/v1/space/lock"
    case .deleteSpace: "/v1/space/delete"
    case .grantReserve: "/v1/grants"
    case .grantBlocksPut: "/v1/grants/blocks"
    case .grantPublish: "/v1/grants/publish"
    case .grantCover: "/v1/grants/cover"
    case .grantOpen: "/v1/grants/open"
    case .grantBlocksGet: "/v1/grants/blocks/get"
    case .revoke: "/v1/revoke"
    case .receipts: "/v1/receipts"
    }
  }

  /// Whether the call carries a space's signature.
  public var isSigned: Bool {
    switch self {
    case .createSpace, .openSpace, .journalGet, .journalAppend, .blocksPut, .blocksGet,
      .slotsWrite, .rekey, .lock, .deleteSpace, .grantReserve:
      true
    default: false
    }
  }
}

extension Call {
  /// Whether it is refused for a space that has as much as it may have.
  public var canBeFull: Bool { self == .blocksPut || self == .journalAppend }

  /// The most bytes that an answer may have.
  public var answerBytes: Int {
    switch self {
    case .info, .createSpace, .grantCover, .grantOpen, .grantReserve, .grantPublish, .revoke,
      .blocksPut, .grantBlocksPut, .slotsWrite, .rekey, .lock, .deleteSpace:
      Limits.unsignedMessageBytes
    case .blocksGet, .grantBlocksGet: Limits.blocksPerRequest * Limits.blockBytes
    // Receipts may be long; 512 entries are half a megabyte.
    case .receipts: 4 << 20
    case .harden, .slotsRead, .openSpace, .journalGet, .journalAppend: Limits.messageBytes
    }
  }
}

/// Why a call was refused: the `type` of its problem+json (RFC 9457).
/// - SeeAlso: Specs/http.md, "Problems".
public enum Problem: UInt8, Sendable, CaseIterable {
  /// 400: the body or a header is not of the call's grammar.
  case malformed
  /// 404: the one answer for unknown, wrong, locked, expired, revoked and used up.
  case notFound
  /// 405: the path has another method.
  case methodNotAllowed
  /// 408: the body came too slowly or not whole.
  case timeout
  /// 409: the journal has another head than the call expects.
  case headMoved
  /// 409: the space has another generation or other slots than the call expects.
  case slotsMoved
  /// 409: a block to adopt is not there.
  case blockMissing
  /// 409: a block of this name has other bytes.
  case blockDiffers
  /// 409: the signature was used before: sign anew.
  case signatureUsed
  /// 413: the body is larger than the call's limit.
  case tooLarge
  /// 429: too many calls; come back later, or with work.
  case tooManyCalls
  /// 500: the server failed; what was asked may or may not have happened.
  case internalError
  /// 503: the server can't take calls now.
  case unavailable
  /// 507: the space has as many blocks as it may have.
  case full

  public var status: Int {
    switch self {
    case .malformed: 400
    case .notFound: 404
    case .methodNotAllowed: 405
    case .timeout: 408
    case .headMoved, .slotsMoved, .blockMissing, .blockDiffers, .signatureUsed: 409
    case .tooLarge: 413
    case .tooManyCalls: 429
    case .internalError: 500
    case .unavailable: 503
    case .full: 507
    }
  }

  /// The stable name of the problem.
  public var type: StaticString {
    switch self {
    case .malformed: "urn:pde:malformed"
    case .notFound: "urn:pde:not-found"
    case .methodNotAllowed: "urn:pde:method-not-allowed"
    case .timeout: "urn:pde:timeout"
    case .headMoved: "urn:pde:head-moved"
    case .slotsMoved: "urn:pde:slots-moved"
    case .blockMissing: "urn:pde:block-missing"
    case .blockDiffers: "urn:pde:block-differs"
    case .signatureUsed: "urn:pde:signature-used"
    case .tooLarge: "urn:pde:too-large"
    case .tooManyCalls: "urn:pde:too-many-calls"
    case .internalError: "urn:pde:internal-error"
    case .unavailable: "urn:pde:unavailable"
    case .full: "urn:pde:full"
    }
  }

  /// The answer's body, always the same bytes for the same problem:
  /// `{"type":"urn:pde:not-found","status":404}`.
  public var body: [UInt8] {
    asciiBytes("{\"type\":\"") + asciiBytes(type) + asciiBytes("\",\"status\":")
      + decimalBytes(UInt64(status)) + asciiBytes("}")
  }

  /// The problem of an answer; nil if the body is not one that this service gives
  /// with this status.
  public init?(status: Int, body: [UInt8]) {
    for problem in Problem.allCases where problem.status == status {
      if problem.body == body {
        self = problem
        return
      }
    }
    return nil
  }
}

/// A static text's bytes.
public func asciiBytes(_ text: StaticString) -> [UInt8] {
  unsafe Array(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
}

/// `value` in decimal digits.
public func decimalBytes(_ value: UInt64) -> [UInt8] {
  var digits: [UInt8] = []
  var rest = value
  repeat {
    digits.append(0x30 + UInt8(rest % 10))
    rest /= 10
  } while rest > 0
  return digits.reversed()
}
