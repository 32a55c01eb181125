import Sodium
import Testing

@testable import Vault

/// Specs/recovery-shares.md; its vectors, and SLIP-0039's own, run with all others (VectorTests).
@Suite("recovery shares") struct RecoveryTests {
  private let secret: [UInt8] = (0..<32).map { UInt8($0 * 7 + 1) }

  private func set(_ threshold: Int, _ count: Int) -> [RecoveryShare] {
    let secret: Secret<Plaintext> = Secret(copying: secret)
    return RecoveryShares.split(secret, threshold: threshold, count: count)
  }

  private func join(_ texts: [[UInt8]]) throws(RecoveryError) -> [UInt8] {
    let joined: Secret<Plaintext> = try RecoveryShares.join(typed: texts)
    return joined.exposedBytes()
  }

  @Test func everyPairOfThreeRebuildsAndNoSingleOneHelps() throws {
    let texts = set(2, 3).map { $0.text() }
    for first in 0..<3 {
      for second in 0..<3 where second != first {
        #expect(try join([texts[first], texts[second]]) == secret)
      }
      #expect(throws: RecoveryError.tooFew(given: 1, needed: 2)) { try join([texts[first]]) }
    }
    #expect(throws: RecoveryError.tooFew(given: 0, needed: 2)) { try join([]) }
  }

  /// The field's arithmetic against its definition, over all pairs.
  @Test func theFieldIsThatOfAES() {
    #expect(GF256.multiply(0x57, 0x83) == 0xc1)  // FIPS 197, section 4.2
    for a in UInt8.min...UInt8.max {
      #expect(GF256.multiply(a, GF256.invert(a)) == (a == 0 ? 0 : 1))
      for b in UInt8.min...UInt8.max {
        var product: UInt16 = 0
        for bit in 0..<8 where b >> bit & 1 == 1 { product ^= UInt16(a) << bit }
        for bit in stride(from: 14, through: 8, by: -1) where product >> bit & 1 == 1 {
          product ^= 0x11b << (bit - 8)
        }
        if GF256.multiply(a, b) != UInt8(product) { Issue.record("\(a) times \(b)") }
      }
    }
  }

  @Test func everyChangedCharacterIsFound() throws {
    let text = set(2, 2)[0].text()
    let symbols = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    for place in 1..<text.count {
      for symbol in symbols where symbol != text[place] {
        var changed = text
        changed[place] = symbol
        #expect(throws: RecoveryError.damaged(share: 4)) {
          try RecoveryShare(typed: changed, at: 4)
        }
      }
    }
  }

  @Test func setsDifferAndNothingOfTheSecretShows() throws {
    var values: Set<[UInt8]> = []
    for _ in 0..<8 {
      for share in set(2, 3) {
        let value = share.member.value.secret.exposedBytes()
        #expect(value != secret)
        #expect(values.insert(value).inserted)
      }
    }
  }

  @Test func morePeopleThanNeededAndFewer() throws {
    for (threshold, count) in [(2, 2), (3, 5), (16, 16), (2, 16), (9, 16)] {
      let texts = set(threshold, count).map { $0.printed() }.shuffled()
      #expect(try join(Array(texts.prefix(threshold))) == secret)
      #expect(try join(texts) == secret)
      #expect(throws: RecoveryError.tooFew(given: threshold - 1, needed: threshold)) {
        try join(Array(texts.prefix(threshold - 1)))
      }
    }
  }

  /// All shares of an older set join: to an older secret, not to an error.
  @Test func anOlderSetIsNotMixedWithANewerOne() throws {
    let old = set(2, 3)
    var new = set(2, 3)
    while new[0].member.parameters == old[0].member.parameters { new = set(2, 3) }
    #expect(throws: RecoveryError.anotherSet(share: 1)) {
      try join([new[0].text(), old[1].text()])
    }
    #expect(throws: RecoveryError.anotherSet(share: 2)) {
      try join([new[0].text(), new[1].text(), old[1].text()])
    }
    #expect(throws: RecoveryError.doubled(share: 1)) {
      try join([new[0].text(), new[0].printed()])
    }
  }

  @Test func aFileInCustodyComesBackAndADamagedCopyIsNamed() throws {
    for byteCount in [1, 47, 48, 49, 100_000] {
      let file = randomBytes(byteCount)
      var files = Custody.split(file.rawSpan, threshold: 2, count: 3)
      var joined = try Custody.join([files[2], files[0]])
      #expect(joined.file.exposedBytes() == file)
      #expect(joined.damagedCopies.isEmpty)
      files[0][files[0].count - 3] ^= 1
      joined = try Custody.join([files[0], files[1]])
      #expect(joined.file.exposedBytes() == file)
      #expect(joined.damagedCopies == [0])
    }
  }
}
