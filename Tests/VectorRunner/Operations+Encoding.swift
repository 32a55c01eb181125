import Sodium
import Wire

/// Specs/encoding.md.
let encodingOperations: [Operation] = [
  // Any item of the profile, read and written again
  Operation("cbor") { (input) throws(Failure) in
    let encoded = try input.bytes("encoded")
    let written = try named { () throws(CBORError) in
      var reader = CBORReader(encoded.rawSpan)
      var writer = CBORWriter()
      try copyItem(encoded, &reader, &writer)
      try reader.finish()
      return writer.exposedBytes()
    }
    guard written == encoded else { throw .writtenDifferently }
    return Results()
  },
  Operation("utf8") { (input) throws(Failure) in
    guard isWellFormedUTF8(try input.bytes("bytes")) else { throw .refused }
    return Results()
  },
  Operation("hex.decode") { (input) throws(Failure) in
    .bytes("bytes", try required(hexDecode(try input.text("text"))))
  },
  Operation("base64.encode") { (input) throws(Failure) in
    .text("text", Array(base64Encode(try input.bytes("bytes")).utf8))
  },
  Operation("base64.decode") { (input) throws(Failure) in
    .bytes("bytes", try required(base64Decode(try input.text("text"))))
  },
  Operation("identifier.parse") { (input) throws(Failure) in
    let text = String(decoding: try input.text("text"), as: UTF8.self)
    return .bytes("bytes", try required(SpaceID(text: text)).bytes)
  },
  Operation("identifier.text") { (input) throws(Failure) in
    .text("text", Array(try input.identifier("bytes", SpaceKind.self).text.utf8))
  },
  // BLAKE2b-256 of a body with its work zeroed
  Operation("work.bodyHash") { (input) throws(Failure) in
    let body = try input.bytes("body")
    guard body.count >= Work.byteCount else { throw .badVector }
    return .bytes("bodyHash", Work.bodyHash(body))
  },
  Operation("work.check") { (input) throws(Failure) in
    guard
      Work.isSolution(
        try input.bytes("work"), bodyHash: try input.bytes("bodyHash", count: 32))
    else { throw .refused }
    return Results()
  },
  Operation("work.solve") { (input) throws(Failure) in
    let work = try required(
      Work.solve(
        challenge: try input.bytes("challenge", count: Work.challengeBytes),
        bodyHash: try input.bytes("bodyHash", count: 32), from: try input.number("from"),
        tries: try input.number("tries")))
    return .bytes("work", work)
  },
]

/// Reads the item at the reader's place and writes it again. `encoded` is what the reader reads:
/// its next byte says which function to call.
private func copyItem(
  _ encoded: [UInt8], _ reader: inout CBORReader, _ writer: inout CBORWriter
) throws(CBORError) {
  let most = 1 << 20
  let major = reader.offset < encoded.count ? encoded[reader.offset] >> 5 : 0
  switch major {
  case 2: writer.bytes(try reader.readBytes(0...most))
  case 3: writer.text(try reader.readText(maxBytes: most))
  case 4:
    let count = try reader.readArray(0...most)
    writer.array(count)
    for _ in 0..<count { try copyItem(encoded, &reader, &writer) }
  case 5:
    let count = try reader.readMap(0...most)
    writer.map(count)
    var last: UInt64?
    for _ in 0..<count {
      let start = reader.offset
      let key = try reader.readUnsigned()
      // A structure asks for its keys by number, in order; so does this.
      if let last, key <= last { throw reader.refuse(at: start) }
      last = key
      writer.key(key)
      try copyItem(encoded, &reader, &writer)
    }
  default: writer.unsigned(try reader.readUnsigned())
  }
}
