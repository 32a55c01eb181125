public import Sodium

/// A secret of 32 bytes as k of n shares on paper: SLIP-0039 with one group, no passphrase, the
/// extendable flag and the exponent 0.
/// - SeeAlso: Specs/recovery-shares.md.
public enum RecoveryShares {
  /// n; k is 2 to n.
  public static let counts = 2...16

  /// A new set of `count` shares, any `threshold` of which join to `secret`.
  ///
  /// `secret` has 32 bytes. Each call draws a new set; shares of two sets never join.
  public static func split<P>(
    _ secret: borrowing Secret<P>, threshold: Int, count: Int
  ) -> [RecoveryShare] {
    split(
      secret, threshold: threshold, count: count,
      identifier: UInt16(randomNumber(below: 1 << 15))
    ) { Secret.random(byteCount: $0) }
  }

  /// As above with what is drawn given: for vectors only.
  static func split<P>(
    _ secret: borrowing Secret<P>, threshold: Int, count: Int, identifier: UInt16,
    draw: SecretDraw
  ) -> [RecoveryShare] {
    precondition(
      counts.contains(count) && (counts.lowerBound...count).contains(threshold),
      "Vault: 2 of 2 to 16 of 16 shares")
    precondition(
      secret.byteCount == RecoveryShare.secretBytes, "Vault: a shared secret has 32 bytes")
    let parameters = SharedParameters(
      identifier: identifier, isExtendable: true, iterationExponent: 0, groupThreshold: 1,
      groupCount: 1)
    let groups = SLIP39.split(
      secret, passphrase: [], parameters: parameters, groups: [(threshold, count)], draw: draw)
    return groups[0].map { RecoveryShare($0) }
  }

  /// The secret of at least as many shares of one set as are needed.
  ///
  /// - Throws: every ``RecoveryError`` but `.damaged` and `.notOfThisUse`.
  public static func join<P>(
    _ shares: [RecoveryShare], as purpose: P.Type = P.self
  ) throws(RecoveryError) -> Secret<P> {
    var members: [MemberShare] = []
    for (position, share) in shares.enumerated() {
      try SLIP39.check(
        share.member, at: position, with: members.first ?? share.member, in: members)
      members.append(share.member)
    }
    guard let needed = members.first?.memberThreshold else {
      throw .tooFew(given: 0, needed: counts.lowerBound)
    }
    guard members.count >= needed else {
      throw .tooFew(given: members.count, needed: needed)
    }
    return try SLIP39.combine(Array(members[..<needed]), passphrase: [])
  }

  /// The secret of shares as they were scanned or typed.
  ///
  /// - Throws: ``RecoveryError``, with the position of the share that it is about.
  public static func join<P>(
    typed: [[UInt8]], as purpose: P.Type = P.self
  ) throws(RecoveryError) -> Secret<P> {
    var shares: [RecoveryShare] = []
    for (position, text) in typed.enumerated() {
      shares.append(try RecoveryShare(typed: text, at: position))
    }
    return try join(shares)
  }
}
