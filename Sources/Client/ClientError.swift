public import Vault

/// Why something could not be done, over the network and the disk.
///
/// No case carries a title, a name of a file, a word or a key.
public enum ClientError: Error, Equatable, Sendable {
  case vault(VaultError)
  /// The server could not be reached, or its answer did not come whole and in time.
  case unreachable
  /// Too many calls: try again after this many seconds.
  case tooManyCalls(retryAfter: UInt64)
  case file(FileProblem)
  /// The answer to a change of everything did not come, and could not be asked for: the wallet
  /// opens with the old secret or with the new one.
  case changeUnknown
}

extension ClientError {
  /// Whether no answer of the service's own came: what was asked may have been done. A 429 may be
  /// somebody's who stands between.
  var isOfNoAnswer: Bool {
    switch self {
    case .unreachable, .tooManyCalls: true
    default: false
    }
  }
}

/// What was wrong with a file.
public enum FileProblem: Equatable, Sendable {
  case unreadable
  /// A folder, a device, a pipe.
  case notAFile
  case empty
  /// More than 25,000,000 bytes.
  case tooLarge
  /// It was written to while it was read: nothing of it was added.
  case changedWhileRead
  /// There is a file of this name already.
  case exists
  case unwritable
  case diskFull
}
