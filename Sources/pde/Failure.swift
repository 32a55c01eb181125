import Client
import Vault
import Wire

/// What ends a command: what happened, what to do, and the exit code.
struct Failure: Error {
  let message: Message
  let hint: Message?
  let exitCode: Int32

  init(_ message: Message, hint: Message? = nil, exitCode: Int32) {
    self.message = message
    self.hint = hint
    self.exitCode = exitCode
  }

  /// The exit codes of the command line.
  enum Code {
    static let noSuchWallet: Int32 = 2
    static let notFound: Int32 = 3
    static let service: Int32 = 4
    static let damage: Int32 = 5
    static let usage: Int32 = 64
    static let input: Int32 = 65
    static let disk: Int32 = 74
    static let tooManyTries: Int32 = 75
  }

  /// An error of input that a command found itself.
  static func input(_ message: Message, hint: Message? = nil) -> Failure {
    Failure(message, hint: hint, exitCode: Code.input)
  }

  static func usage(_ message: Message, hint: Message? = nil) -> Failure {
    Failure(message, hint: hint, exitCode: Code.usage)
  }

  init(_ error: ClientError) {
    switch error {
    case .unreachable:
      self.init(.unreachable, hint: .unreachableHint, exitCode: Code.service)
    case .tooManyCalls(let seconds):
      self.init(Failure.wait(seconds), exitCode: Code.tooManyTries)
    case .file(let problem): self.init(problem)
    case .vault(let error): self.init(error)
    case .changeUnknown:
      self.init(
        .credential(.changeUnknown), hint: .credential(.changeUnknownHint),
        exitCode: Code.service)
    }
  }

  /// When to come back, as a person says it.
  private static func wait(_ seconds: UInt64) -> Message {
    switch seconds {
    case ...120: .tooManyTries(seconds: seconds)
    case ...7_200: .tooManyTriesMinutes((seconds + 59) / 60)
    case ...86_400: .tooManyTriesHours((seconds + 3_599) / 3_600)
    default: .tooManyTriesForDays
    }
  }

  private init(_ problem: FileProblem) {
    switch problem {
    case .unreadable: self = .input(.fileUnreadable)
    case .notAFile: self = .input(.fileIsNoFile)
    case .empty: self = .input(.fileEmpty)
    case .tooLarge: self = .input(.fileTooLarge)
    case .changedWhileRead: self = .input(.fileChanged, hint: .fileChangedHint)
    case .exists: self = .input(.fileExists, hint: .fileExistsHint)
    case .unwritable: self.init(.fileUnwritable, exitCode: Code.disk)
    case .diskFull: self.init(.diskFull, exitCode: Code.disk)
    }
  }

  init(_ error: VaultError) {
    switch error {
    case .noSuchWallet:
      self.init(.noSuchWallet, hint: .noSuchWalletHint, exitCode: Code.noSuchWallet)
    case .wrongWords:
      self.init(.wrongWords, hint: .wrongWordsHint, exitCode: Code.noSuchWallet)
    case .notFound: self.init(.notFound, exitCode: Code.notFound)
    case .hardeningFailed(.notProven(let number)):
      self.init(
        .credential(.operatorUnproven(number)), hint: .notTheServerHint, exitCode: Code.service)
    case .hardeningFailed(.unreachable(let number)):
      self.init(
        .credential(.operatorAway(number)), hint: .credential(.operatorAwayHint),
        exitCode: Code.service)
    case .epochsNotPinned:
      self.init(.epochsNotPinned, hint: .notTheServerHint, exitCode: Code.service)
    case .nonsense: self.init(.nonsense, hint: .unreachableHint, exitCode: Code.service)
    case .outcomeUnknown:
      self.init(
        .credential(.changeUnknown), hint: .credential(.changeUnknownHint),
        exitCode: Code.service)
    case .orderUnknown:
      self.init(
        .credential(.orderUnknown), hint: .credential(.orderUnknownHint), exitCode: Code.service)
    case .orderNotDone:
      self.init(
        .credential(.orderNotDone), hint: .credential(.orderNotDoneHint), exitCode: Code.service)
    case .tooLargeOnTheWay:
      self.init(.tooLargeOnTheWay, hint: .tooLargeOnTheWayHint, exitCode: Code.service)
    case .refused(.full): self = .input(.walletFull, hint: .walletFullHint)
    case .refused(.headMoved), .refused(.slotsMoved):
      self.init(.changedElsewhere, hint: .changedElsewhereHint, exitCode: Code.service)
    case .refused(.unavailable):
      self.init(.unavailable, hint: .unavailableHint, exitCode: Code.service)
    case .refused(.tooManyCalls):
      self.init(.tooManyTries(seconds: 60), exitCode: Code.tooManyTries)
    case .refused(let problem):
      self.init(.serverRefused(problem), exitCode: Code.service)
    case .damaged(.slots):
      self.init(
        .credential(.slotsUnknown), hint: .credential(.slotsUnknownHint), exitCode: Code.damage)
    case .damaged(let damage):
      self.init(.damaged(damage), hint: .damagedHint, exitCode: Code.damage)
    case .invalid(let input): self = .input(.invalid(input))
    case .outOfMemory: self.init(.outOfMemory, exitCode: Code.disk)
    }
  }
}
