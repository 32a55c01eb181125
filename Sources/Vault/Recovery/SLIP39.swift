import Sodium
import Wire

/// SLIP-0039 in its general form: groups, passphrases, secrets of other lengths. For its
/// published vectors; what the project makes of it is ``RecoveryShares``.
/// - SeeAlso: Specs/recovery-shares.md, "The general form".
enum SLIP39 {
  /// The shares, group by group, of a secret of 16...64 bytes (an even number).
  ///
  /// A member threshold of 1 goes with one member.
  static func split<P>(
    _ secret: borrowing Secret<P>, passphrase: [UInt8], parameters: SharedParameters,
    groups: [(threshold: Int, count: Int)], draw: SecretDraw
  ) -> [[MemberShare]] {
    precondition(groups.count == parameters.groupCount)
    let cipher = MasterSecretCipher(passphrase: passphrase, parameters: parameters)
    let points = SecretSharing.split(
      SharedSecret(cipher.encrypt(secret)), threshold: parameters.groupThreshold,
      count: groups.count, draw: draw)
    var shares: [[MemberShare]] = []
    for (group, point) in zip(groups, points) {
      let members = SecretSharing.split(
        point.value, threshold: group.threshold, count: group.count, draw: draw)
      shares.append(
        members.map { member in
          MemberShare(
            parameters: parameters, groupIndex: Int(point.x), memberIndex: Int(member.x),
            memberThreshold: group.threshold, value: member.value)
        })
    }
    return shares
  }

  /// The secret of exactly the shares that are needed.
  static func combine<P>(
    _ shares: [MemberShare], passphrase: [UInt8], as purpose: P.Type = P.self
  ) throws(RecoveryError) -> Secret<P> {
    guard let first = shares.first else { throw .tooFew(given: 0, needed: 1) }
    var groups: [[MemberShare]] = Array(repeating: [], count: 16)
    for (position, share) in shares.enumerated() {
      try check(share, at: position, with: first, in: groups[share.groupIndex])
      groups[share.groupIndex].append(share)
    }
    groups.removeAll { $0.isEmpty }

    let needed = first.parameters.groupThreshold
    guard groups.count >= needed else { throw .tooFew(given: groups.count, needed: needed) }
    guard groups.count == needed else { throw .doNotFit }
    var points: [SharePoint] = []
    for group in groups {
      let members = group.map { SharePoint(x: UInt8($0.memberIndex), value: $0.value) }
      let value = try recover(members, threshold: group[0].memberThreshold)
      points.append(SharePoint(x: UInt8(group[0].groupIndex), value: value))
    }
    let encrypted = try recover(points, threshold: needed)
    let cipher = MasterSecretCipher(passphrase: passphrase, parameters: first.parameters)
    return cipher.decrypt(encrypted.secret)
  }

  /// Whether a share belongs to those before it: `first` of all, and those of its group.
  static func check(
    _ share: MemberShare, at position: Int, with first: MemberShare, in group: [MemberShare]
  ) throws(RecoveryError) {
    guard share.parameters == first.parameters,
      share.value.secret.byteCount == first.value.secret.byteCount,
      group.allSatisfy({ $0.memberThreshold == share.memberThreshold })
    else { throw .anotherSet(share: position) }
    guard let same = group.first(where: { $0.memberIndex == share.memberIndex }) else { return }
    let isSame = same.value.secret.withBytes { a in
      share.value.secret.withBytes { b in constantTimeEqual(a, b) }
    }
    throw isSame ? .doubled(share: position) : .doNotFit
  }

  private static func recover(
    _ points: [SharePoint], threshold: Int
  ) throws(RecoveryError) -> SharedSecret<ShareValue> {
    guard points.count >= threshold else {
      throw .tooFew(given: points.count, needed: threshold)
    }
    guard points.count == threshold,
      let secret = SecretSharing.recover(points, threshold: threshold)
    else { throw .doNotFit }
    return secret
  }
}
