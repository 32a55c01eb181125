import Share
import Sodium
import Testing
import Vault
import Wire

@Suite("links and codes") struct LinkTests {
  @Test func aLinkComesBackWhateverItsCaseAndSpaces() throws {
    let secret = Secret<GrantSecret>(copying: Array(0..<16))
    let link = GrantLink(origin: Array("http://127.0.0.1:8080".utf8), secret: secret)
    let text = String(decoding: link.text(), as: UTF8.self)
    #expect(text == "HTTP://127.0.0.1:8080/G#AAAQEAYEAUDAOCAJBIFQYDIOB4")
    let typed = try GrantLink(typed: Array("  \(text.lowercased())\r\n".utf8))
    #expect(typed.origin == Array("http://127.0.0.1:8080".utf8))
    #expect(typed.secret.exposedBytes() == Array(0..<16))
  }

  @Test(arguments: [
    "", "HTTP://A/G#", "HTTP://A/G#AAAQEAYEAUDAOCAJBIFQYDIOB",
    "FTP://A/G#AAAQEAYEAUDAOCAJBIFQYDIOB4",
    "HTTP:///G#AAAQEAYEAUDAOCAJBIFQYDIOB4", "HTTP://A/H#AAAQEAYEAUDAOCAJBIFQYDIOB4",
    "HTTP://A/G#AAAQEAYEAUDAOCAJBIFQYDIOB5", "HTTP://A/G#AAAQEAYEAUDAOCAJBIFQYDI9B4",
    "HTTP://A?x/G#AAAQEAYEAUDAOCAJBIFQYDIOB4", "HTTP://A/G#AAAQEAYEAUDAOCAJBIFQYDIOB4AA",
  ])
  func anythingElseIsNoLink(text: String) {
    #expect(throws: VaultError.invalid(.link)) { _ = try GrantLink(typed: Array(text.utf8)).origin }
  }

  @Test func aTextIsReadToItsLimit() throws {
    let link = "HTTP://A/G#AAAQEAYEAUDAOCAJBIFQYDIOB4"
    let longest = Array(link.utf8) + [UInt8](repeating: 0x20, count: 4_096 - link.utf8.count)
    let found = try GrantLink(typed: longest)
    #expect(found.origin == Array("http://a".utf8))
    #expect(throws: VaultError.invalid(.link)) {
      _ = try GrantLink(typed: longest + [0x20]).origin
    }
  }

  // Bytes that are no text, and text that ends within a sign.
  @Test(arguments: [[0xff], [0xc2], [0xe2, 0x80], [0x25], [0x25, 0x32]] as [[UInt8]])
  func whatFollowsALinkDoesNotCount(tail: [UInt8]) throws {
    let found = try GrantLink(typed: Array("HTTP://A/G#AAAQEAYEAUDAOCAJBIFQYDIOB4".utf8) + tail)
    #expect(found.origin == Array("http://a".utf8))
    #expect(found.secret.exposedBytes() == Array(0..<16))
  }

  @Test func aStubIsReadWithSignsThatNobodySees() {
    let code = RevocationCode.random()
    let printed = String(decoding: code.printed, as: UTF8.self)
    let pasted = "\u{feff}" + printed.replacing("-", with: "\u{2011}\u{200b}") + "\u{a0}\r\n"
    #expect(RevocationCode(typed: Array(pasted.utf8)) == code)
  }

  @Test func aRevocationCodeIsReadAsPeopleTypeIt() throws {
    for _ in 0..<200 {
      let code = RevocationCode.random()
      let printed = String(decoding: code.printed, as: UTF8.self)
      #expect(RevocationCode(typed: code.printed) == code)
      #expect(printed.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
      let typed = printed.lowercased().replacing("0", with: "o").replacing("1", with: "l")
      #expect(RevocationCode(typed: Array(typed.utf8)) == code)
      #expect(RevocationCode(typed: Array(typed.dropLast(2).utf8)) == code)
    }
  }

  @Test func oneWrongCharacterOfARevocationCodeIsNoticed() throws {
    let code = RevocationCode.random()
    for index in 0..<10 {
      for symbol in Crockford.alphabet where code.canonical[index] != symbol {
        var typed = code.printed.filter { $0 != 0x2d }
        typed[index] = symbol
        #expect(RevocationCode(typed: typed) == nil)
      }
    }
  }

  @Test func charactersOfARevocationCodeThatChangedPlacesAreNoticed() throws {
    let printed = RevocationCode.random().printed.filter { $0 != 0x2d }
    for one in 0..<11 {
      for other in 0..<one where printed[one] != printed[other] {
        var typed = printed
        typed.swapAt(one, other)
        #expect(RevocationCode(typed: typed) == nil)
      }
    }
  }

  @Test(arguments: ["", "123", "1234567", "12a4", "１２３４"])
  func aCodeHasFourToSixDigits(text: String) {
    #expect(throws: VaultError.invalid(.code)) { try SpokenCode(typed: Array(text.utf8)) }
  }
}

@Suite("covers and manifests") struct CoverTests {
  var secret: Secret<GrantSecret> { Secret(copying: Array(0..<16)) }

  func cover(needsCode: Bool) -> Cover {
    Cover(
      expiry: 1_800_000_000, needsCode: needsCode,
      receiptPublicKey: [UInt8](repeating: 9, count: 32), purpose: Array("pour le CPAS".utf8),
      name: Array("A.".utf8))
  }

  @Test func aCoverShowsItsPurposeOnlyWithoutACode() throws {
    let open = try Cover(cover(needsCode: false).seal(with: secret), with: secret)
    #expect(open == cover(needsCode: false))
    #expect(!open.purpose.isEmpty)
    let guarded = try Cover(cover(needsCode: true).seal(with: secret), with: secret)
    #expect(guarded.purpose.isEmpty && guarded.name.isEmpty && guarded.needsCode)
  }

  @Test func everyFlippedByteOfACoverIsDamage() {
    let sealed = cover(needsCode: false).seal(with: secret)
    for index in stride(from: 0, to: sealed.count, by: 13) {
      var changed = sealed
      changed[index] ^= 0x40
      #expect(throws: VaultError.damaged(.grant)) { try Cover(changed, with: secret) }
    }
    #expect(throws: VaultError.damaged(.grant)) {
      try Cover(Array(sealed.dropLast()), with: secret)
    }
  }

  @Test func aReadersNameReachesTheHolderAlone() throws {
    let o = SharedSecret<ReceiptSecret>(.random(byteCount: 32))
    let id = GrantID.random()
    let publicKey = SealTo.publicKey(of: ReceiptKeys.secretKey(o.secret))
    let sealed = try ReceiptName.seal(Array("Mme Dupont".utf8), to: publicKey, id: id)
    #expect(sealed.count == 256)
    #expect(ReceiptName.open(sealed, with: o, id: id) == Array("Mme Dupont".utf8))
    #expect(ReceiptName.open(sealed, with: o, id: .random()) == nil)
    #expect(ReceiptName.open(randomBytes(256), with: o, id: id) == nil)
    #expect(try ReceiptName.seal([], to: publicKey, id: id).count == 256)
  }
}

@Suite("QR codes") struct QRCodeTests {
  @Test func aLinkFitsASmallCode() throws {
    let link = GrantLink(
      origin: Array("https://documents.example.brussels".utf8), secret: .random(byteCount: 16))
    let paper = try #require(QRCode(link.text(), .paper))
    #expect(paper.size <= 41)  // version 6
    #expect(String(decoding: paper.svg(), as: UTF8.self).hasPrefix("<svg"))
    #expect(QRCode([], .paper) == nil)
  }
}
