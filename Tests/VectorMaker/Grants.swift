import Sodium
import VectorRunner
import Wire

func grantVectors() -> VectorFile {
  var file = VectorFile("grants", spec: "Specs/grants.md")
  addKeys(to: &file)
  addTyped(to: &file)
  addCovers(to: &file)
  addManifests(to: &file)
  return file
}

private func addKeys(to file: inout VectorFile) {
  let keys: [(String, Input)] = [
    ("secret", seeded("grant/secret", 16)), ("code", .text("")),
    ("keyShare", seeded("grant/share")),
  ]
  let onTheWay = ["access"]
  file.add(
    "keys without a code", "a = K(s, \"pde1/g/code\", \"\")", "grant.keys", keys,
    intermediate: onTheWay)
  file.add(
    "keys with a code", "the cover opens without it, the rest does not", "grant.keys",
    keys.with("code", .text("0420")), intermediate: onTheWay)
  file.add(
    "keys with a code of 6 digits", "digits, not a number", "grant.keys",
    keys.with("code", .text("000420")), intermediate: onTheWay)
  file.add(
    "keys with another share", "the bundle's key alone differs", "grant.keys",
    keys.with("keyShare", seeded("grant/share2")), intermediate: onTheWay)
  file.add(
    "keys with a code of 3 digits", "4 to 6", "grant.keys", keys.with("code", .text("123")),
    expect: "code")
  file.add(
    "keys of a receipt", "they hang from a secret of their own, not from the link's",
    "grant.receiptKeys", [("secret", seeded("receipt/secret"))])
}

private func addTyped(to file: inout VectorFile) {
  func link(_ name: String, _ comment: String, _ typed: String, expect: String = "link") {
    file.add("link: \(name)", comment, "grant.link", [("typed", .text(typed))], expect: expect)
  }
  let secret = base32(Seed.bytes("grant/secret", 16))
  link("as scanned", "26 characters", "HTTPS://PDE.EXAMPLE/G#" + secret, expect: "ok")
  link(
    "as typed", "in any case", " https://pde.example/g#" + secret.lowercased() + "\n", expect: "ok")
  link("on a port", "the host has one", "http://127.0.0.1:8080/G#" + secret, expect: "ok")
  link("a character less", "25", "HTTPS://PDE.EXAMPLE/G#" + secret.dropLast())
  link("a character more", "27", "HTTPS://PDE.EXAMPLE/G#" + secret + "A")
  link(
    "a digit that is none", "9 looks like no letter of the alphabet",
    "HTTPS://PDE.EXAMPLE/G#" + secret.dropFirst() + "9")
  link(
    "bits behind the secret", "one secret has one spelling",
    "HTTPS://PDE.EXAMPLE/G#" + secret.dropLast() + "B")
  link("another path", "the reader's page is /G", "HTTPS://PDE.EXAMPLE/H#" + secret)
  link("a path more", "the reader's page is at the root", "HTTPS://PDE.EXAMPLE/A/G#" + secret)
  link("a query", "the secret is in the fragment only", "HTTPS://PDE.EXAMPLE/G?" + secret)
  link(
    "another scheme", "https, or http on a machine of one's own", "FTP://PDE.EXAMPLE/G#" + secret)
  link("no host", "nothing to ask", "HTTPS:///G#" + secret)
  link(
    "a name before the host", "what stands before @ is not the host",
    "HTTPS://A@PDE.EXAMPLE/G#" + secret)
  link("the secret alone", "no page", secret)
  link("nothing", "no link", "")
  addArrivals(of: secret, to: &file)

  func code(_ name: String, _ comment: String, _ typed: String, expect: String = "code") {
    file.add("code: \(name)", comment, "grant.code", [("typed", .text(typed))], expect: expect)
  }
  code("four digits", "kept as they are", "0420", expect: "ok")
  code("six digits in groups", "spaces are left out", " 12 34 56\n", expect: "ok")
  code("three digits", "4 at least", "123")
  code("seven digits", "6 at most", "1234567")
  code("a letter", "O is not 0 here: digits are spoken", "12O4")
  code("digits of another script", "ASCII digits", "١٢٣٤")
  code("a sign", "digits", "-1234")
  code("no code", "nothing was typed", "")

  func revocation(_ name: String, _ comment: String, _ typed: String, expect: String = "refused") {
    file.add(
      "stub: \(name)", comment, "grant.revocation", [("typed", .text(typed))], expect: expect)
  }
  // The check by Damm's algorithm over GF(32), worked out here once more: as a sum of powers of x.
  let symbols = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
  func check(_ code: String, start: Int = 0) -> String {
    var sum = 0
    let values = [start] + code.map { symbols.firstIndex(of: $0)! }
    for (power, value) in zip((1...11).reversed(), values) {
      var product = value
      for _ in 0..<power { product = product < 16 ? product * 2 : (product * 2) ^ 37 }
      sum ^= product
    }
    return String(symbols[sum])
  }
  let right = check("0123456789")
  revocation("as printed", "in groups, with its check", "01234-56789-" + right, expect: "ok")
  revocation(
    "in small letters and without groups", "look-alikes replaced",
    ("oi23456789" + right).lowercased(), expect: "ok")
  revocation("an L", "read as 1, as an I is", "0L234-56789-" + right, expect: "ok")
  revocation("all zeros", "the check of 0 is 0", "00000000000", expect: "ok")
  revocation("the largest", "2^50 - 1", "ZZZZZZZZZZ" + check("ZZZZZZZZZZ"), expect: "ok")
  revocation(
    "a check that is a look-alike", "O for 0", "0000000000o", expect: "ok")
  revocation("without its check", "ten characters: to be confirmed", "0123456789", expect: "ok")
  revocation("a digit changed", "the check finds one", "01234-56788-" + right)
  revocation("two digits swapped", "the check finds that", "01234-56798-" + right)
  revocation("two far apart swapped", "and that", "91234-56780-" + right)
  revocation("nine characters", "one too few", "012345678")
  revocation("a character too many", "twelve", "01234567890" + right)
  revocation("a U", "not of the alphabet", "U1234-56789-" + right)
  revocation("a sign as its check", "letters and digits only", "01234-56789-=")
  revocation(
    "the check of a short code", "neither passes for the other",
    "01234-56789-" + check("0123456789", start: 1))
  revocation("nothing", "no code", "")

  for (name, content, paper) in [
    ("a link for paper", "HTTPS://PDE.EXAMPLE/G#" + secret, UInt64(1)),
    ("a link for a screen", "HTTPS://PDE.EXAMPLE/G#" + secret, 0),
  ] {
    file.add(
      "QR code: \(name)", "the same modules in every build", "qr",
      [("content", .text(content)), ("paper", .number(paper))])
  }
  file.add(
    "QR code: nothing", "no code holds nothing", "qr",
    [("content", .text("")), ("paper", .number(1))], expect: "refused")
  file.add(
    "QR code: too much", "more than the largest holds", "qr",
    [("content", .text(String(repeating: "a", count: 2_000))), ("paper", .number(1))],
    expect: "refused")
}

/// What mailers, networks, address bars and hands make of a link.
private func addArrivals(of secret: String, to file: inout VectorFile) {
  func arrives(_ name: String, _ comment: String, _ typed: String, expect: String = "ok") {
    file.add(
      "link as it arrives: \(name)", comment, "grant.link", [("typed", .text(typed))],
      expect: expect)
  }
  let page = "HTTPS://PDE.EXAMPLE/G#"
  func groups(_ separator: String) -> String {
    stride(from: 0, to: 26, by: 4).map { secret.dropFirst($0).prefix(4) }
      .joined(separator: separator)
  }
  arrives("a full stop behind", "the sentence's", page + secret + ".")
  arrives("in brackets", "the sentence's, too", "(" + page + secret + "), merci")
  arrives("between < and >", "as mailers set addresses apart", "<" + page + secret + ">")
  arrives("in quotation marks", "as people do", "\"" + page + secret + "\"")
  arrives(
    "in a sentence", "what stands before an address, and behind it",
    "Here is the link: " + page.lowercased() + secret.lowercased() + " for you")
  arrives(
    "on a line of its own", "the next one is not of it", "#1:\r\n" + page + secret + "\r\n\r\nAmal")
  arrives(
    "a campaign behind", "a mailer put it there", page + secret + "&utm_source=mail&utm_medium=e")
  arrives(
    "a query before", "a network put it there", "https://pde.example/g?fbclid=Iw0A_x-1#" + secret)
  arrives(
    "a text to go to", "the first mark with a key is the one", page + secret + "#:~:text=Amal")
  arrives("a slash behind the path", "some add one", "https://pde.example/G/#" + secret)
  arrives(
    "the mark encoded", "some encode all that is not a letter", "https://pde.example/g%23" + secret)
  arrives("the mark encoded twice", "one after the other", "https://pde.example/g%2523" + secret)
  arrives(
    "inside another address", "what a mailer checks links with",
    "https://l.example/?u=https%3A%2F%2Fpde.example%2Fg%23" + secret + "&h=1")
  arrives("groups with hyphens", "as a hand writes it", page + groups("-"))
  arrives("groups with long hyphens", "as a text program sets them", page + groups("\u{2011}"))
  arrives("groups with spaces that do not break", "as a sheet has them", page + groups("\u{a0}"))
  arrives("soft hyphens", "nobody sees them", page + groups("\u{ad}"))
  arrives(
    "signs without a width", "nobody sees them either",
    "\u{feff}" + page + groups("\u{200b}") + "\u{200e}")
  arrives("soft hyphens as an address bar has them", "encoded", page + groups("%C2%AD"))
  arrives(
    "a digit for a letter", "8 is read as B, as 0 is as O and 1 as I",
    page + secret.replacing("B", with: "8"))
  arrives(
    "a dot behind the host", "the same host; it is not of the address",
    "https://pde.example./g#" + secret)
  arrives(
    "a dot between host and port", "left out, too", "https://pde.example.:8443/g#" + secret)
  arrives(
    "an address in brackets", "IPv6, with its port", "http://[2001:db8::1]:8443/g#" + secret)
  arrives(
    "brackets around a dot", "as some make an address unusable",
    "https://pde[.]example/g#" + secret,
    expect: "link")
  arrives("two dots", "an empty name is none", "https://pde..example/g#" + secret, expect: "link")
  arrives(
    "a port of letters", "a port has digits", "https://pde.example:g/g#" + secret, expect: "link")
  arrives(
    "a host that is too long", "256 characters",
    "https://" + String(repeating: "a.", count: 123) + "example.aa/g#" + secret, expect: "link")
  arrives("cut by a full stop", "20 characters", "\(page)\(secret.prefix(20)).", expect: "link")
  arrives("a hyphen and one more", "27 characters", page + secret + "-A", expect: "link")
  arrives("a digit behind", "of whatever alphabet", page + secret + "9", expect: "link")
  arrives(
    "a sign inside", "none that is left out", "\(page)\(secret.prefix(13))&\(secret.dropFirst(13))",
    expect: "link")
  arrives(
    "another page in the query", "the page is before the query",
    "https://pde.example/h?u=/g#" + secret, expect: "link")
  arrives(
    "spaces around its signs", "as a hand or a mailer puts them",
    "https: // pde.example /\r\ng / # " + secret)
  arrives(
    "behind another address", "the one that the mark stands behind",
    "Voir https://asso.example puis https://pde.example/g#" + secret)
  arrives(
    "another address before, and no scheme", "two words make no host",
    "Voir https://asso.example puis pde.example/g#" + secret, expect: "link")
  arrives(
    "a space in the host", "whose the rest is, nobody knows",
    "https://asso.example pde.example/g#" + secret, expect: "link")
}

private func base32(_ bytes: [UInt8]) -> String {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
  var bits = bytes.flatMap { byte in (0..<8).map { byte >> UInt8(7 - $0) & 1 } }
  while bits.count % 5 != 0 { bits.append(0) }
  return String(
    stride(from: 0, to: bits.count, by: 5).map { start in
      alphabet[bits[start..<start + 5].reduce(0) { $0 << 1 | Int($1) }]
    })
}

private func addCovers(to file: inout VectorFile) {
  let keys = file.make(
    "grant.keys",
    [
      ("secret", seeded("grant/secret", 16)), ("code", .text("")),
      ("keyShare", seeded("grant/share")),
    ])
  func record(_ contents: [UInt8], padding: [UInt8] = [], context: [UInt8]? = nil) -> Input {
    var padded = bigEndianBytes(UInt16(contents.count)) + contents
    padded += [UInt8](repeating: 0, count: 944 - padded.count - padding.count) + padding
    return file.make(
      "seal",
      [
        ("key", keys["coverKey"]!.hexInput), ("label", .text("pde1/cover")),
        ("context", .hex(context ?? keys["id"]!.bytes)), ("message", .hex(padded)),
        ("salt", seeded("cover/salt")),
      ])["sealed"]!.hexInput
  }
  let open: [(UInt64, Item)] = [
    (1, .number(1_780_086_400)), (2, .number(0)), (3, .exactly(Seed.bytes("cover/receipt"))),
    (4, .text("Inscription au CPAS")), (5, .text("Amal")),
  ]
  let guarded: [(UInt64, Item)] = [open[0], (2, .number(1)), open[2]]
  func cover(
    _ name: String, _ comment: String, _ record: Input, expect: String = "grant",
    secret: Input = seeded("grant/secret", 16)
  ) {
    file.add(
      "cover: \(name)", comment, "grant.cover", [("secret", secret), ("record", record)],
      expect: expect)
  }
  cover("without a code", "with purpose and name", record(Item.map(open).encoded), expect: "ok")
  cover(
    "with a code", "which guards purpose and name too", record(Item.map(guarded).encoded),
    expect: "ok")
  cover(
    "of another secret", "does not open", record(Item.map(open).encoded),
    secret: seeded("grant/secret2", 16))
  cover(
    "of another grant", "its identifier is the context",
    record(Item.map(open).encoded, context: Seed.bytes("cover/id", 16)))
  cover("random bytes", "does not open", seeded("cover/random", 1_024))
  cover(
    "with a code, and a purpose all the same", "it would show before the code",
    record(Item.map([open[0], (2, .number(1)), open[2], open[3], open[4]]).encoded))
  cover(
    "without a code, and no purpose", "the field is there, empty",
    record(Item.map([open[0], open[1], open[2]]).encoded))
  cover(
    "code needed: 2", "0 or 1", record(Item.map(guarded).replacing(2, with: .number(2)).encoded))
  cover(
    "a short receipt key", "32 bytes",
    record(Item.map(guarded).replacing(3, with: .bytes(31)).encoded))
  cover(
    "a name with a direction override", "it would show as something else",
    record(Item.map(open).replacing(5, with: .text("Am\u{202e}la")).encoded))
  cover(
    "something in the padding", "a place to hide bytes",
    record(Item.map(guarded).encoded, padding: [1]))
  cover("bytes behind", "what follows is not ignored", record(Item.map(guarded).encoded + [0]))
  cover("empty", "no fields", record([]))

  let publicKey = file.make("grant.receiptKeys", [("secret", seeded("receipt/secret"))])[
    "publicKey"]!
  func name(_ padded: [UInt8], id: Input = seeded("receipt/grant", 16)) -> [(String, Input)] {
    let sealed = file.make(
      "sealto",
      [
        ("publicKey", publicKey.hexInput), ("label", .text("pde1/rc/name")),
        ("context", seeded("receipt/grant", 16)), ("message", .hex(padded)),
        ("ephemeral", seeded("receipt/ephemeral")), ("salt", seeded("receipt/salt")),
      ])["sealed"]!.hexInput
    return [("sealed", sealed), ("secret", seeded("receipt/secret")), ("id", id)]
  }
  func padded(_ text: [UInt8]) -> [UInt8] {
    let head = bigEndianBytes(UInt16(text.count)) + text
    return head + [UInt8](repeating: 0, count: 144 - head.count)
  }
  file.add(
    "a reader's name", "256 bytes, whatever its length", "grant.name",
    name(padded(Array("Fatima, CPAS d'Ixelles".utf8))))
  file.add(
    "a name of the full length", "142 bytes", "grant.name",
    name(padded([UInt8](repeating: 0x61, count: 142))))
  file.add(
    "a reader's name in another grant", "moved from one receipt to another", "grant.name",
    name(padded([0x61]), id: seeded("receipt/grant2", 16)), expect: "refused")
  file.add(
    "a name that steers a terminal", "an escape sequence is not shown", "grant.name",
    name(padded(Array("\u{1b}[2J".utf8))), expect: "refused")
  file.add(
    "a name that is not UTF-8", "not shown", "grant.name", name(padded([0xff])), expect: "refused")
  file.add(
    "no name was given", "random bytes: told apart by the holder only", "grant.name",
    [
      ("sealed", seeded("receipt/random", 256)), ("secret", seeded("receipt/secret")),
      ("id", seeded("receipt/grant", 16)),
    ], expect: "refused")
}

private func addManifests(to file: inout VectorFile) {
  func item(
    title: Item = .text("Attestation"), mediaType: Item = .text("application/pdf"),
    ending: Item = .text("pdf"), length: UInt64 = 100_000, validUntil: UInt64 = 0
  ) -> Item {
    .array([title, mediaType, ending, .number(length), .number(validUntil)])
  }
  func manifest(_ name: String, _ comment: String, _ item: Item, expect: String = "unexpected") {
    file.add(
      "manifest: \(name)", comment, "grant.manifest", [("manifest", item.input)], expect: expect)
  }
  let one: Item = .array([.text("CPAS"), .text(""), .array([item()])])
  manifest("of one document", "title, media type, ending, length, validity", one, expect: "ok")
  manifest(
    "of two documents", "in their order",
    one.replacing(2, with: .array([item(validUntil: 20_270_131), item(length: 0)])), expect: "ok")
  manifest("of none", "one at least", one.replacing(2, with: .array([])))
  manifest("of 513", "512 at most", one.replacing(2, with: .copies(item(), 513)))
  manifest(
    "a document of 25,000,001 bytes", "25,000,000 at most",
    one.replacing(2, with: .array([item(length: 25_000_001)])))
  manifest("a title in bytes", "a text", one.replacing(2, with: .array([item(title: .bytes(5))])))
  manifest(
    "a title with a newline", "who shares is not who reads: a line, or nothing",
    one.replacing(2, with: .array([item(title: .text("a\nb"))])))
  manifest(
    "a title of 241 bytes", "240 at most",
    one.replacing(2, with: .array([item(title: .text(String(repeating: "t", count: 241)))])))
  for (name, ending) in [("in large letters", "PDF"), ("with a dot", ".pdf")] {
    manifest(
      "an ending \(name)", "one form, so that it names no other file",
      one.replacing(2, with: .array([item(ending: .text(ending))])))
  }
  manifest(
    "an ending of 11 letters", "10 at most",
    one.replacing(2, with: .array([item(ending: .text("webarchives"))])))
  manifest(
    "no ending", "not every file had one",
    one.replacing(2, with: .array([item(ending: .text(""))])), expect: "ok")
  manifest("bytes behind", "what follows is not ignored", .array([.text("")]))
}
