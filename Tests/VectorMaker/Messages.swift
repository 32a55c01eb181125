import Sodium
import VectorRunner
import Wire

/// Messages of one kind: a valid one, and what is wrong with others.
private struct Kind: Sendable {
  var name: String
  var valid: Item
  /// A field's key or index, what it becomes, and why that is refused.
  var wrong: [(String, Int, Item, String)] = []
  /// The same, accepted.
  var right: [(String, Int, Item, String)] = []
}

private func fields(_ items: Item...) -> Item {
  .map(items.enumerated().map { (UInt64($0.offset + 1), $0.element) })
}

func messageVectors() -> VectorFile {
  var file = VectorFile("messages", spec: "Specs/http.md")
  for kind in kinds { add(kind, to: &file) }
  return file
}

private func add(_ kind: Kind, to file: inout VectorFile) {
  func message(_ name: String, _ comment: String, _ encoded: Input, _ expect: String) {
    file.add(
      "\(kind.name): \(name)", comment, "message.\(kind.name)", [("encoded", encoded)],
      expect: expect)
  }
  let valid = kind.valid.encoded
  message("valid", "read, and written back the same", kind.valid.input, "ok")
  message(
    "a byte follows", "what follows is not ignored",
    .joined([kind.valid.input, .hex([0])]).flattened, "trailingBytes")
  if valid.count > 1 {
    message(
      "the last byte is missing", "a read behind the end", .compact(valid.dropLast()), "truncated")
  }
  switch kind.valid {
  case .map(let members):
    message(
      "a field more", "one that is not understood is refused: nothing can be hidden in it",
      Item.map(members + [(UInt64(members.count + 1), .number(0))]).input, "unexpected")
    if let last = members.last {
      message(
        "the last field is missing", "no field has a default", Item.map(members.dropLast()).input,
        "unexpected")
      message(
        "another key", "fields have their numbers",
        Item.map(Array(members.dropLast()) + [(UInt64(members.count + 1), last.1)]).input,
        "unexpected")
    }
  case .array, .copies:
    message(
      "an empty array", "at least one", Item.array([]).input,
      kind.name == "receiptsAnswer" ? "ok" : "unexpected")
  default: break
  }
  for (name, place, item, comment) in kind.wrong {
    message(name, comment, kind.valid.replacing(place, with: item).input, "unexpected")
  }
  for (name, place, item, comment) in kind.right {
    message(name, comment, kind.valid.replacing(place, with: item).input, "ok")
  }
}

private func slot(_ waitHours: UInt64, record: Int = 1_024) -> Item {
  .array([.bytes(16), .bytes(record), .number(waitHours)])
}
private func slots(_ waits: UInt64...) -> Item { .array(waits.map { slot($0) }) }
/// What stands for a slot that stays.
private let keep = Item.array([])
private func repeated(_ item: Item, _ count: Int) -> Item { .copies(item, count) }
private let epochs: Item = .array([
  .array([.number(1), .array([.bytes(32)])]),
  .array([.number(3), .array([.bytes(32), .bytes(32)])]),
])
private let work = Item.exactly([UInt8](repeating: 0, count: 40))
private func code(_ characters: String) -> Item { .exactly(Array(characters.utf8)) }

private let journal: Item = fields(
  .number(7), .bytes(32), .number(1), .exactly([UInt8](repeating: 0, count: 32)), .number(1),
  repeated(.bytes(1_024), 7))

private let kinds: [Kind] = [
  Kind(
    name: "harden",
    valid: fields(.number(0), .exactly([UInt8](repeating: 0, count: 16)), .bytes(32), work),
    wrong: [
      ("class 2", 1, .number(2), "0 and 1 only"),
      ("a tag of 15 bytes", 2, .bytes(15), "always the same size"),
      ("an element of 33 bytes", 3, .bytes(33), "always the same size"),
      ("work of 41 bytes", 4, .bytes(41), "always the same size"),
      ("a text for the element", 3, .text(String(repeating: "a", count: 32)), "bytes are not text"),
    ],
    right: [("of a card", 1, .number(1), "class 1")]),
  Kind(
    name: "hardenAnswer", valid: repeated(.array([.number(1), .bytes(32), .bytes(64)]), 2),
    wrong: [
      ("a proof of 63 bytes", 1, .array([.number(1), .bytes(32), .bytes(63)]), "c and s, 32 each"),
      ("an epoch over 32 bits", 1, .array([.number(1 << 32), .bytes(32), .bytes(64)]), "u32"),
      ("65 epochs", -1, repeated(.array([.number(1), .bytes(32), .bytes(64)]), 65), "64 at most"),
    ]),
  Kind(
    name: "slotsRead", valid: fields(repeated(.bytes(16), 2)),
    wrong: [
      ("one identifier", 1, repeated(.bytes(16), 1), "two at least: the number tells nothing"),
      ("65 identifiers", 1, repeated(.bytes(16), 65), "64 at most"),
      ("an identifier of 17 bytes", 1, .array([.bytes(16), .bytes(17)]), "16 bytes"),
    ],
    right: [("64 identifiers", 1, repeated(.bytes(16), 64), "64 at most")]),
  Kind(
    name: "slotsReadAnswer", valid: repeated(.bytes(1_024), 2),
    wrong: [
      ("a record of 1,023 bytes", 1, .bytes(1_023), "a record has 1,024 bytes"),
      ("one record", -1, repeated(.bytes(1_024), 1), "two at least"),
    ]),
  Kind(
    name: "slot", valid: slot(168),
    wrong: [
      ("a wait of 721 hours", 2, .number(721), "720 at most"),
      ("a record of 1,025 bytes", 1, .bytes(1_025), "a record has 1,024 bytes"),
    ],
    right: [("a wait of 720 hours", 2, .number(720), "720 at most")]),
  Kind(
    name: "createSpace",
    valid: fields(
      .bytes(16), .bytes(32), slots(0, 0, 0, 168), repeated(.bytes(16), 4), .bytes(1_024), work),
    wrong: [
      ("no slot with a wait", 3, slots(0, 0, 0, 0), "exactly one: who has none is told apart"),
      ("two slots with a wait", 3, slots(1, 0, 0, 168), "exactly one"),
      ("three slots", 3, slots(0, 0, 168), "always four"),
      ("five slots", 3, slots(0, 0, 0, 0, 168), "always four"),
      ("three card tags", 4, repeated(.bytes(16), 3), "always four"),
      ("a short entry", 5, .bytes(1_023), "a record has 1,024 bytes"),
      ("a short key", 2, .bytes(31), "32 bytes"),
    ],
    right: [("the first slot waits", 3, slots(168, 0, 0, 0), "whichever")]),
  Kind(name: "noFields", valid: .map([])),
  Kind(
    name: "openSpaceAnswer",
    valid: fields(
      .number(1_780_000_000), .number(0), journal, repeated(.bytes(32), 4),
      repeated(.number(0), 4), .number(0)),
    wrong: [
      ("three waits", 5, repeated(.number(0), 3), "one for each slot"),
      ("three hashes", 4, repeated(.bytes(32), 3), "one for each slot"),
      ("a generation over 32 bits", 2, .number(1 << 32), "u32"),
    ]),
  Kind(name: "journalGet", valid: fields(.number(1))),
  Kind(
    name: "journalPart", valid: journal,
    wrong: [
      ("a short entry", 6, .array([.bytes(1_024), .bytes(1_023)]), "1,024 bytes each"),
      ("513 entries", 6, repeated(.bytes(1_024), 513), "512 at most"),
      ("a short hash", 2, .bytes(31), "32 bytes"),
    ],
    right: [("no entries", 6, .array([]), "an answer from behind the head has none")]),
  Kind(
    name: "journalAppend",
    valid: fields(
      .number(7), .bytes(32), repeated(.bytes(1_024), 1), repeated(.bytes(16), 3), .array([]),
      .number(0)),
    wrong: [
      ("no entries", 3, .array([]), "one at least"),
      ("513 entries", 3, repeated(.bytes(1_024), 513), "512 at most"),
      ("a name of 15 bytes", 4, .array([.bytes(15)]), "16 bytes"),
      ("8,193 names", 5, repeated(.bytes(16), 8_193), "8,192 at most"),
    ]),
  Kind(
    name: "blocksGet", valid: fields(repeated(.bytes(16), 16)),
    wrong: [
      ("no names", 1, .array([]), "one at least"),
      ("17 names", 1, repeated(.bytes(16), 17), "16 at most"),
    ]),
  Kind(
    name: "slotsWrite",
    valid: fields(
      .number(1), .bytes(32), .array([keep, slot(0), keep, slot(168)]), repeated(.bytes(16), 4)),
    wrong: [
      ("two slots with a wait", 3, .array([keep, slot(1), keep, slot(168)]), "exactly one has it"),
      ("three slots", 3, .array([keep, slot(0), keep]), "always four"),
      ("five slots", 3, .array([keep, slot(0), keep, keep, keep]), "always four"),
      (
        "a slot of two members", 3,
        .array([keep, .array([.bytes(16), .bytes(1_024)]), keep, keep]),
        "none or three"
      ),
      ("three card tags", 4, repeated(.bytes(16), 3), "always four"),
      ("a short hash", 2, .bytes(31), "32 bytes"),
      ("a generation over 32 bits", 1, .number(1 << 32), "u32"),
    ],
    right: [
      ("none is kept", 3, slots(0, 0, 168, 0), "as a change of all four"),
      ("no wait among those written", 3, .array([slot(0), keep, keep, keep]), "one kept has it"),
      ("all kept", 3, repeated(keep, 4), "for the card tags alone"),
    ]),
  Kind(
    name: "rekey",
    valid: fields(
      .number(1), .number(7), .bytes(32), .bytes(32), .bytes(64), slots(0, 168, 0, 0),
      repeated(.bytes(16), 4), .bytes(1_024), repeated(.bytes(16), 2), repeated(.bytes(16), 3)),
    wrong: [
      ("a slot that is kept", 6, .array([keep, slot(0), slot(0), slot(168)]), "all four are new"),
      ("no slot with a wait", 6, slots(0, 0, 0, 0), "exactly one"),
      ("a short key", 4, .bytes(31), "32 bytes"),
      ("a short proof", 5, .bytes(63), "64 bytes"),
      ("a short entry", 8, .bytes(1_023), "a record has 1,024 bytes"),
      ("65 names to adopt", 9, repeated(.bytes(16), 65), "64 at most: a snapshot's"),
      ("8,193 names to drop", 10, repeated(.bytes(16), 8_193), "8,192 at most"),
    ],
    right: [("64 names to adopt", 9, repeated(.bytes(16), 64), "64 at most")]),
  Kind(name: "lock", valid: fields(.number(1_780_000_000))),
  Kind(name: "deleteSpace", valid: fields(.number(1_780_000_000))),
  Kind(
    name: "grantReserve",
    valid: fields(
      .bytes(16), .bytes(32), code("0123456789"), .bytes(16), .bytes(32), .number(8)),
    wrong: [
      ("no blocks", 6, .number(0), "one at least"),
      ("three blocks", 6, .number(3), "a power of two, or the number of documents shows"),
      ("4,096 blocks", 6, .number(4_096), "2,048 at most"),
      ("a code of 11 characters", 3, .bytes(11), "the check character is left out"),
      ("a code in small letters", 3, code("abcdefghjk"), "taken, another code than its capitals"),
      ("a code with a U", 3, code("012345678U"), "of the check's symbols only"),
      ("a code with an O", 3, code("012345678O"), "0 where it is typed, and never sent"),
    ],
    right: [
      ("a code of letters", 3, code("HJKMNPQRST"), "of the alphabet"),
      ("one block", 6, .number(1), "a power of two"),
      ("2,048 blocks", 6, .number(2_048), "2,048 at most"),
    ]),
  Kind(
    name: "grantReserveAnswer", valid: fields(.bytes(32), .bytes(32)),
    wrong: [("a short key share", 1, .bytes(31), "32 bytes")]),
  Kind(
    name: "grantPublish",
    valid: fields(.bytes(32), .bytes(1_024), .number(1_780_086_400), .number(10)),
    wrong: [
      ("no openings", 4, .number(0), "one at least"),
      ("10,001 openings", 4, .number(10_001), "10,000 at most"),
      ("a cover of 1,023 bytes", 2, .bytes(1_023), "a record has 1,024 bytes"),
    ],
    right: [("10,000 openings", 4, .number(10_000), "10,000 at most")]),
  Kind(name: "grantCover", valid: fields(.bytes(16), work)),
  Kind(
    name: "grantCoverAnswer", valid: fields(.bytes(1_024)),
    wrong: [("a cover of 1,025 bytes", 1, .bytes(1_025), "a record has 1,024 bytes")]),
  Kind(
    name: "grantOpen", valid: fields(.bytes(16), .bytes(32), .bytes(16), .bytes(256)),
    wrong: [
      ("a name of 255 bytes", 4, .bytes(255), "always 256, given or not"),
      ("a nonce of 8 bytes", 3, .bytes(8), "16 bytes"),
    ]),
  Kind(
    name: "grantOpenAnswer", valid: fields(.bytes(32), .bytes(32), .number(4)),
    wrong: [("six blocks", 3, .number(6), "a power of two")]),
  Kind(
    name: "grantBlocksGet", valid: fields(.bytes(32), .array([.number(0), .number(2_047)])),
    wrong: [
      ("block 2,048", 2, .array([.number(2_048)]), "numbered from 0"),
      ("no numbers", 2, .array([]), "one at least"),
      ("17 numbers", 2, repeated(.number(0), 17), "16 at most"),
    ]),
  Kind(
    name: "revoke", valid: fields(code("0123456789"), work),
    wrong: [
      ("a code of 11 characters", 1, .bytes(11), "the check character is left out"),
      ("a code in small letters", 1, code("abcdefghjk"), "taken, another code than its capitals"),
      ("a code with its hyphen", 1, code("01234-5678"), "left out where it is typed"),
      ("a code with an I", 1, code("I123456789"), "1 where it is typed, and never sent"),
      ("a code with an L", 1, code("0123L56789"), "1 where it is typed, and never sent"),
      ("a code with an O", 1, code("012345678O"), "0 where it is typed, and never sent"),
      ("a code with a U", 1, code("012345678U"), "of the check's symbols only"),
    ],
    right: [
      ("a code of letters", 1, code("ABCDEFGHJK"), "of the alphabet"),
      ("a code of its last letters", 1, code("PQRSTVWXYZ"), "of the alphabet"),
    ]),
  Kind(name: "receipts", valid: fields(.bytes(16), .bytes(32), work)),
  Kind(
    name: "receiptsAnswer",
    valid: .array([.array([.number(29_666_667), .number(1), .bytes(256)])]),
    wrong: [
      ("event 7", 0, .array([.number(1), .number(7), .bytes(256)]), "1 to 6"),
      ("event 0", 0, .array([.number(1), .number(0), .bytes(256)]), "1 to 6"),
      ("a name of 257 bytes", 0, .array([.number(1), .number(1), .bytes(257)]), "always 256"),
    ]),
  Kind(
    name: "info",
    valid: fields(
      .number(1_780_000_000), .text("pde.example"), .text("https://pde.example"), epochs,
      .number(2_400), .text("")),
    wrong: [
      ("a second operator without a scheme", 6, .text("second.example"), "an origin, or empty"),
      ("a second operator with a path", 6, .text("https://second.example/"), "an origin, or empty"),
      ("no epochs", 4, .array([]), "one at least"),
      ("an authority of 256 bytes", 2, .text(String(repeating: "a", count: 256)), "255 at most"),
    ],
    right: [
      ("a second operator", 6, .text("https://second.example"), "who hardens too")
    ]),
  Kind(
    name: "epochs", valid: epochs,
    wrong: [
      (
        "epochs out of order", 1, .array([.number(1), .array([.bytes(32)])]),
        "oldest first, each once"
      ),
      ("three operators", 1, .array([.number(3), repeated(.bytes(32), 3)]), "one or two"),
      ("no operator", 1, .array([.number(3), .array([])]), "one or two"),
      ("a key of 31 bytes", 1, .array([.number(3), .array([.bytes(31)])]), "32 bytes"),
    ]),
]
