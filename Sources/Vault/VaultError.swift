public import Wire

/// Why something of a wallet could not be done.
///
/// A payload is a number or a public name: never a title, a word or a key.
public enum VaultError: Error, Equatable, Sendable {
  /// Wrong phrase, wrong pseudonym, no such wallet, locked or waiting: one answer.
  case noSuchWallet
  /// These are not the words of this file, or its head was altered.
  case wrongWords
  /// No document or grant of this identifier.
  case notFound
  /// An operator of the hardening service can't be used: nothing is said of the credential.
  case hardeningFailed(HardeningProblem)
  /// The server's epoch list is not the pinned one.
  case epochsNotPinned
  /// The server's answer is not of the protocol.
  case nonsense
  /// The server refused, for the reason given.
  case refused(Problem)
  /// Whether everything was changed is not known: keep what opens the wallet before and after.
  case outcomeUnknown
  /// Whether a lock or a deletion was done is not known; the wallet answers nothing now, or nobody does.
  case orderUnknown
  /// A lock or a deletion is not done: the wallet answers as before.
  case orderNotDone
  /// What is between here and the server refused the request for its size.
  case tooLargeOnTheWay
  /// Something stored was altered, swapped, planted, cut or rolled back.
  case damaged(Damage)
  /// What was typed or given can't be taken.
  case invalid(InvalidInput)
  /// The machine did not give the 64 MiB that stretching needs.
  case outOfMemory
}

extension VaultError {
  /// Whether the server, or what is between, failed: what was asked may have been done.
  public var isOfServerFailure: Bool {
    switch self {
    case .nonsense, .refused(.internalError), .refused(.unavailable), .refused(.timeout),
      .refused(.signatureUsed):
      true
    default: false
    }
  }
}

/// What is wrong with an operator of the hardening service, by its number, 1 or 2.
public enum HardeningProblem: Equatable, Sendable {
  /// It did not answer, or with nothing of the protocol.
  case unreachable(operator: UInt8)
  /// It did not prove that it used the pinned keys.
  case notProven(operator: UInt8)
}

/// What was found damaged.
public enum Damage: Equatable, Sendable {
  /// The slot's record opens but is not of its format.
  case slotRecord
  /// The slot was written under another epoch list than the server's.
  case epochList
  /// Nobody wrote down what the slots hold now: they have to be written anew.
  case slots
  /// The slot and the space are of different generations.
  case generation
  /// The journal ends before the last credential change.
  case rolledBack
  /// The entry of this number does not follow from the one before it.
  case chain(seq: UInt64)
  /// The entry of this number opens but is not of its format, or says something
  /// impossible.
  case entry(seq: UInt64)
  /// The journal's end is not what the server says it is.
  case head
  /// A block is missing, or not the one that was stored.
  case block
  /// A content or state opens but is not of its format.
  case content
  /// A sealed export was cut, altered, or put together of several.
  case export
  /// The link opens a cover or bundle that is not of its format.
  case grant
}

/// Why an input was not taken.
public enum InvalidInput: Equatable, Sendable {
  /// The word at this place, counted from 0, is in no list.
  case unknownWord(position: Int)
  /// A phrase has five to seven words.
  case wordCount(Int)
  /// A sealed file has exactly seven words.
  case fileWordCount(Int)
  /// The file is no sealed export.
  case exportFile
  /// The file is no local vault file.
  case localFile
  /// A local vault file was brought together with another wallet before.
  case anotherWallet
  /// An archive takes 65,535 files and 4 GiB less 1 byte.
  case archive
  /// The pseudonym can't be used.
  case pseudonym(PseudonymError)
  /// The pseudonym is a word of the lists.
  case pseudonymIsAWord
  /// The document is larger than 25,000,000 bytes.
  case documentTooLarge
  /// A text is longer than its field takes.
  case textTooLong(maxBytes: Int)
  /// A text has control or direction characters.
  case textHasControls
  /// There is no such day.
  case date
  /// A thumbnail is empty, or larger than 32,768 bytes.
  case thumbnail
  /// A list of kinds to mask has one twice, or more than 24.
  case maskedKinds
  /// A text is empty.
  case textEmpty
  /// The text is not one of a card, or has a wrong character.
  case card
  /// A card's code has six digits.
  case cardCode
  /// A recovery waits at most 30 days.
  case wait
  /// A lock ends later than now and at most 72 hours from now.
  case lockEnd
  /// The link is not one of a grant, or has a wrong character.
  case link
  /// The code is not of 4 to 6 digits.
  case code
  /// The end lies in the past or more than 30 days ahead.
  case expiry
  /// A grant takes 1...10,000 openings.
  case openings
  /// A grant of these documents takes fewer openings: what all of them read is bounded.
  case grantOpenings(most: UInt32)
  /// A grant takes at least one document, and at most 256 MiB of them.
  case grantSize
}
