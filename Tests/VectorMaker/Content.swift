import VectorRunner
import Wire

func contentVectors() -> VectorFile {
  var file = VectorFile("content", spec: "Specs/content.md")
  for (length, what) in [
    (0, "nothing is one block"), (1, "one byte is one block"), (130_992, "a full block is one"),
    (130_993, "one byte more is two"), (25_000_000, "the largest document"),
    (392_976, "three full blocks, of a bundle four"), (268_271_616, "the largest grant"),
  ] as [(UInt64, String)] {
    file.add("\(length) bytes in blocks", what, "content.blockCount", [("length", .number(length))])
  }
  let name: [(String, Input)] = [("key", seeded("content/key")), ("index", .number(0))]
  file.add("the name of block 0", "the number is four bytes", "content.blockName", name)
  file.add(
    "the name of block 1", "nothing of the one before", "content.blockName",
    name.with("index", .number(1)))
  file.add(
    "the name of block 256", "most significant byte first", "content.blockName",
    name.with("index", .number(256)))

  let space = Seed.bytes("content/space", 16)
  let id = Seed.bytes("content/document", 16)
  func context(_ place: Item, _ index: UInt64, _ count: UInt64) -> Input {
    .hex(Item.array([place, .number(index), .number(count)]).encoded)
  }
  let document = Item.array([.text("doc"), .exactly(space), .exactly(id), .number(2)])
  let snapshot = Item.array([.text("snap"), .exactly(space), .number(1), .number(300)])
  let grant = Item.array([.text("grant"), .exactly(id)])
  /// 300 bytes behind 130,992 others: block 1 of 2.
  let tail: Input = .joined([.repeated([0x5a], times: 300), .repeated([0], times: 130_692)])
  let inDocument: [(String, Input)] = [
    ("place", .text("doc")), ("spaceId", .hex(space)), ("documentId", .hex(id)),
    ("version", .number(2)),
  ]
  let block: [(String, Input)] =
    [
      ("key", seeded("content/key")), ("context", context(document, 1, 2)), ("part", tail),
      ("salt", seeded("content/salt")),
    ] + inDocument + [("index", .number(1)), ("count", .number(2)), ("length", .number(131_292))]
  func open(_ name: String, _ comment: String, _ input: [(String, Input)], expect: String = "block")
  {
    file.add(name, comment, "content.open", input, expect: expect)
  }
  open("the last block of a document", "zeros behind its end", block, expect: "ok")
  open(
    "a full block", "no zeros",
    block.with("context", context(document, 0, 2)).with("index", .number(0))
      .with("part", .repeated([0x5a], times: 130_992)), expect: "ok")
  open(
    "the block of a snapshot", "another place",
    block.without("documentId").without("version").with("place", .text("snap"))
      .with("context", context(snapshot, 1, 2)) + [
        ("generation", .number(1)), ("seq", .number(300)),
      ],
    expect: "ok")
  let inGrant =
    block.without("documentId").without("version").without("spaceId")
    .with("place", .text("grant")) + [("grantId", .hex(id))]
  open(
    "the block of a bundle", "another place", inGrant.with("context", context(grant, 1, 2)),
    expect: "ok")
  open(
    "a block behind a bundle's end", "zeros, whole",
    inGrant.with("context", context(grant, 3, 4)).with("index", .number(3)).with(
      "count", .number(4)
    )
    .with("length", .number(392_976)).with("part", .repeated([0], times: 130_992)), expect: "ok")

  open(
    "another key", "another content's block",
    block.with("key", seeded("content/key2")).with("index", .number(0)))
  open(
    "sealed as block 0", "two blocks of a content swapped",
    block.with("context", context(document, 0, 2)))
  open("sealed as one of 3", "a content cut short", block.with("context", context(document, 1, 3)))
  open("opened as one of 3", "a content made longer", block.with("count", .number(3)))
  open(
    "of another version", "an older version in the place of the newer",
    block.with("version", .number(1)))
  open(
    "of another document", "two documents swapped",
    block.with("documentId", seeded("content/other", 16)))
  open(
    "of another space", "a copy in another compartment is sealed anew",
    block.with("spaceId", seeded("content/other", 16)))
  open(
    "a snapshot's block as a document's", "the place says which it is",
    block.with("context", context(snapshot, 1, 2)))
  open("a document's block as a bundle's", "what is shared is sealed anew", inGrant)
  open(
    "without a place", "index and count alone",
    block.with("context", .hex(Item.array([.number(1), .number(2)]).encoded)))
  open(
    "something behind the end", "a place to hide bytes, or a longer document",
    block.with("part", .joined([.repeated([0x5a], times: 301), .repeated([0], times: 130_691)])))
  open(
    "something in the last byte", "all of it is zero",
    block.with(
      "part", .joined([.repeated([0x5a], times: 300), .repeated([0], times: 130_691), .hex([1])])))
  open(
    "a part too short", "a block has one size", block.with("part", .repeated([0], times: 130_991)))
  open(
    "a part too long", "a block has one size", block.with("part", .repeated([0], times: 130_993)))
  open("no part", "a block has one size", block.with("part", .hex([])))
  return file
}
