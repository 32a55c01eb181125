import Sodium
import Vault
import Wire

/// Specs/content.md and Specs/journal.md.
let journalOperations: [Operation] = [
  Operation("content.blockCount") { (input) throws(Failure) in
    let length = try input.number("length")
    guard length <= Content.maxLength else { throw .badVector }
    var results = Results()
    results.number("count", Content.blockCount(length: length))
    results.number("bundleCount", Content.bundleBlockCount(length: length))
    return results
  },
  Operation("content.blockName") { (input) throws(Failure) in
    let key: Secret<ContentKey> = Secret(copying: try input.bytes("key", count: 32))
    let content = ContentReference(key: SharedSecret(key), length: 0)
    return .bytes("name", content.blockName(try input.integer("index")).bytes)
  },
  // Seal(key, "pde1/block", context, part), opened as block `index` of `count` of a content of
  // `length` bytes at `place`
  Operation("content.open") { (input) throws(Failure) in
    let key = try input.bytes("key", count: 32)
    let block = seal(
      try input.bytes("part"), key: key, context: try input.bytes("context"),
      salt: try input.bytes("salt", count: 32))
    let place = try place(&input)
    let index: UInt32 = try input.integer("index")
    let count: UInt32 = try input.integer("count")
    let length = try input.number("length")
    try named { () throws(VaultError) in
      try open(block, key: key, place: place, index: index, count: count, length: length)
    }
    var results = Results()
    results.bytes("block", blake2b256(block))
    results.number("used", Content.partByteCount(length: length, index: index))
    return results
  },
  // An entry's CBOR, without padding and seal
  Operation("entry") { (input) throws(Failure) in
    let entry = try input.bytes("entry")
    let written = try named { () throws(CBORError) in try VaultVectors.rewritten(entry: entry) }
    guard written == entry else { throw .writtenDifferently }
    return Results()
  },
  Operation("snapshot") { (input) throws(Failure) in
    let content = try input.bytes("content")
    let written = try named { () throws(CBORError) in
      try VaultVectors.rewritten(snapshot: content)
    }
    guard written == content else { throw .writtenDifferently }
    return Results()
  },
  // A whole journal as the answer of `open` has it, and the content of its snapshot
  Operation("journal") { (input) throws(Failure) in
    let spaceID = try input.identifier("spaceId", SpaceKind.self)
    let root = try input.bytes("root", count: 32)
    let generation: UInt32 = try input.integer("generation")
    let floorSeq = try input.number("floorSeq")
    let part = JournalPart(
      headSeq: try input.number("headSeq"), headHash: try input.bytes("headHash", count: 32),
      baseSeq: try input.number("baseSeq"), basePrev: try input.bytes("basePrev", count: 32),
      firstSeq: try input.number("firstSeq"), entries: try input.bytesList("entries"))
    let snapshot: [UInt8]? = input.has("snapshot") ? try input.bytes("snapshot") : nil
    let read = try named { () throws(VaultError) in
      try VaultVectors.readJournal(
        spaceID: spaceID, root: root, generation: generation, floorSeq: floorSeq, part: part,
        snapshot: snapshot)
    }
    var results = Results()
    results.number("changes", read.mark.changes)
    results.number("lastChangeAt", read.mark.lastChangeAt)
    results.number("digits", read.mark.digits)
    results.number("documents", read.documents)
    results.number("grants", read.grants)
    return results
  },
]

/// A place, as its kind and what the kind needs.
private func place(_ input: inout Arguments) throws(Failure) -> Place {
  let kind = try input.text("place")
  if kind == asciiBytes("doc") {
    return .document(
      try input.identifier("spaceId"), try input.identifier("documentId"),
      version: try input.integer("version"))
  }
  if kind == asciiBytes("snap") {
    return .snapshot(
      try input.identifier("spaceId"), generation: try input.integer("generation"),
      seq: try input.number("seq"))
  }
  if kind == asciiBytes("thumbs") {
    return .thumbnails(try input.identifier("spaceId"), try input.identifier("sheetId"))
  }
  guard kind == asciiBytes("grant") else { throw .badVector }
  return .grant(try input.identifier("grantId"))
}

private func seal(_ part: [UInt8], key: [UInt8], context: [UInt8], salt: [UInt8]) -> [UInt8] {
  let key: Secret<ContentKey> = Secret(copying: key)
  return Seal.seal(part.rawSpan, with: key, label: .block, context: context, salt: salt)
}

private func open(
  _ block: [UInt8], key: [UInt8], place: Place, index: UInt32, count: UInt32, length: UInt64
) throws(VaultError) {
  let key: Secret<ContentKey> = Secret(copying: key)
  var part = [UInt8](repeating: 0, count: Limits.partBytes)
  try part.withMutableBytes { (part) throws(VaultError) in
    try Content.openBlock(
      block.rawSpan, key: key, place: place, index: index, count: count, length: length,
      into: &part)
  }
}
