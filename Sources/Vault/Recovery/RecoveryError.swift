/// Why shares don't come to a secret.
///
/// A position is that of a share among those given, counted from 0.
/// - SeeAlso: Specs/recovery-shares.md, "Joining".
public enum RecoveryError: Error, Equatable, Sendable {
  /// A character is wrong, missing or too many: the checksum does not fit.
  case damaged(share: Int)
  /// A share of SLIP-0039, but not one that this project makes.
  case notOfThisUse(share: Int)
  /// Its first characters are not those of the first share.
  case anotherSet(share: Int)
  /// It was given before.
  case doubled(share: Int)
  /// Sound shares of sets that have one identifier by chance.
  case doNotFit
  /// So many are given, of so many that are needed.
  case tooFew(given: Int, needed: Int)
}
