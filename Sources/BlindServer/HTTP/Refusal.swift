import GRDB
import Wire

/// A call's answer when it is not done: one of the protocol's problems.
struct Refusal: Error, Equatable {
  var problem: Problem
  /// For `tooManyCalls`: the work that would do instead.
  var challenge: [UInt8]?
  /// When to ask again, in seconds.
  var retryAfter: Int?
  /// For `methodNotAllowed`: the methods that there are.
  var allowed: String?

  init(_ problem: Problem, retryAfter: Int? = nil) {
    self.problem = problem
    self.retryAfter = retryAfter
  }

  init(challenge: [UInt8]?, retryAfter: Int) {
    problem = .tooManyCalls
    self.challenge = challenge
    self.retryAfter = retryAfter
  }

  /// What was used up today, which no work brings back.
  init(untilTomorrowFrom now: UInt64) {
    self.init(challenge: nil, retryAfter: Int(CoarseTime.day - now % CoarseTime.day))
  }

  /// A method that the path hasn't, with those that it has.
  init(allowing allowed: String) {
    problem = .methodNotAllowed
    self.allowed = allowed
  }

  /// What an error of the storage or the system comes to; the one table of it.
  init(_ error: any Error) {
    switch error {
    case let error as Refusal: self = error
    case let error as StorageError: self.init(Self.problem(of: error))
    case is CBORError: self.init(.malformed)
    // What would be promised could not be kept by a later restore.
    case is WitnessError: self.init(.unavailable, retryAfter: Pool.retrySeconds)
    case let error as SystemError where error.isDiskFull: self.init(.unavailable)
    case let error as SystemError where error.isOutOfFiles:
      self.init(.unavailable, retryAfter: Pool.retrySeconds)
    case let error as DatabaseError where error.resultCode == .SQLITE_FULL:
      self.init(.unavailable)
    default: self.init(.internalError)
    }
  }

  private static func problem(of error: StorageError) -> Problem {
    switch error {
    case .notFound: .notFound
    case .headMoved: .headMoved
    case .slotsMoved: .slotsMoved
    case .blockMissing: .blockMissing
    case .blockDiffers: .blockDiffers
    case .malformed: .malformed
    case .full: .full
    case .damaged: .internalError
    }
  }
}
