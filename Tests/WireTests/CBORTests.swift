import Sodium
import Testing
import Wire

@Suite("deterministic CBOR") struct CBORTests {
  @Test(arguments: [
    0, 1, 23, 24, 255, 256, 65_535, 65_536, 4_294_967_295, 4_294_967_296, UInt64.max,
  ])
  func numbersHaveOneEncoding(value: UInt64) throws {
    var writer = CBORWriter()
    writer.unsigned(value)
    let bytes = writer.exposedBytes()
    var reader = CBORReader(bytes.rawSpan)
    #expect(try reader.readUnsigned() == value)
    try reader.finish()
  }

  @Test(
    arguments: [
      ([0x18, 0x17], CBORError.notDeterministic(offset: 0)),
      ([0x19, 0x00, 0xff], .notDeterministic(offset: 0)),
      ([0x1a, 0x00, 0x00, 0xff, 0xff], .notDeterministic(offset: 0)),
      ([0x1c], .notDeterministic(offset: 0)),
      ([0x1f], .notDeterministic(offset: 0)),
      ([0x20], .unsupported(offset: 0)),
      ([0xc0, 0x00], .unsupported(offset: 0)),
      ([0xf6], .unsupported(offset: 0)),
      ([0xf9, 0x00, 0x00], .unsupported(offset: 0)),
      ([0x41, 0x00], .unexpected(offset: 0)),
      ([0x19, 0x01], .truncated(offset: 0)),
      ([], .truncated(offset: 0)),
    ] as [([UInt8], CBORError)])
  func everythingElseIsNoNumber(bytes: [UInt8], error: CBORError) {
    #expect(throws: error) {
      var reader = CBORReader(bytes.rawSpan)
      _ = try reader.readUnsigned()
    }
  }

  @Test func aMessageWithTrailingBytesKeysOutOfOrderOrTwiceIsRefused() throws {
    let good = GrantCoverRequest(id: .random()).encoded()
    #expect(try GrantCoverRequest(decoding: good).encoded() == good)
    #expect(throws: CBORError.trailing(offset: good.count)) {
      try GrantCoverRequest(decoding: good + [0])
    }
    for cut in 0..<good.count {
      #expect(throws: CBORError.self) { try GrantCoverRequest(decoding: Array(good[..<cut])) }
    }
    var other = good
    other[1] = 2
    #expect(throws: CBORError.unexpected(offset: 1)) { try GrantCoverRequest(decoding: other) }
  }

  /// Any other byte: small letters, I, L, O and U too, which are read as others only where they
  /// are typed.
  @Test func aRevocationCodeHasCharactersOfItsAlphabetOnly() throws {
    let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    for byte in UInt8.min...UInt8.max {
      let code = Array("012345678".utf8) + [byte]
      let revoke = RevokeRequest(revocationCode: code).encoded()
      let reserve = GrantReserveRequest(
        id: .random(), openAuth: [UInt8](repeating: 1, count: 32), revocationCode: code,
        receiptID: .random(), receiptAuth: [UInt8](repeating: 2, count: 32), blockCount: 1
      ).encoded()
      if alphabet.contains(byte) {
        #expect(try RevokeRequest(decoding: revoke).revocationCode == code)
        #expect(try GrantReserveRequest(decoding: reserve).revocationCode == code)
      } else {
        #expect(throws: CBORError.unexpected(offset: 2)) { try RevokeRequest(decoding: revoke) }
        #expect(throws: CBORError.unexpected(offset: 55)) {
          try GrantReserveRequest(decoding: reserve)
        }
      }
    }
  }

  @Test func textIsWellFormedUTF8() {
    #expect(isWellFormedUTF8(Array("é漢😀".utf8)))
    let bad: [[UInt8]] = [
      [0x80], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82], [0xff],
    ]
    for bytes in bad { #expect(!isWellFormedUTF8(bytes)) }
  }
}

@Suite("signatures of requests") struct SignatureTests {
  let parameters = HTTPSignature.Parameters(
    created: 1_760_000_000, nonce: [UInt8](16..<32), keyID: SpaceID([UInt8](0..<16))!)

  @Test func parametersHaveOneSpelling() {
    let field = parameters.signatureInput
    #expect(HTTPSignature.Parameters(signatureInput: field) == parameters)
    for index in field.indices {
      var changed = field
      changed[index] ^= 1
      if let other = HTTPSignature.Parameters(signatureInput: changed) {
        #expect(other != parameters)
        #expect(other.signatureInput == changed)
      }
    }
    let text = String(decoding: field, as: UTF8.self)
    for bad in [
      text + " ", text.replacing("created=", with: "created=0"), text.uppercased(), "",
      text.replacing(";tag=\"pde1\"", with: ""), text + ";expires=1",
    ] {
      #expect(HTTPSignature.Parameters(signatureInput: Array(bad.utf8)) == nil)
    }
  }

  @Test func workIsFoundAndBelongsToItsBody() throws {
    let challenge = [8] + [UInt8](repeating: 3, count: 31)
    let body = GrantCoverRequest(id: .random()).encoded()
    let hash = Work.bodyHash(body)
    let work = try #require(
      Work.solve(challenge: challenge, bodyHash: hash, from: 0, tries: 100_000))
    #expect(Work.isSolution(work, bodyHash: hash))
    var other = hash
    other[0] ^= 1
    // One in 256 of wrong ones fits: this one does not, for this fixed challenge and most bodies.
    let misses = (0..<64).count { index in
      var nonce = work
      nonce[39] = UInt8(index)
      return !Work.isSolution(nonce, bodyHash: other)
    }
    #expect(misses > 48)
    #expect(Work.challenge(field: Work.challengeField(challenge)) == challenge)
  }
}
