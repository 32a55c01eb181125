import GRDB
import Wire

/// A call's answer when it is not done: one of the protocol's problems.
struct Refusal: Error, Equatable {
  var problem: Problem
  /// For `tooManyCalls`: the work that would do instead, and when none is needed.
  var challenge: [UInt8]?
  var retryAfter: Int?

  init(_ problem: Problem) {
    self.problem = problem
  }

  init(challenge: [UInt8]?, retryAfter: Int) {
    problem = .tooManyCalls
    self.challenge = challenge
    self.retryAfter = retryAfter
  }

  /// What an error of the storage or the system comes to; the one table of it.
  init(_ error: any Error) {
    switch error {
    case let error as Refusal: self = error
    case let error as StorageError: self.init(Self.problem(of: error))
    case is CBORError: self.init(.malformed)
    case let error as SystemError where error.isDiskFull: self.init(.unavailable)
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
