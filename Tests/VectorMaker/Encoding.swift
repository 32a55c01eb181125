import Sodium

func encodingVectors() -> VectorFile {
  var file = VectorFile("encoding", spec: "Specs/encoding.md")
  addCBOR(to: &file)
  addTexts(to: &file)
  addWork(to: &file)
  return file
}

private func addCBOR(to file: inout VectorFile) {
  func cbor(_ name: String, _ comment: String, _ encoded: [UInt8], expect: String = "ok") {
    file.add(name, comment, "cbor", [("encoded", .hex(encoded))], expect: expect)
  }
  for (width, least, below) in [
    (1, [0x18, 24] as [UInt8], [0x18, 23] as [UInt8]),
    (2, [0x19, 1, 0], [0x19, 0, 0xff]),
    (4, [0x1a, 0, 1, 0, 0], [0x1a, 0, 0, 0xff, 0xff]),
    (8, [0x1b, 0, 0, 0, 1, 0, 0, 0, 0], [0x1b, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]),
  ] {
    cbor("the least number of \(width) bytes", "it needs them", least)
    cbor(
      "a number in \(width) bytes that needs fewer", "two encodings of one value, two hashes of it",
      below, expect: "notDeterministic")
    for (major, what) in [(2, "byte string"), (3, "text"), (4, "array"), (5, "map")] {
      cbor(
        "a \(what)'s length in \(width) bytes that needs fewer",
        "lengths are numbers too", [below[0] | UInt8(major << 5)] + below[1...],
        expect: "notDeterministic")
    }
    cbor(
      "a number of \(width) bytes, cut", "a read behind the end", Array(least.dropLast()),
      expect: "truncated")
  }
  for information in 28...30 {
    cbor(
      "additional information \(information)", "reserved", [UInt8(information)],
      expect: "notDeterministic")
  }
  cbor("no bytes, no item", "nothing is not an item", [], expect: "truncated")
  cbor("a byte string, cut", "4 bytes are said, 3 there", [0x44, 1, 2, 3], expect: "truncated")
  cbor(
    "a byte string longer than memory", "allocating what a length says is a way to stop a server",
    [0x5a, 0xff, 0xff, 0xff, 0xff], expect: "unexpected")
  cbor("an array, cut", "2 items are said, 1 there", [0x82, 1], expect: "truncated")
  cbor("a map, cut", "a key without its value", [0xa1, 1], expect: "truncated")
  cbor("an item follows", "what follows is not ignored", [1, 2], expect: "trailingBytes")
  cbor("keys out of order", "two encodings of one map", [0xa2, 2, 0, 1, 0], expect: "unexpected")
  cbor("a key twice", "two readers take different ones", [0xa2, 1, 0, 1, 1], expect: "unexpected")
  cbor(
    "a text that is not UTF-8", "readers replace it differently", [0x61, 0xff], expect: "unexpected"
  )
  cbor(
    "a float inside an array", "found wherever it stands", [0x81, 0xf9, 0, 0], expect: "unsupported"
  )
}

private func addTexts(to file: inout VectorFile) {
  func utf8(_ name: String, _ comment: String, _ bytes: [UInt8], expect: String = "refused") {
    file.add("UTF-8: \(name)", comment, "utf8", [("bytes", .hex(bytes))], expect: expect)
  }
  utf8("nothing", "an empty text", [], expect: "ok")
  utf8(
    "one to four bytes", "a, é, €, and a character beyond the 16 bits", Array("aé€😀".utf8),
    expect: "ok")
  utf8("the last code point", "U+10FFFF", [0xf4, 0x8f, 0xbf, 0xbf], expect: "ok")
  utf8("zero", "a character like another", [0], expect: "ok")
  utf8("beyond the last code point", "U+110000", [0xf4, 0x90, 0x80, 0x80])
  utf8("a surrogate", "U+D800 is no character", [0xed, 0xa0, 0x80])
  utf8("an overlong slash", "0xc0 0xaf passes a filter for /", [0xc0, 0xaf])
  utf8("an overlong form of three bytes", "U+07FF needs two", [0xe0, 0x9f, 0xbf])
  utf8("an overlong form of four bytes", "U+FFFF needs three", [0xf0, 0x8f, 0xbf, 0xbf])
  utf8("a continuation alone", "nothing before it", [0x80])
  utf8("a cut character", "the text ends inside", [0xe2, 0x82])
  utf8("a character broken by another", "a after the first byte of two", [0xc3, 0x61])
  utf8("0xff", "never in UTF-8", [0xff])

  func text(
    _ operation: String, _ name: String, _ comment: String, _ text: String,
    expect: String = "refused"
  ) {
    file.add(name, comment, operation, [("text", .text(text))], expect: expect)
  }
  let id = hexEncode(Seed.bytes("identifier", 16))
  text("identifier.parse", "an identifier", "32 digits", id, expect: "ok")
  text(
    "identifier.parse", "an identifier in capitals", "one text form, or two names of one thing",
    id.uppercased())
  text("identifier.parse", "an identifier too short", "31 digits", String(id.dropLast()))
  text("identifier.parse", "an identifier too short by a byte", "30 digits", String(id.dropLast(2)))
  text("identifier.parse", "an identifier too long", "34 digits", id + "00")
  text("identifier.parse", "an identifier with a space", "not skipped", " " + id.dropFirst())
  text(
    "identifier.parse", "an identifier with a letter too many", "g is no digit",
    "g" + id.dropFirst())
  text(
    "identifier.parse", "an identifier with hyphens", "no UUID",
    id.prefix(8) + "-" + id.dropFirst(9))
  file.add(
    "an identifier's text", "lower case, no separators", "identifier.text",
    [("bytes", seeded("identifier", 16))])
  text("hex.decode", "hexadecimal", "two digits a byte", "00ff10", expect: "ok")
  text("hex.decode", "hexadecimal of nothing", "no bytes", "", expect: "ok")
  text("hex.decode", "half a byte", "an odd number of digits", "0")
  text("hex.decode", "capital digits", "one spelling", "FF")

  for count in 0...4 {
    file.add(
      "base64 of \(count) bytes", "padded to four characters", "base64.encode",
      [("bytes", seeded("base64", count))])
  }
  text("base64.decode", "base64", "padded", "AQI=", expect: "ok")
  text("base64.decode", "base64 of nothing", "no bytes", "", expect: "ok")
  text("base64.decode", "base64 without padding", "one spelling", "AQI")
  text("base64.decode", "base64 with bits behind the end", "AQJ= has the same bytes", "AQJ=")
  text("base64.decode", "base64 of URLs", "- and _ are of another alphabet", "_-8=")
  text("base64.decode", "base64 with a newline", "not skipped", "AQI=\n")
  text("base64.decode", "base64 with a space inside", "not skipped", "AQ I")
  text("base64.decode", "base64, padded too much", "one spelling", "AQI==")
}

private func addWork(to file: inout VectorFile) {
  let body = Seed.bytes("work/body", 60) + Seed.bytes("work/any", 40)
  let bodyHash = file.add(
    "a body's hash", "its last 40 bytes count as zeros", "work.bodyHash", [("body", .hex(body))]
  )["bodyHash"]!
  file.add(
    "a body's hash whatever its work", "the same as before", "work.bodyHash",
    [("body", .hex(Array(body[..<60]) + [UInt8](repeating: 0, count: 40)))])
  let challenge: [UInt8] = [8] + Seed.bytes("work/challenge", 31)
  let solve: [(String, Input)] = [
    ("challenge", .hex(challenge)), ("bodyHash", bodyHash.hexInput), ("from", .number(0)),
    ("tries", .number(10_000)),
  ]
  let work = file.add("work of 8 bits", "the first nonce that fits", "work.solve", solve)["work"]!
    .bytes
  file.add(
    "work that is not done", "no nonce among the first few", "work.solve",
    solve.with("challenge", .hex([34] + challenge[1...])).with("tries", .number(8)),
    expect: "refused")
  let check: [(String, Input)] = [("work", .hex(work)), ("bodyHash", bodyHash.hexInput)]
  file.add("work is accepted", "8 zero bits", "work.check", check)
  file.add(
    "no bits are asked for", "every nonce fits", "work.check",
    check.with("work", .repeated([0], times: 40)))
  file.add(
    "work for another body", "worked out once, used for every request", "work.check",
    check.with("bodyHash", seeded("work/other")), expect: "refused")
  file.add(
    "work with more bits claimed", "the number of bits is part of what is hashed", "work.check",
    check.with("work", .hex([7] + work[1...])), expect: "refused")
  file.add(
    "256 bits and one", "more than a hash has: 255 is the most that can be said", "work.check",
    check.with("work", .hex([255] + work[1...])), expect: "refused")
  file.add(
    "work too short", "39 bytes", "work.check", check.with("work", .hex(Array(work.dropLast()))),
    expect: "refused")
}
