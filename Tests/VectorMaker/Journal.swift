import Sodium
import VectorRunner
import Wire

func journalVectors() -> VectorFile {
  var file = VectorFile("journal", spec: "Specs/journal.md")
  addEntries(to: &file)
  addSnapshots(to: &file)
  addChains(to: &file)
  return file
}

private let spaceID = Seed.bytes("journal/space", 16)
private let time: UInt64 = 1_780_000_000
private let layout: [Item] = [
  .array([.number(1), .number(0), .number(0), .number(0)]), .number(3),
  .copies(.bytes(16), 4),
]
/// The layout as a snapshot and *credentials* have it: with the wait and the slots' hash.
private func written(
  _ hash: String = "journal/slots", roles: [UInt64] = [1, 2, 0, 3], waitHours: UInt64 = 24
) -> [Item] {
  [
    .array(roles.map { .number($0) }), .number(3), .copies(.bytes(16), 4), .number(waitHours),
    .exactly(Seed.bytes(hash)),
  ]
}
private func credentials(_ items: [Item]) -> Item {
  .array([.number(time), .number(11)] + items)
}
/// What the creation's layout is in a snapshot: its hash is not known.
private let createdLayout: [Item] =
  layout + [.number(168), .exactly([UInt8](repeating: 0, count: 32))]
private let created: Item = .array([.number(time), .number(1)] + layout + [.number(0)])

private func document(
  _ name: String, version: UInt64 = 1, length: UInt64 = 300, count: UInt64 = 1,
  title: String = "Attestation", kind: String = "", person: String = "",
  mediaType: String = "application/pdf", ending: String = "pdf"
) -> [Item] {
  [
    .exactly(Seed.bytes("document/\(name)", 16)), .number(version),
    .exactly(Seed.bytes("content/\(name)")), .number(length), .number(count), .text(title),
    .text(kind), .text(person), .text(mediaType), .text(ending), .number(time),
    .number(20_270_131),
  ]
}
private func added(_ items: [Item]) -> Item { .array([.number(time), .number(2)] + items) }
private func removed(_ name: String) -> Item {
  .array([.number(time), .number(3), .exactly(Seed.bytes("document/\(name)", 16))])
}
/// A grant in an entry; a snapshot has `revokedAt` behind it, 0 for a grant that was not revoked.
private func grant(_ documents: Int = 1) -> [Item] {
  [
    .exactly(Seed.bytes("grant/id", 16)), .exactly(Seed.bytes("grant/s", 16)),
    .exactly(Seed.bytes("grant/o")), .text("0123456789"), .number(time), .number(time + 3_600),
    .number(10), .text("1234"), .text("CPAS"), .copies(.bytes(16), documents),
  ]
}
private func snapshotEntry(_ length: UInt64, count: UInt64 = 1) -> Item {
  .array([
    .number(time), .number(4), .exactly(Seed.bytes("snapshot/key")), .number(length),
    .number(count),
  ])
}

/// Fields of a sheet; `items` are places of thumbnails of the documents a, b, c, in this order.
private func sheet(
  _ name: String = "s", length: UInt64 = 90, count: UInt64 = 1,
  items: [(document: String, offset: UInt64, length: UInt64)]
) -> [Item] {
  [
    .exactly(Seed.bytes("sheet/\(name)", 16)), .exactly(Seed.bytes("sheet/\(name)/key")),
    .number(length), .number(count),
    .array(
      items.map {
        .array([
          .exactly(Seed.bytes("document/\($0.document)", 16)), .number($0.offset),
          .number($0.length),
        ])
      }),
  ]
}
private func thumbnails(_ items: [Item]) -> Item { .array([.number(time), .number(10)] + items) }
private func masked(_ name: String, _ value: UInt64) -> Item {
  .array([
    .number(time), .number(12), .exactly(Seed.bytes("document/\(name)", 16)), .number(value),
  ])
}
/// *rested*, *returned* or *forgot*.
private func rest(_ tag: UInt64, _ name: String, version: UInt64? = nil) -> Item {
  .array(
    [.number(time + 120), .number(tag), .exactly(Seed.bytes("document/\(name)", 16))]
      + (version.map { [.number($0)] } ?? []))
}
/// A document at rest in a snapshot.
private func resting(_ document: [Item], mask: UInt64 = 2, at time: UInt64 = time) -> [Item] {
  document + [.number(mask), .number(time)]
}
private func maskedKinds(_ kinds: [String]) -> Item {
  .array([.number(time), .number(13), .array(kinds.map { .text($0) })])
}
private func described(_ name: String, title: String = "Bail") -> Item {
  .array([
    .number(time), .number(9), .exactly(Seed.bytes("document/\(name)", 16)), .text(title),
    .text("housing"), .text("Amina"), .number(20_280_229),
  ])
}

private func addEntries(to file: inout VectorFile) {
  func entry(_ name: String, _ comment: String, _ item: Item, expect: String = "ok") {
    file.add("entry: \(name)", comment, "entry", [("entry", item.input)], expect: expect)
  }
  let wrong = "unexpected"
  entry("created", "the first of every journal", created)
  entry(
    "added", "a document's version, with its content's key, length and count", added(document("a")))
  entry("removed", "a document, all its versions", removed("a"))
  entry("snapshot", "the state's key, length and count", snapshotEntry(500))
  entry("shared", "a grant and its secrets", .array([.number(time), .number(5)] + grant()))
  entry(
    "shared, of 16 documents", "as many as the entry names",
    .array([.number(time), .number(5)] + grant(16)))
  entry(
    "shared more", "the documents that did not fit",
    .array([.number(time), .number(6), .bytes(16), .copies(.bytes(16), 48)]))
  entry("unshared", "revoked or never published", .array([.number(time), .number(7), .bytes(16)]))
  entry("went on", "with what was lost", .array([.number(time), .number(8), .number(41)]))
  entry("described", "title, kind, person and validUntil of a document", described("a"))
  entry("credentials", "where they will be, and the hash of the slots then", credentials(written()))
  entry(
    "credentials with a wait of no hours", "one slot waits, always",
    credentials(written(waitHours: 0)), expect: wrong)
  entry(
    "credentials with a wait of 721 hours", "30 days at most",
    credentials(written(waitHours: 721)), expect: "unexpected")
  entry(
    "credentials without the slots' hash", "they would hold whatever the slots are",
    credentials(written().dropLast()), expect: "truncated")
  entry(
    "credentials of a role that there is not", "not understood: refused",
    credentials(written(roles: [1, 4, 0, 0])), expect: wrong)
  entry(
    "prepared", "for somebody, who is to change everything", .array([.number(time), .number(14)]))
  entry(
    "prepared, with an item more", "not understood: refused",
    .array([.number(time), .number(14), .number(0)]), expect: "trailingBytes")
  entry(
    "described without a title", "one character at least", described("a", title: ""), expect: wrong)
  entry(
    "a person of 81 bytes", "80 at most",
    added(document("a", person: String(repeating: "p", count: 81))), expect: wrong)
  entry("a person", "whose paper it is", added(document("a", person: "Amina")))
  entry(
    "thumbnails", "of several documents, one behind the other; a gap is no longer used",
    thumbnails(sheet(items: [("a", 0, 30), ("b", 40, 50)])))
  entry(
    "32 thumbnails", "as many as a sheet takes: the largest entry",
    thumbnails(
      sheet(length: 130_992, items: (0..<32).map { ("\($0)", 65_536 + $0 * 300, 300) })))
  entry(
    "33 thumbnails", "32 at most",
    thumbnails(sheet(length: 130_992, items: (0..<33).map { ("\($0)", $0 * 300, 300) })),
    expect: wrong)
  entry("a sheet without thumbnails", "one at least", thumbnails(sheet(items: [])), expect: wrong)
  entry(
    "a sheet of two blocks", "one block",
    thumbnails(sheet(length: 130_993, count: 2, items: [("a", 0, 30)])), expect: wrong)
  entry(
    "thumbnails over each other", "bytes have one meaning",
    thumbnails(sheet(items: [("a", 0, 30), ("b", 29, 30)])), expect: wrong)
  entry(
    "thumbnails in another order", "they ascend",
    thumbnails(sheet(items: [("a", 40, 30), ("b", 0, 30)])), expect: wrong)
  entry(
    "a thumbnail behind the end", "the content is shorter",
    thumbnails(sheet(items: [("a", 61, 30)])), expect: wrong)
  entry(
    "a thumbnail of no bytes", "one at least", thumbnails(sheet(items: [("a", 0, 0)])),
    expect: wrong)
  entry(
    "a thumbnail of 32,769 bytes", "32,768 at most",
    thumbnails(sheet(length: 40_000, items: [("a", 0, 32_769)])), expect: wrong)
  entry(
    "two thumbnails of a document on a sheet", "which of the two?",
    thumbnails(sheet(items: [("a", 0, 30), ("a", 30, 30)])), expect: wrong)
  for (value, name) in [
    (0, "shown"), (1, "masked"), (2, "masked as its kind is"), (3, "masked and reminding"),
  ]
    as [(UInt64, String)]
  {
    entry("\(name)", "of one document", masked("a", value))
  }
  entry("a mask of a later version", "four values", masked("a", 4), expect: wrong)
  entry("kinds to mask", "instead of those before", maskedKinds(["sante", "logement"]))
  entry("no kinds to mask", "nothing is masked by its kind", maskedKinds([]))
  entry(
    "24 kinds to mask", "of 32 bytes each: the most",
    maskedKinds((10..<34).map { "\($0)" + String(repeating: "k", count: 30) }))
  entry("25 kinds to mask", "24 at most", maskedKinds((10..<35).map { "\($0)" }), expect: wrong)
  entry("a kind to mask twice", "once", maskedKinds(["sante", "sante"]), expect: wrong)
  entry(
    "an empty kind to mask", "documents of no kind are masked one by one", maskedKinds([""]),
    expect: wrong)
  entry(
    "a tag of a later version", "not understood: refused, not skipped",
    .array([.number(time), .number(18), .bytes(16)]), expect: wrong)
  entry("tag 0", "no such change", .array([.number(time), .number(0), .bytes(16)]), expect: wrong)
  entry(
    "an item more", "not understood: refused",
    .array([.number(time), .number(3), .bytes(16), .number(0)]), expect: "trailingBytes")
  entry("an item less", "no default", added(document("a").dropLast()), expect: "truncated")
  entry("no change", "a time alone", .array([.number(time)]), expect: wrong)
  entry(
    "a card's role of a later version", "not understood: refused",
    .array(
      [.number(time), .number(1), .array([.number(4), .number(0), .number(0), .number(0)])]
        + layout[1...] + [.number(0)]), expect: wrong)
  entry(
    "a wait at a fifth place", "there are four slots",
    .array([.number(time), .number(1), layout[0], .number(4), layout[2], .number(0)]), expect: wrong
  )
  entry(
    "a language of a later version", "three lists",
    .array([.number(time), .number(1)] + layout + [.number(3)]), expect: wrong)
  entry(
    "a count that is not the length's", "a reader would fetch other blocks than were stored",
    added(document("a", length: 130_993, count: 1)), expect: wrong)
  entry("a length of two blocks", "130,993 bytes", added(document("a", length: 130_993, count: 2)))
  entry("an empty document", "one block of zeros", added(document("a", length: 0)))
  entry(
    "a document of 25,000,001 bytes", "25,000,000 at most",
    added(document("a", length: 25_000_001, count: 191)), expect: wrong)
  entry("rested", "a document, for a time", rest(15, "a"))
  entry("returned", "a version that rests", rest(16, "a", version: 2))
  entry("forgot", "a version that rests no longer", rest(17, "a", version: 2))
  entry(
    "returned, of no version", "versions count from 1", rest(16, "a", version: 0), expect: wrong)
  entry(
    "rested, of a version", "the document, whatever its version", rest(15, "a", version: 2),
    expect: "trailingBytes")
  entry(
    "a title with a newline", "it would show as two", added(document("a", title: "a\nb")),
    expect: wrong)
  entry(
    "a title with a direction override", "it would show as something else",
    added(document("a", title: "fdp\u{202e}gpj")), expect: wrong)
  entry("no title", "one character at least", added(document("a", title: "")), expect: wrong)
  entry(
    "a title of 241 bytes", "240 at most",
    added(document("a", title: String(repeating: "t", count: 241))), expect: wrong)
  entry(
    "a kind of 33 bytes", "32 at most",
    added(document("a", kind: String(repeating: "k", count: 33))), expect: wrong)
  entry(
    "a grant without documents", "one at least", .array([.number(time), .number(5)] + grant(0)),
    expect: wrong)
  entry(
    "a grant of 17 documents in one entry", "16 at most: the rest follows",
    .array([.number(time), .number(5)] + grant(17)), expect: wrong)
  entry(
    "a revocation code of 9 characters", "ten",
    .array([.number(time), .number(5)] + grant()).replacing(5, with: .text("012345678")),
    expect: wrong)
  entry(
    "a revocation code with an O", "Crockford's alphabet has none",
    .array([.number(time), .number(5)] + grant()).replacing(5, with: .text("012345678O")),
    expect: wrong)
  entry(
    "a revocation code in small letters", "it is kept as it is sent: in capitals",
    .array([.number(time), .number(5)] + grant()).replacing(5, with: .text("abcdefghjk")),
    expect: wrong)
}

private func state(
  _ documents: [[Item]], _ grants: [[Item]] = [], _ sheets: [[Item]] = [],
  kinds: [String] = ["sante"], masks: [(String, UInt64)] = [],
  layouts: [[Item]] = [createdLayout], prepared: UInt64 = 0, resting: [[Item]] = []
) -> Item {
  .array([
    .array(layouts.map { .array($0) }), .number(0), .array(documents.map { .array($0) }),
    .array(grants.map { .array($0) }), .array(sheets.map { .array($0) }),
    .array([
      .array(kinds.map { .text($0) }),
      .array(
        masks.map {
          .array([.exactly(Seed.bytes("document/\($0.0)", 16)), .number($0.1)])
        }),
    ]), .number(prepared), .array(resting.map { .array($0) }),
  ])
}

private func addSnapshots(to file: inout VectorFile) {
  func snapshot(_ name: String, _ comment: String, _ item: Item, expect: String = "ok") {
    file.add("snapshot: \(name)", comment, "snapshot", [("content", item.input)], expect: expect)
  }
  snapshot("of an empty wallet", "its layout and language", state([]))
  snapshot(
    "of a wallet whose slots were changed", "every layout that may be in force, oldest first",
    state([], layouts: [createdLayout, written(), written("journal/slots2", roles: [1, 0, 0, 3])]))
  snapshot(
    "of nine layouts", "eight at most", state([], layouts: Array(repeating: written(), count: 9)),
    expect: "unexpected")
  snapshot("without a layout", "one at least", state([], layouts: []), expect: "unexpected")
  snapshot("of a prepared wallet", "not changed yet", state([], prepared: 1))
  snapshot(
    "of a wallet prepared twice", "it is or is not", state([], prepared: 2), expect: "unexpected")
  snapshot(
    "of documents and a grant", "in the order in which they were added",
    state([document("b"), document("a", version: 3)], [grant(40) + [.number(0)]]))
  snapshot("of a revoked grant", "with the time of it", state([], [grant() + [.number(time)]]))
  snapshot(
    "a grant without revokedAt", "that is an entry's", state([], [grant()]), expect: "unexpected")
  let a = sheet(items: [("a", 10, 20)])
  snapshot(
    "of thumbnails", "the sheets with the thumbnails that are used",
    state([document("a"), document("b")], [], [a, sheet("t", items: [("b", 0, 90)])]))
  snapshot(
    "a thumbnail of no document", "it went with its document", state([document("b")], [], [a]),
    expect: "unexpected")
  snapshot(
    "a sheet twice", "which of the two?",
    state([document("a"), document("b")], [], [a, sheet(items: [("b", 0, 90)])]),
    expect: "unexpected")
  snapshot(
    "two thumbnails of a document", "which of the two?",
    state([document("a")], [], [a, sheet("t", items: [("a", 0, 90)])]), expect: "unexpected")
  snapshot(
    "a document twice", "which of the two?", state([document("a"), document("a", version: 2)]),
    expect: "unexpected")
  snapshot(
    "a grant twice", "which of the two?",
    state([document("a")], [grant() + [.number(0)], grant() + [.number(0)]]), expect: "unexpected")
  let three = ["a", "b", "c"].map { document($0) }
  snapshot(
    "of masks", "of those of which something was said",
    state(three, masks: [("a", 1), ("b", 3), ("c", 0)]))
  snapshot("of no masked kinds", "what the entry said", state(three, kinds: []))
  snapshot(
    "a mask as the kind is", "that is what is not said", state(three, masks: [("a", 2)]),
    expect: "unexpected")
  snapshot(
    "a mask of no document", "it went with its document", state([], masks: [("a", 1)]),
    expect: "unexpected")
  snapshot(
    "two masks of a document", "which of the two?", state(three, masks: [("a", 1), ("a", 0)]),
    expect: "unexpected")
  snapshot(
    "a masked kind twice", "once", state([], kinds: ["sante", "sante"]), expect: "unexpected")
  snapshot(
    "of what rests",
    "a document that was taken away, and two earlier versions of one that is there",
    state(
      [document("a", version: 3)],
      resting: [
        resting(document("a")), resting(document("b"), mask: 1),
        resting(document("a", version: 2), at: time + 60),
      ]))
  snapshot(
    "a version that rests twice", "which of the two?",
    state([], resting: [resting(document("a")), resting(document("a"))]), expect: "unexpected")
  snapshot(
    "a version that is there and rests", "one of the two",
    state([document("a")], resting: [resting(document("a"))]), expect: "unexpected")
  snapshot(
    "what rests since no time", "its end would not be known",
    state([], resting: [resting(document("a"), at: 0)]), expect: "unexpected")
  snapshot(
    "of a later version", "an item more", state([]).replacing(8, orAdding: .number(0)),
    expect: "unexpected")
  snapshot(
    "a number of documents that memory can't hold", "counts are believed when the bytes are there",
    .array([
      .array([.array(createdLayout)]), .number(0), .number(0), .array([]), .array([]), .number(0),
      .number(0), .array([]),
    ]), expect: "unexpected")
}

extension Item {
  /// With an item more at the end of an array.
  fileprivate func replacing(_ place: Int, orAdding item: Item) -> Item {
    guard case .array(let items) = self else { return self }
    return .array(items + [item])
  }
}

/// A chain that is made here, with nothing of the modules but the seal.
private struct Chain {
  var file: VectorFile
  var generation: UInt64 = 0
  var seq: UInt64 = 0
  var prev = [UInt8](repeating: 0, count: 32)
  var entries: [[UInt8]] = []

  mutating func append(_ item: Item, padding: [UInt8] = [], space: [UInt8] = spaceID) {
    let root = Seed.bytes("journal/root")
    let key = file.make(
      "k", [("key", .hex(root)), ("label", .text("pde1/journal")), ("data", .hex([]))])["derived"]!
    let context = Item.array([
      .exactly(space), .number(generation), .number(seq + 1), .exactly(prev),
    ]).encoded
    let contents = item.encoded
    var padded = bigEndianBytes(UInt16(contents.count)) + contents
    padded += [UInt8](repeating: 0, count: 944 - padded.count - padding.count) + padding
    let entry = file.make(
      "seal",
      [
        ("key", key.hexInput), ("label", .text("pde1/entry")), ("context", .hex(context)),
        ("message", .hex(padded)), ("salt", seeded("journal/salt/\(seq)")),
      ])["sealed"]!.bytes
    seq += 1
    prev = blake2b256(entry)
    entries.append(entry)
  }

  /// The input of a reading from `base` on.
  func input(base: UInt64 = 1, basePrev: [UInt8]? = nil, floorSeq: UInt64 = 1) -> [(String, Input)]
  {
    [
      ("spaceId", .hex(spaceID)), ("root", seeded("journal/root")),
      ("generation", .number(generation)), ("floorSeq", .number(floorSeq)),
      ("headSeq", .number(seq)), ("headHash", .hex(prev)), ("baseSeq", .number(base)),
      ("basePrev", basePrev.map { .hex($0) } ?? .repeated([0], times: 32)),
      ("firstSeq", .number(base)), ("entries", .list(entries.map { .hex($0) })),
    ]
  }
}

private func addChains(to file: inout VectorFile) {
  var chain = Chain(file: file)
  chain.append(created)
  let first = chain
  chain.append(added(document("a")))
  let second = chain
  chain.append(.array([.number(time + 60), .number(5)] + grant()))
  let third = chain
  func journal(_ name: String, _ comment: String, _ input: [(String, Input)], expect: String = "ok")
  {
    file.add("journal: \(name)", comment, "journal", input, expect: expect)
  }
  journal("one entry", "the mark has the number and time of the last entry", first.input())
  journal("three entries", "each follows from the one before", third.input())
  journal("the head is the last credential change", "not older than that", third.input(floorSeq: 3))

  var other = first
  other.append(removed("a"))
  journal(
    "a document removed that is not there", "an impossible change", other.input(), expect: "entry")
  other = second
  other.append(added(document("a")))
  journal("a version that is there", "versions count up", other.input(), expect: "entry")
  other = second
  other.append(added(document("a", version: 3)))
  journal("a version left out", "versions count up", other.input(), expect: "entry")
  other = first
  other.append(created)
  journal("a second beginning", "entry 1 only", other.input(), expect: "entry")
  other = Chain(file: file)
  other.append(added(document("a")))
  journal("no beginning", "entry 1 creates", other.input(), expect: "entry")
  other = first
  other.append(added(document("a")), padding: [1])
  journal(
    "something in an entry's padding", "a place to hide bytes", other.input(), expect: "entry")
  other = first
  other.append(.array([.number(time), .number(18), .bytes(16)]))
  journal(
    "a change of a later version", "not understood: refused, not skipped", other.input(),
    expect: "entry")

  other = second
  other.append(described("a"))
  other.append(thumbnails(sheet(items: [("a", 0, 30), ("b", 30, 30)])))
  other.append(removed("a"))
  journal(
    "described, with a thumbnail, removed", "a thumbnail of a document that is not there is none",
    other.input())
  other.append(described("a"))
  journal(
    "a description of what was removed", "an impossible change", other.input(), expect: "entry")
  other = second
  other.append(rest(15, "a"))
  journal("a document at rest", "it is in the list no longer", other.input())
  var again = other
  again.append(rest(16, "a", version: 1))
  journal("a document brought back", "as it was", again.input())
  again.append(rest(16, "a", version: 1))
  journal("what is there, brought back", "an impossible change", again.input(), expect: "entry")
  again = other
  again.append(added(document("a")))
  journal(
    "version 1 of what rests", "versions count on", again.input(), expect: "entry")
  again = other
  again.append(added(document("a", version: 2)))
  journal("version 2 of what rests", "as an import adds it", again.input())
  again = other
  again.append(rest(17, "a", version: 1))
  again.append(added(document("a")))
  journal("a document forgotten, and added again", "nothing of it is left", again.input())
  again.append(rest(17, "a", version: 1))
  journal("what does not rest, forgotten", "an impossible change", again.input(), expect: "entry")
  again = second
  again.append(added(document("a", version: 2)))
  again.append(added(document("a", version: 3)))
  again.append(rest(17, "a", version: 1))
  journal("earlier versions", "they rest, until they are forgotten", again.input())
  var gone = again
  gone.append(removed("a"))
  gone.append(rest(17, "a", version: 2))
  journal(
    "an earlier version of what was removed", "it went with its document", gone.input(),
    expect: "entry")
  again.append(rest(16, "a", version: 2))
  journal(
    "an earlier version of what is there, brought back", "its text is added as the next version",
    again.input(), expect: "entry")
  other = second
  other.append(maskedKinds(["logement"]))
  other.append(masked("a", 1))
  other.append(masked("a", 2))
  journal("masks", "each instead of the one before", other.input())
  other.append(masked("b", 1))
  journal("a mask of no document", "an impossible change", other.input(), expect: "entry")
  other = second
  other.append(thumbnails(sheet(items: [("a", 0, 30)])))
  other.append(thumbnails(sheet(items: [("a", 30, 30)])))
  journal("a sheet of an id that is there", "ids are used once", other.input(), expect: "entry")

  other = first
  other.append(.array([.number(time), .number(14)]))
  for index in 0..<10 { other.append(credentials(written("journal/slots/\(index)"))) }
  journal("prepared, and ten changes of credentials", "eight layouts are kept", other.input())

  let entries = third.entries
  func changed(_ entries: [[UInt8]]) -> [(String, Input)] {
    third.input().with("entries", .list(entries.map { .hex($0) }))
  }
  let broken = "chain"
  journal(
    "a bit changed in an entry", "a seal that does not open",
    changed([entries[0], flipped(entries[1], at: 500), entries[2]]), expect: broken)
  journal(
    "a bit changed in the first entry", "a seal that does not open",
    changed([flipped(entries[0], at: 0), entries[1], entries[2]]), expect: broken)
  journal(
    "two entries swapped", "each says what it follows",
    changed([entries[0], entries[2], entries[1]]), expect: broken)
  journal(
    "an entry twice", "each says its number", changed([entries[0], entries[1], entries[1]]),
    expect: broken)
  var fork = first
  fork.append(added(document("b")))
  journal(
    "an entry of a fork", "an old and a new history mixed",
    changed([entries[0], fork.entries[1], entries[2]]), expect: broken)
  var foreign = first
  foreign.append(added(document("a")), space: Seed.bytes("journal/space2", 16))
  journal("an entry of another space", "its space is the context", foreign.input(), expect: broken)
  var rekeyed = first
  rekeyed.generation = 1
  rekeyed.append(added(document("a")))
  rekeyed.generation = 0
  journal(
    "an entry of another generation", "its generation is the context", rekeyed.input(),
    expect: broken)
  journal(
    "another root", "nothing opens", third.input().with("root", seeded("journal/root2")),
    expect: broken)
  journal(
    "another space", "nothing opens", third.input().with("spaceId", seeded("journal/space3", 16)),
    expect: broken)

  journal(
    "behind the last credential change", "rolled back to before it", third.input(floorSeq: 4),
    expect: "rolledBack")
  journal(
    "a head that is not the last entry's", "the server says another hash",
    third.input().with("headHash", seeded("journal/hash")), expect: "head")
  journal(
    "a head behind the last entry", "the answer has an entry more than the head says",
    third.input().with("headSeq", .number(2)), expect: "head")
  journal(
    "a head before the first entry", "a count below zero",
    third.input().with("headSeq", .number(0)).with("floorSeq", .number(0)), expect: "head")
  journal(
    "a head at the largest number", "a sum that overflows stops a program",
    third.input().with("headSeq", .number(9_007_199_254_740_991)), expect: "head")
  journal(
    "a base behind the head", "nothing to begin with",
    third.input().with("baseSeq", .number(4)).with("firstSeq", .number(4)), expect: "head")
  journal(
    "a base of 0", "entries count from 1",
    third.input().with("baseSeq", .number(0)).with("firstSeq", .number(0)), expect: "head")
  journal(
    "entries from behind the base", "the beginning is missing",
    third.input().with("firstSeq", .number(2)), expect: "head")
  journal("no entries", "the beginning is missing", changed([]), expect: "head")
  journal(
    "a history before entry 1", "nothing comes before it",
    third.input().with("basePrev", seeded("journal/hash")), expect: broken)
  journal(
    "the last entry is missing", "the answer ends before the head",
    changed(Array(entries.prefix(2))), expect: "head")

  // From a snapshot on.
  let content = state([document("a")]).encoded
  var base = second
  base.entries = []
  let basePrev = base.prev
  base.append(snapshotEntry(UInt64(content.count)))
  base.append(.array([.number(time + 60), .number(5)] + grant()))
  let fromBase = base.input(base: 3, basePrev: basePrev)
  journal(
    "from a snapshot on", "the state after the entry before it",
    fromBase + [("snapshot", .compact(content))])
  journal(
    "a snapshot whose state is none", "its blocks open, what is in them is not of the format",
    fromBase + [("snapshot", .repeated([0xff], times: content.count))], expect: "content")
  journal(
    "a snapshot with another entry's prev", "the chain goes on before the base too",
    fromBase.with("basePrev", seeded("journal/hash")) + [("snapshot", .compact(content))],
    expect: broken)
  var noSnapshot = second
  noSnapshot.entries = []
  let prev = noSnapshot.prev
  noSnapshot.append(removed("a"))
  journal(
    "a base that is no snapshot", "where the server cut, there is one",
    noSnapshot.input(base: 3, basePrev: prev), expect: "entry")
}
