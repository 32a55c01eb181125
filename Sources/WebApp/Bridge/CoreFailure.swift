import Vault
import Wire

/// Why a call ended without a result.
enum CoreFailure: Error {
  case vault(VaultError)
  /// No answer came, or the server could not give one now.
  case unreachable
  case tooManyCalls(retryAfter: Int)
  /// A block is not there that the journal names.
  case missing
  /// Something answers to this phrase already: draw another.
  case taken
  /// There is no open wallet or grant for this call.
  case notOpen
  /// Recovery shares don't come to a secret.
  case shares(RecoveryError)
  /// The call is not one of the core's.
  case badCall

  /// Writes the code that the page knows, and what may be shown of the rest.
  func write(to json: inout JSONWriter, isOpen: Bool) {
    json.object()
    json.key("code")
    json.text(code)
    // One's own space answers as none: it is locked or gone.
    if isOpen, case .vault(.noSuchWallet) = self { json.flag("ended", true) }
    json.key("detail")
    json.object()
    switch self {
    case .tooManyCalls(let seconds): json.number("retryAfter", UInt64(seconds))
    case .shares(let error): json.text("what", CoreFailure.name(of: error))
    case .vault(.damaged(let damage)):
      json.text("what", CoreFailure.name(of: damage))
      if case .chain(let seq) = damage { json.number("change", seq) }
      if case .entry(let seq) = damage { json.number("change", seq) }
    case .vault(.invalid(let input)):
      json.text("what", CoreFailure.name(of: input))
      if case .unknownWord(let position) = input { json.number("position", UInt64(position)) }
      if case .wordCount(let count) = input { json.number("count", UInt64(count)) }
      if case .fileWordCount(let count) = input { json.number("count", UInt64(count)) }
      if case .textTooLong(let most) = input { json.number("maxBytes", UInt64(most)) }
    default: break
    }
    json.end()
    json.end()
  }

  private var code: StaticString {
    switch self {
    case .unreachable: "unreachable"
    case .tooManyCalls: "tooManyCalls"
    case .missing: "missing"
    case .taken: "taken"
    case .notOpen: "ended"
    case .shares: "invalid"
    case .badCall: "unsupported"
    case .vault(let error):
      switch error {
      case .noSuchWallet: "noSuchWallet"
      case .wrongWords: "wrongWords"
      case .notFound: "notFound"
      case .hardeningFailed: "hardeningFailed"
      case .epochsNotPinned: "epochsNotPinned"
      case .nonsense: "nonsense"
      case .outcomeUnknown: "changeUnknown"
      case .orderUnknown: "orderUnknown"
      case .orderNotDone: "orderNotDone"
      case .tooLargeOnTheWay: "tooLargeOnTheWay"
      case .damaged: "damaged"
      case .invalid: "invalid"
      case .outOfMemory: "outOfMemory"
      case .refused(let problem):
        switch problem {
        case .notFound: "notFound"
        case .full: "full"
        case .tooManyCalls: "tooManyCalls"
        case .timeout, .internalError: "unreachable"
        case .unavailable: "unavailable"
        case .malformed, .methodNotAllowed, .headMoved, .slotsMoved, .blockMissing, .blockDiffers,
          .signatureUsed, .tooLarge:
          "nonsense"
        }
      }
    }
  }

  private static func name(of error: RecoveryError) -> StaticString {
    switch error {
    case .damaged, .notOfThisUse: "share"
    case .doubled: "shareTwice"
    case .anotherSet, .doNotFit: "otherShares"
    case .tooFew: "tooFewShares"
    }
  }

  private static func name(of damage: Damage) -> StaticString {
    switch damage {
    case .slotRecord: "slotRecord"
    case .epochList: "epochList"
    case .generation: "generation"
    case .rolledBack: "rolledBack"
    case .chain: "chain"
    case .entry: "entry"
    case .head: "head"
    case .block: "block"
    case .content: "content"
    case .grant: "grant"
    case .export: "export"
    case .slots: "slots"
    }
  }

  private static func name(of input: InvalidInput) -> StaticString {
    switch input {
    case .unknownWord: "unknownWord"
    case .wordCount: "wordCount"
    case .fileWordCount: "wordCount"
    case .exportFile: "exportFile"
    case .archive: "archive"
    case .localFile: "localFile"
    case .anotherWallet: "anotherWallet"
    case .pseudonym: "pseudonym"
    case .pseudonymIsAWord: "pseudonymIsAWord"
    case .documentTooLarge: "documentTooLarge"
    case .date: "date"
    case .thumbnail: "thumbnail"
    case .maskedKinds: "maskedKinds"
    case .textTooLong: "textTooLong"
    case .textHasControls: "textHasControls"
    case .textEmpty: "textEmpty"
    case .link: "link"
    case .card: "card"
    case .cardCode: "cardCode"
    case .wait: "wait"
    case .lockEnd: "lockEnd"
    case .code: "code"
    case .expiry: "expiry"
    case .openings: "openings"
    case .grantOpenings: "grantOpenings"
    case .grantSize: "grantSize"
    }
  }
}

/// `body`, with its error as one of this module.
func core<R: ~Copyable>(_ body: () throws(VaultError) -> R) throws(CoreFailure) -> R {
  do {
    return try body()
  } catch {
    throw .vault(error)
  }
}
