import Sodium

/// What the vectors reach of SLIP-0039's general form, and of a set with its random bytes given.
/// - SeeAlso: Specs/Vectors/README.md.
package enum RecoveryVectors {
  /// The secret of shares as words of 10 bits.
  package static func combine(
    _ mnemonics: [[UInt16]], passphrase: [UInt8]
  ) throws(RecoveryError) -> [UInt8] {
    var shares: [MemberShare] = []
    for (position, words) in mnemonics.enumerated() {
      do {
        shares.append(try MemberShare(words: words))
      } catch {
        throw RecoveryError.damaged(share: position)
      }
    }
    let secret: Secret<Plaintext> = try SLIP39.combine(shares, passphrase: passphrase)
    return secret.exposedBytes()
  }

  /// The shares of a secret as words, group by group; `random` is what would be drawn, in order.
  package static func split(
    _ secret: [UInt8], passphrase: [UInt8], identifier: UInt16, isExtendable: Bool,
    iterationExponent: UInt8, groupThreshold: Int, groups: [(threshold: Int, count: Int)],
    random: [UInt8]
  ) -> [[[UInt16]]] {
    let secret: Secret<Plaintext> = Secret(copying: secret)
    var rest = random[...]
    let shares = SLIP39.split(
      secret, passphrase: passphrase,
      parameters: SharedParameters(
        identifier: identifier, isExtendable: isExtendable, iterationExponent: iterationExponent,
        groupThreshold: groupThreshold, groupCount: groups.count),
      groups: groups
    ) { take($0, from: &rest) }
    return shares.map { $0.map { $0.words() } }
  }

  /// A set as the project makes it.
  package static func split(
    _ secret: [UInt8], threshold: Int, count: Int, identifier: UInt16, random: [UInt8]
  ) -> [RecoveryShare] {
    let secret: Secret<Plaintext> = Secret(copying: secret)
    var rest = random[...]
    return RecoveryShares.split(
      secret, threshold: threshold, count: count, identifier: identifier
    ) { take($0, from: &rest) }
  }

  /// The parameters and the place of a share.
  package static func fields(
    _ share: RecoveryShare
  ) -> (identifier: UInt16, memberIndex: Int, threshold: Int, value: [UInt8]) {
    let member = share.member
    return (
      member.parameters.identifier, member.memberIndex, member.memberThreshold,
      member.value.secret.exposedBytes()
    )
  }

  private static func take(
    _ byteCount: Int, from rest: inout ArraySlice<UInt8>
  ) -> Secret<ShareValue> {
    precondition(rest.count >= byteCount, "vectors: too few random bytes")
    let taken: Secret<ShareValue> = Secret(copying: Array(rest.prefix(byteCount)))
    rest = rest.dropFirst(byteCount)
    return taken
  }

  /// A share file of this share, with the seal's salt given.
  package static func shareFile(
    _ file: [UInt8], _ share: RecoveryShare, key: [UInt8], salt: [UInt8]
  ) -> [UInt8] {
    let key: Secret<CustodyKey> = Secret(copying: key)
    let sealed = Seal.seal(file.rawSpan, with: key, label: .custody, context: [], salt: salt)
    return Custody.write(share, sealed)
  }
}
