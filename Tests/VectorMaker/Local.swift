import VectorRunner
import Wire

func localVectors() -> VectorFile {
  var file = VectorFile("local", spec: "Specs/local.md")
  let key: [(String, Input)] = [
    ("words", .text("lampe nuage tortue citron panier velours abeille")),
    ("salt", seeded("local/salt", 16)),
  ]
  file.add("seven words", "the words and the file's salt", "local.key", key)
  file.add(
    "another salt", "each file has its own", "local.key",
    key.with("salt", seeded("local/salt2", 16)))
  file.add(
    "eight words", "seven", "local.key",
    key.with("words", .text("lampe nuage tortue citron panier velours abeille lampe")),
    expect: "wordCount")
  file.add(
    "six words", "they are a wallet's", "local.key",
    key.with("words", .text("lampe nuage tortue citron panier velours")), expect: "wordCount")
  addStates(to: &file)
  return file
}

private func item(
  _ first: UInt8, version: UInt64 = 1, title: String = "Attestation", mask: UInt64 = 2
) -> Item {
  .array([
    .exactly([UInt8](repeating: first, count: 16)), .number(version), .number(3), .text(title),
    .text("sante"), .text(""), .number(20_270_131), .number(mask),
  ])
}

private func state(_ items: [Item]) -> Item {
  .array([.exactly(Seed.bytes("local/remote", 16)), .array(items)])
}

private func addStates(to file: inout VectorFile) {
  func add(_ name: String, _ comment: String, _ item: Item, expect: String = "unexpected") {
    file.add("sync: \(name)", comment, "local.sync", [("sync", item.input)], expect: expect)
  }
  add("with an empty wallet", "its space alone", state([]), expect: "ok")
  add(
    "three documents", "the identifiers ascend",
    state([item(1), item(2, mask: 1), item(3, mask: 3)]), expect: "ok")
  add("another order", "one encoding of a state", state([item(2), item(1)]))
  add("a document twice", "which of the two?", state([item(1), item(1)]))
  add("no title", "one character at least", state([item(1, title: "")]))
  add("a mask of a later version", "four values", state([item(1, mask: 4)]))
  add("of a later version", "a member more", .array([.bytes(16), .array([]), .number(0)]))
  add("no space", "it says with whom", .array([.array([]), .array([])]))
}
