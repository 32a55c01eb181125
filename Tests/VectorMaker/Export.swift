import VectorRunner
import Wire

func exportVectors() -> VectorFile {
  var file = VectorFile("export", spec: "Specs/export.md")
  addKeys(to: &file)
  addManifests(to: &file)
  addFiles(to: &file)
  return file
}

private let words = "lampe nuage tortue citron panier velours abeille"

private func addKeys(to file: inout VectorFile) {
  let key: [(String, Input)] = [("words", .text(words)), ("salt", seeded("export/salt", 16))]
  let made = file.add("seven words", "the words and the file's salt", "export.key", key)
  file.add(
    "the same words, another salt", "each file has its own", "export.key",
    key.with("salt", seeded("export/salt2", 16)))
  file.add(
    "words as typed", "capitals, accents and spaces", "export.key",
    key.with("words", .text("  Lampe nuage TORTUE citron panier velours\tabeille ")))
  file.add(
    "six words", "they are a wallet's, or too few", "export.key",
    key.with("words", .text("lampe nuage tortue citron panier velours")), expect: "wordCount")
  file.add(
    "a word of no list", "nothing is tried", "export.key",
    key.with("words", .text(words + "x")), expect: "unknownWord")
  let head = made["head"]!.bytes
  func open(_ name: String, _ comment: String, _ head: [UInt8], expect: String) {
    file.add(
      name, comment, "export.head", [("words", .text(words)), ("head", .hex(head))], expect: expect)
  }
  open("a head", "its words open it", head, expect: "ok")
  open("another magic", "no sealed export", flipped(head, at: 0), expect: "exportFile")
  open("a head cut short", "no sealed export", head.dropLast(), expect: "exportFile")
  open("another salt in a head", "other keys", flipped(head, at: 20), expect: "wrongWords")
  open("another check in a head", "the last byte too", flipped(head, at: 63), expect: "wrongWords")
  file.add(
    "the same words in another order", "other words", "export.head",
    [
      ("words", .text("abeille lampe nuage tortue citron panier velours")), ("head", .hex(head)),
    ], expect: "wrongWords")
}

private let time: UInt64 = 1_780_000_000

private func document(
  _ name: String, mask: UInt64 = 2, length: UInt64 = 3, title: String = "Attestation"
) -> Item {
  .array([
    .exactly(Seed.bytes("document/\(name)", 16)), .number(mask), .text(title), .text("sante"),
    .text(""), .text("text/plain"), .text("txt"), .number(time), .number(0), .number(length),
  ])
}

private func grant(revokedAt: UInt64 = 0) -> Item {
  .array([
    .exactly(Seed.bytes("grant/id", 16)), .exactly(Seed.bytes("grant/s", 16)),
    .exactly(Seed.bytes("grant/o")), .text("0123456789"), .number(time), .number(time + 3_600),
    .number(10), .text("1234"), .text("CPAS"), .array([.exactly(Seed.bytes("document/a", 16))]),
    .number(revokedAt),
  ])
}

private func manifest(
  _ documents: [Item], _ grants: [Item] = [], kinds: [String] = ["sante"]
) -> Item {
  .array([
    .number(time), .number(0), .array(kinds.map { .text($0) }), .array(documents), .array(grants),
  ])
}

private func addManifests(to file: inout VectorFile) {
  func add(_ name: String, _ comment: String, _ item: Item, expect: String = "ok") {
    file.add(
      "manifest: \(name)", comment, "export.manifest", [("manifest", item.input)], expect: expect)
  }
  let wrong = "unexpected"
  add("of an empty wallet", "its language and masked kinds", manifest([]))
  add(
    "of three documents and a grant", "in the wallet's order",
    manifest([document("b", mask: 1), document("a", mask: 0), document("c", mask: 3)], [grant()]))
  add("of a revoked grant", "with the time of it", manifest([], [grant(revokedAt: time)]))
  add(
    "a document twice", "which of the two?", manifest([document("a"), document("a")]), expect: wrong
  )
  add("a grant twice", "which of the two?", manifest([], [grant(), grant()]), expect: wrong)
  add("a masked kind twice", "once", manifest([], kinds: ["sante", "sante"]), expect: wrong)
  add(
    "a mask of a later version", "four values", manifest([document("a", mask: 4)]), expect: wrong)
  add("no title", "one character at least", manifest([document("a", title: "")]), expect: wrong)
  add(
    "a title with a newline", "it would show as two", manifest([document("a", title: "a\nb")]),
    expect: wrong)
  add(
    "a document of 25,000,001 bytes", "25,000,000 at most",
    manifest([document("a", length: 25_000_001)]), expect: wrong)
  add(
    "of a later version", "a member more",
    .array([
      .number(time), .number(0), .array([]), .array([]), .array([]), .number(0),
    ]), expect: wrong)
  add("a byte behind the end", "one item", .array([]), expect: wrong)
}

private func addFiles(to file: inout VectorFile) {
  let list = manifest([document("a", length: 3), document("b", length: 130_992)]).encoded
  /// The stream: the manifest, a document with a thumbnail of 5 bytes, one without.
  let start: [UInt8] =
    bigEndianBytes(UInt32(list.count)) + list + bigEndianBytes(UInt16(5)) + [1, 2, 3, 4, 5]
    + Array("abc".utf8) + bigEndianBytes(UInt16(0))
  let part = 130_992
  let first: Input = .joined([.hex(start), .repeated([0x5a], times: part - start.count)])
  let second: Input = .joined([
    .repeated([0x5a], times: start.count), .repeated([0], times: part - start.count),
  ])
  func sealed(_ part: Input, _ number: UInt8, last: UInt8) -> Input {
    .joined([.hex([number, last]), part]).flattened
  }
  let whole = [sealed(first, 0, last: 0), sealed(second, 1, last: 1)]
  func open(_ name: String, _ comment: String, _ parts: [Input], expect: String = "export") {
    file.add(
      "file: \(name)", comment, "export.open",
      [("exportKey", seeded("export/key")), ("parts", .list(parts))], expect: expect)
  }
  let empty = manifest([]).encoded
  let nothing: [UInt8] = bigEndianBytes(UInt32(empty.count)) + empty
  let end: Input = .repeated([0], times: part - nothing.count)
  open(
    "of an empty wallet", "one block", [sealed(.joined([.hex(nothing), end]), 0, last: 1)],
    expect: "ok")
  open("without its last block", "the one before is not the last", [whole[0]])
  open("whose first block is missing", "the second has another number", [whole[1]])
  open("blocks swapped", "each knows its number", [whole[1], whole[0]])
  open("a block twice", "each knows its number", [whole[0], whole[0], whole[1]])
  open("a block behind the last", "the last one knows it", whole + [sealed(second, 2, last: 1)])
  open("two last blocks", "one is", [sealed(first, 0, last: 1), whole[1]])
  open("no blocks", "one at least", [])
  open(
    "a byte behind the end of the stream", "a place to hide bytes",
    [
      sealed(
        .joined([.hex(nothing), .repeated([0], times: part - nothing.count - 1), .hex([1])]), 0,
        last: 1)
    ])
  open(
    "a stream that ends inside a document", "the last block is full",
    [sealed(first, 0, last: 1)])
  open(
    "a block of zeros behind the end", "the block before was the last",
    [
      sealed(.joined([.hex(nothing), end]), 0, last: 0),
      sealed(.repeated([0], times: part), 1, last: 1),
    ])
  open(
    "a manifest longer than the limit", "64 MiB",
    [sealed(.joined([.hex([4, 0, 0, 1]), .repeated([0], times: part - 4)]), 0, last: 1)])
  let one = manifest([document("a")]).encoded
  let thumbnail: [UInt8] = bigEndianBytes(UInt32(one.count)) + one + [0x80, 0x01]
  open(
    "a thumbnail of 32,769 bytes", "32,768 at most",
    [sealed(.joined([.hex(thumbnail), .repeated([0], times: part - thumbnail.count)]), 0, last: 1)])
  open("two blocks", "a manifest, two documents, a thumbnail", whole, expect: "ok")
}
