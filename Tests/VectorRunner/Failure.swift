import Sodium
import Vault
import Wire

/// The name that a vector's `expect` has for an error.
///
/// The names belong to the vectors (Specs/Vectors/README.md): other implementations report the
/// same conditions by the same names, whatever their own errors are called.
struct Failure: Error {
  let name: StaticString
  /// What the vectors want to know of the error beside its name.
  var output = Results()

  /// A value that has no proper form, where the reason makes no difference.
  static let refused = Failure(name: "refused")
  /// The vector is wrong: a field is missing, of another kind, or not used.
  static let badVector = Failure(name: "badVector")
  /// What was accepted has another encoding: never right.
  static let writtenDifferently = Failure(name: "writtenDifferently")
  static let unknownOperation = Failure(name: "unknownOperation")
}

/// An error with a name in the vectors.
protocol NamedError: Error {
  var name: StaticString { get }
  var output: Results { get }
}

extension NamedError {
  var output: Results { Results() }
}

/// Runs `body`, giving its error the vectors' name.
func named<R: ~Copyable, E: NamedError>(_ body: () throws(E) -> R) throws(Failure) -> R {
  do {
    return try body()
  } catch {
    throw Failure(name: error.name, output: error.output)
  }
}

/// `value`, or the failure "refused" if there is none.
func required<R: ~Copyable>(_ value: consuming R?) throws(Failure) -> R {
  guard let value else { throw .refused }
  return value
}

extension SealError: NamedError {
  var name: StaticString {
    switch self {
    case .truncated: "truncated"
    case .authenticationFailed: "authenticationFailed"
    }
  }
}

extension POPRFError: NamedError {
  var name: StaticString {
    switch self {
    case .invalidInput: "invalidInput"
    case .proofFailed: "proofFailed"
    }
  }
}

extension StretchError: NamedError {
  var name: StaticString { "outOfMemory" }
}

extension CBORError: NamedError {
  var name: StaticString {
    switch self {
    case .truncated: "truncated"
    case .trailing: "trailingBytes"
    case .notDeterministic: "notDeterministic"
    case .unsupported: "unsupported"
    case .unexpected: "unexpected"
    }
  }
}

extension PseudonymError: NamedError {
  var name: StaticString {
    switch self {
    case .illFormed: "illFormed"
    case .control: "control"
    case .invisible: "invisible"
    case .privateUse: "privateUse"
    case .unassigned: "unassigned"
    case .empty: "empty"
    case .tooLong: "tooLong"
    }
  }

  var output: Results {
    var results = Results()
    switch self {
    case .illFormed(let offset), .control(let offset), .invisible(let offset),
      .privateUse(let offset), .unassigned(let offset):
      results.number("offset", offset)
    case .empty, .tooLong: break
    }
    return results
  }
}

extension VaultError: NamedError {
  var name: StaticString {
    switch self {
    case .noSuchWallet: "noSuchWallet"
    case .wrongWords: "wrongWords"
    case .notFound: "notFound"
    case .hardeningFailed: "hardeningFailed"
    case .epochsNotPinned: "epochsNotPinned"
    case .nonsense: "nonsense"
    case .outcomeUnknown: "outcomeUnknown"
    case .orderUnknown: "orderUnknown"
    case .orderNotDone: "orderNotDone"
    case .tooLargeOnTheWay: "tooLargeOnTheWay"
    case .refused: "refused"
    case .outOfMemory: "outOfMemory"
    case .damaged(let damage): damage.name
    case .invalid(let input): input.name
    }
  }

  var output: Results {
    var results = Results()
    switch self {
    case .damaged(.chain(let seq)), .damaged(.entry(let seq)): results.number("seq", seq)
    case .invalid(.unknownWord(let position)): results.number("position", position)
    case .invalid(.wordCount(let count)), .invalid(.fileWordCount(let count)):
      results.number("count", count)
    default: break
    }
    return results
  }
}

extension RecoveryError: NamedError {
  var name: StaticString {
    switch self {
    case .damaged: "damaged"
    case .notOfThisUse: "notOfThisUse"
    case .anotherSet: "anotherSet"
    case .doubled: "doubled"
    case .doNotFit: "doNotFit"
    case .tooFew: "tooFew"
    }
  }

  var output: Results {
    var results = Results()
    switch self {
    case .damaged(let share), .notOfThisUse(let share), .anotherSet(let share),
      .doubled(let share):
      results.number("position", share)
    case .doNotFit: break
    case .tooFew(let given, let needed):
      results.number("given", given)
      results.number("needed", needed)
    }
    return results
  }
}

extension Damage {
  fileprivate var name: StaticString {
    switch self {
    case .slotRecord: "slotRecord"
    case .slots: "slots"
    case .epochList: "epochList"
    case .generation: "generation"
    case .rolledBack: "rolledBack"
    case .chain: "chain"
    case .entry: "entry"
    case .head: "head"
    case .block: "block"
    case .content: "content"
    case .export: "export"
    case .grant: "grant"
    }
  }
}

extension InvalidInput {
  fileprivate var name: StaticString {
    switch self {
    case .unknownWord: "unknownWord"
    case .wordCount, .fileWordCount: "wordCount"
    case .exportFile: "exportFile"
    case .pseudonymIsAWord: "pseudonymIsAWord"
    case .link: "link"
    case .code: "code"
    case .card: "card"
    case .cardCode: "cardCode"
    default: "refused"
    }
  }
}
