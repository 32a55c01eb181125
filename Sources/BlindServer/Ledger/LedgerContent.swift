import Wire

/// A slot's row, whole.
struct StoredSlot: WireMessage, Equatable {
  var slot: Slot
  var rank: UInt64
  var requestedAt: UInt64

  init(slot: Slot, rank: UInt64, requestedAt: UInt64) {
    self.slot = slot
    self.rank = rank
    self.requestedAt = requestedAt
  }

  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readArray(count: 3)
    slot = try Slot(from: &reader)
    rank = try reader.readUnsigned()
    requestedAt = try reader.readTime()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(3)
    slot.write(to: &writer)
    writer.unsigned(rank)
    writer.unsigned(requestedAt)
  }
}

/// What a change of credentials wrote: without it nobody could open a wallet whose older
/// credentials a restore brings back.
///
///     CBOR {1: [4 x slot's row], 2: [4 x counter's tag], 3: [] or rekey}, the rekey's blocks
/// - SeeAlso: Specs/ledger.md.
struct LedgerContent: WireMessage, Equatable {
  struct Rekey: WireMessage, Equatable {
    var generation: UInt32
    var verifyKey: [UInt8]
    /// The number of the entry, which is head and base.
    var seq: UInt64
    var previousHash: [UInt8]
    var entry: [UInt8]
    /// The snapshot's blocks, whose bytes follow.
    var blocks: [BlockName]
    var dropped: [BlockName]
  }

  var slots: [StoredSlot]
  var cardTags: [[UInt8]]
  var rekey: Rekey?

  init(slots: [StoredSlot], cardTags: [[UInt8]], rekey: Rekey? = nil) {
    self.slots = slots
    self.cardTags = cardTags
    self.rekey = rekey
  }

  init(from reader: inout CBORReader) throws(CBORError) {
    let four = Limits.slotsPerSpace...Limits.slotsPerSpace
    try reader.readMap(count: 3)
    try reader.readKey(1)
    slots = try reader.readMessages(four)
    try reader.readKey(2)
    cardTags = try reader.readByteStrings(four, byteCount: 32)
    try reader.readKey(3)
    let count = try reader.readArray(0...1)
    rekey = count == 0 ? nil : try Rekey(from: &reader)
  }

  func write(to writer: inout CBORWriter) {
    writer.map(3)
    writer.key(1)
    writer.messages(slots)
    writer.key(2)
    writer.byteStrings(cardTags)
    writer.key(3)
    writer.messages(rekey.map { [$0] } ?? [])
  }
}

extension LedgerContent.Rekey {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readArray(count: 7)
    generation = try reader.readInteger()
    verifyKey = try reader.readBytes(count: 32)
    seq = try reader.readSequence()
    previousHash = try reader.readBytes(count: 32)
    entry = try reader.readBytes(count: Limits.recordBytes)
    blocks = try reader.readIdentifiers(0...Limits.blocksPerRekey)
    dropped = try reader.readIdentifiers(0...Limits.namesPerAppend)
  }

  func write(to writer: inout CBORWriter) {
    writer.array(7)
    writer.unsigned(generation)
    writer.bytes(verifyKey)
    writer.unsigned(seq)
    writer.bytes(previousHash)
    writer.bytes(entry)
    writer.identifiers(blocks)
    writer.identifiers(dropped)
  }
}

extension LedgerContent {
  /// The content and the bytes of its blocks.
  init(file: [UInt8], blocks: inout [[UInt8]]) throws {
    var reader = CBORReader(file.rawSpan)
    try self.init(from: &reader)
    let rest = file.dropFirst(reader.offset)
    let count = rekey?.blocks.count ?? 0
    guard rest.count == count * Limits.blockBytes else { throw LedgerError.broken }
    for index in 0..<count {
      let start = rest.startIndex + index * Limits.blockBytes
      blocks.append(Array(rest[start..<start + Limits.blockBytes]))
    }
  }
}
