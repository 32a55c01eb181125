/// The name a person chose for a vault, in the one form that the key derivation salts with.
///
/// Two ways of typing one name (capitals, accents, spaces, the apostrophe a telephone puts in) give
/// the same bytes. Specs/pseudonym.md defines the form and freezes it: it is that of Unicode 14.0
/// for ever. The interface shows `canonical`, so that the person knows what counts.
public struct Pseudonym: Sendable, Equatable {
  /// The canonical form in UTF-8: from 1 to 64 scalars, at most 256 bytes, never only spaces.
  public let canonical: [UInt8]

  /// The canonical form of what was typed, or of a canonical form, which it leaves as it is.
  ///
  /// - Parameter typed: what was typed, in UTF-8, without the line end.
  /// - Throws: the first fault met from left to right; then `empty`, then `tooLong`.
  public init(_ typed: [UInt8]) throws(PseudonymError) {
    canonical = try UnicodeFold.canonical(typed)
  }
}

/// Why a pseudonym is refused.
///
/// `offset` is where the refused character begins, in bytes of what was typed. No case carries the
/// characters themselves: an error may reach a log, a pseudonym must not.
public enum PseudonymError: Error, Equatable, Sendable {
  /// The bytes there are no UTF-8, or are U+FFFC or U+FFFD, which stand for something lost.
  case illFormed(offset: Int)
  /// A control character (Cc), such as a tab or a line end.
  case control(offset: Int)
  /// A character that does not show, such as a bidirectional override or a zero-width space.
  case invisible(offset: Int)
  /// A private-use character, of which nobody knows the meaning elsewhere.
  case privateUse(offset: Int)
  /// A code point with no character in Unicode 14.0, or that never will have one.
  case unassigned(offset: Int)
  /// Nothing is left: nothing was typed, or only spaces, lone accents and joiners.
  case empty
  /// More than 1,024 bytes were typed, or the canonical form has more than 64 scalars.
  case tooLong
}
