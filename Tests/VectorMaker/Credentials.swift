import Sodium
import Vault
import VectorRunner
import Wire

func credentialVectors() -> VectorFile {
  var file = VectorFile("credentials", spec: "Specs/slots.md")
  addWords(to: &file)
  addCards(to: &file)
  addSlot(to: &file)
  addEpochs(to: &file)
  return file
}

private func addWords(to file: inout VectorFile) {
  let list = WordList(.french)
  let words = [3, 700, 1_200, 1_600, 1_900, 2_047].map {
    String(decoding: list.word(at: $0), as: UTF8.self)
  }
  let six: [(String, Input)] = [("words", .text(words.joined(separator: " ")))]
  file.add("six words", "salted with H(16, \"pde1/salt\", \"\")", "words", six)
  file.add(
    "as a person types them", "capitals and spaces of any kind are one phrase", "words",
    [("words", .text("  " + words.joined(separator: "\t ").uppercased() + "\n"))])
  func pasted(_ name: String, _ comment: String, _ text: String) {
    file.add("pasted: \(name)", comment, "words", [("words", .text(text))])
  }
  pasted(
    "joined by commas", "what stands between words does not count", words.joined(separator: ","))
  pasted(
    "a numbered list", "with the line ends of Windows",
    words.enumerated().map { "\($0 + 1). \($1)" }.joined(separator: "\r\n"))
  pasted("a list with bullets", "one word a line", words.map { "\u{2022} \($0)\n" }.joined())
  pasted(
    "in quotation marks", "of a text program, with spaces that do not break",
    "\u{ab}\u{a0}" + words.joined(separator: "\u{a0}") + "\u{a0}\u{bb}")
  pasted(
    "with signs that nobody sees", "a mark of order, soft hyphens, no width",
    "\u{feff}"
      + words.map { "\($0.prefix(3))\u{ad}\($0.dropFirst(3))\u{200b}" }.joined(separator: " "))
  let five = words.dropLast().joined(separator: " ")
  file.add(
    "five words and a pseudonym", "the salt is the pseudonym's", "words",
    [("words", .text(five)), ("pseudonym", .text("Amal"))])
  file.add(
    "a pseudonym typed otherwise", "its canonical form counts: the same as before", "words",
    [("words", .text(five)), ("pseudonym", .text(" AMÂL "))])
  let longest = (0..<list.count).map { list.word(at: $0) }.filter { $0.count == 9 }.prefix(7)
  file.add(
    "seven of the longest words", "69 bytes: no buffer of 64 holds them", "words",
    [("words", .text(longest.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")))])
  let dutch = String(decoding: WordList(.dutch).word(at: 99), as: UTF8.self)
  file.add(
    "words of two lists", "no word is in two lists: any language may be read anywhere", "words",
    [("words", .text(five + " " + dutch))])

  func refused(
    _ name: String, _ comment: String, _ words: String, _ expect: String, _ pseudonym: String? = nil
  ) {
    var input: [(String, Input)] = [("words", .text(words))]
    if let pseudonym { input.append(("pseudonym", .text(pseudonym))) }
    file.add(name, comment, "words", input, expect: expect)
  }
  refused("no words", "five at least", "", "wordCount")
  refused("four words", "five at least", words.prefix(4).joined(separator: " "), "wordCount")
  refused(
    "eight words", "seven at most", (words + words.prefix(2)).joined(separator: " "), "wordCount")
  refused(
    "a word that is in no list", "found before any request, with its place", "zzzz " + five,
    "unknownWord")
  refused(
    "a digit inside a word", "one word that is in no list, not two",
    words.joined(separator: " ").replacing("o", with: "0"), "unknownWord")
  refused(
    "a pseudonym that is a word", "the holder mistook one field for the other", five,
    "pseudonymIsAWord", words[5])
  refused("an empty pseudonym", "none is said by leaving it out", five, "empty", "  ")

  let keys: [(String, Input)] = [
    ("stretched", seeded("slot/stretched")), ("output", seeded("slot/output", 64)),
  ]
  file.add(
    "from hardened secret to slot", "N is keyed by the stretched secret; the output is data",
    "slotKeys", keys, intermediate: ["hardened"])
  file.add(
    "from another output", "another epoch's key: another slot", "slotKeys",
    keys.with("output", seeded("slot/output2", 64)), intermediate: ["hardened"])
  file.add(
    "from the outputs of two operators", "one behind the other, the first operator's first",
    "slotKeys", keys + [("output2", seeded("slot/output2", 64))], intermediate: ["hardened"])
  file.add(
    "from the outputs of two operators, swapped", "the order counts", "slotKeys",
    keys.with("output", seeded("slot/output2", 64)) + [("output2", seeded("slot/output", 64))],
    intermediate: ["hardened"])
}

private func addCards(to file: inout VectorFile) {
  let text = "C" + String(decoding: base32Characters(Seed.bytes("card/secret", 16)), as: UTF8.self)
  func card(_ card: String, _ code: String = "493027") -> [(String, Input)] {
    [("card", .text(card)), ("code", .text(code))]
  }
  file.add("a card and its code", "salt and tags are the card's", "card", card(text))
  file.add(
    "a card as a person types it", "small letters, spaces and hyphens of any kind", "card",
    card(" " + text.prefix(5).lowercased() + " - " + text.dropFirst(5) + "\n", "49 30 27"))
  file.add("another code", "another stretched secret, the same tags", "card", card(text, "493028"))
  func refused(_ name: String, _ comment: String, _ typed: String, expect: String = "card") {
    file.add(name, comment, "card", card(typed), expect: expect)
  }
  refused("a card without its letter", "a share begins with S", String(text.dropFirst()))
  refused("a share's letter", "C, and no other", "S" + text.dropFirst())
  refused("a card of 26 characters", "27", String(text.dropLast()))
  refused("a card of 28 characters", "27", text + "A")
  refused("a character that is not of base32", "1 is none", text.dropLast(2) + "1A")
  refused(
    "bits behind the last byte", "one secret has one spelling",
    "C" + String(repeating: "A", count: 25) + "B")
  refused("no card", "27 characters", "")
  for (name, code) in [
    ("five digits", "49302"), ("seven digits", "4930271"), ("a letter", "49302a"),
  ] {
    file.add(
      "a code of \(name)", "six digits", "card", card(text, code), expect: "cardCode")
  }
  file.add(
    "the slot of a recovery", "from R, without any hardening", "recovery",
    [("secret", seeded("recovery/secret"))])
}

private func slotRecord(
  _ file: VectorFile, _ contents: [UInt8], padding: [UInt8] = [], label: String = "pde1/slot"
) -> [UInt8] {
  var padded = bigEndianBytes(UInt16(contents.count)) + contents
  padded += [UInt8](repeating: 0, count: 944 - padded.count - padding.count) + padding
  return file.make(
    "seal",
    [
      ("key", seeded("slot/key")), ("label", .text(label)), ("context", seeded("slot/id", 16)),
      ("message", .hex(padded)), ("salt", seeded("slot/salt")),
    ])["sealed"]!.bytes
}

private func addSlot(to file: inout VectorFile) {
  let fields: [(UInt64, Item)] = [
    (1, .exactly(Seed.bytes("slot/space", 16))), (2, .exactly(Seed.bytes("slot/root"))),
    (3, .number(0)), (4, .number(1)), (5, .exactly(Seed.bytes("slot/epochs"))), (6, .number(0)),
  ]
  func open(_ record: [UInt8]) -> [(String, Input)] {
    [("slotKey", seeded("slot/key")), ("slotId", seeded("slot/id", 16)), ("record", .hex(record))]
  }
  let record = slotRecord(file, Item.map(fields).encoded)
  file.add("a slot's record", "Seal of Pad of six fields", "slot.open", open(record))
  let failed = "authenticationFailed"
  file.add(
    "the record of another slot", "its identifier is the context", "slot.open",
    open(record).with("slotId", seeded("slot/id2", 16)), expect: failed)
  file.add(
    "a record with another key", "a wrong phrase", "slot.open",
    open(record).with("slotKey", seeded("slot/key2")), expect: failed)
  file.add(
    "a fake record", "random bytes do not open", "slot.open",
    open(Seed.bytes("slot/fake", 1_024)), expect: failed)
  file.add(
    "a record changed in its last byte", "a tag over all", "slot.open",
    open(flipped(record, at: 1_023)), expect: failed)
  file.add(
    "a cover in the place of a record", "its label is another", "slot.open",
    open(slotRecord(file, Item.map(fields).encoded, label: "pde1/cover")), expect: failed)
  func damaged(_ name: String, _ comment: String, _ record: [UInt8]) {
    file.add(name, comment, "slot.open", open(record), expect: "slotRecord")
  }
  damaged(
    "a record with something in its padding", "a place to hide bytes",
    slotRecord(file, Item.map(fields).encoded, padding: [1]))
  damaged(
    "a record with a flag", "what a later version means by it is not understood: not opened",
    slotRecord(file, Item.map(fields).replacing(6, with: .number(1)).encoded))
  damaged(
    "a record with a field more", "not understood: not opened",
    slotRecord(file, Item.map(fields + [(7, .number(0))]).encoded))
  damaged(
    "a record with a field less", "no field has a default",
    slotRecord(file, Item.map(fields.dropLast()).encoded))
  damaged(
    "a record with a short root", "32 bytes",
    slotRecord(file, Item.map(fields).replacing(2, with: .bytes(31)).encoded))
  damaged("an empty record", "no fields", slotRecord(file, []))
  damaged(
    "a record with bytes behind", "what follows is not ignored",
    slotRecord(file, Item.map(fields).encoded + [0]))

  let slots: [Item] = (0..<4).map { i in
    .array([.exactly(Seed.bytes("slots/\(i)", 16)), .bytes(1_024), .number(i == 3 ? 168 : 0)])
  }
  let hash: [(String, Input)] = [("slots", .list(slots.map(\.input)))]
  file.add("the hash of four slots", "identifiers, records and waits, in order", "slots.hash", hash)
  file.add(
    "the hash of four slots in another order", "the order counts", "slots.hash",
    [("slots", .list(slots.reversed().map(\.input)))])
}

private func addEpochs(to file: inout VectorFile) {
  func list(_ count: Int) -> Input {
    Item.array(
      (0..<count).map { i in
        .array([.number(UInt64(i + 1)), .array([.exactly(Seed.bytes("epoch/\(i)"))])])
      }
    ).input
  }
  var hashes: [Input] = []
  for count in 1...3 {
    let name =
      count == 1 ? "the hash of a list of one epoch" : "the hash of a list of \(count) epochs"
    hashes.append(
      file.add(name, "over the CBOR of the whole list", "epochs.hash", [("epochs", list(count))])[
        "hash"]!.hexInput)
  }
  for count in 1...3 {
    file.add(
      "a pin of \(count) of 3 epochs", "the list only grows: a beginning of it was the whole once",
      "epochs.hasBeginning", [("epochs", list(3)), ("hash", hashes[count - 1])])
  }
  file.add(
    "a pin of more epochs than there are", "the server forgot an epoch",
    "epochs.hasBeginning", [("epochs", list(2)), ("hash", hashes[2])], expect: "refused")
  let later = Item.array([.array([.number(2), .array([.exactly(Seed.bytes("epoch/1"))])])]).encoded
  file.add(
    "a pin of the last epoch alone", "a beginning, not any part", "epochs.hasBeginning",
    [
      ("epochs", list(2)),
      ("hash", file.make("epochs.hash", [("epochs", .hex(later))])["hash"]!.hexInput),
    ], expect: "refused")
}
