import Sodium

/// The body of `POST /v1/spaces`: a whole new space in one request.
public struct CreateSpaceRequest: WireMessage, Equatable {
  public var spaceID: SpaceID
  /// The key whose signature the request carries, 32 bytes.
  public var verifyKey: [UInt8]
  /// Four, of which exactly one has a wait.
  public var slots: [Slot]
  /// Four tags of 16 bytes, random where there is no card.
  public var cardTags: [[UInt8]]
  /// Entry 1 of the journal, 1,024 bytes.
  public var entry: [UInt8]
  public var work: [UInt8]

  public init(
    spaceID: SpaceID, verifyKey: [UInt8], slots: [Slot], cardTags: [[UInt8]], entry: [UInt8],
    work: [UInt8] = Work.none
  ) {
    self.spaceID = spaceID
    self.verifyKey = verifyKey
    self.slots = slots
    self.cardTags = cardTags
    self.entry = entry
    self.work = work
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readMap(count: 6)
    try reader.readKey(1)
    spaceID = try reader.readIdentifier()
    try reader.readKey(2)
    verifyKey = try reader.readBytes(count: 32)
    try reader.readKey(3)
    slots = try Slot.readSpace(from: &reader)
    try reader.readKey(4)
    cardTags = try reader.readByteStrings(
      Limits.slotsPerSpace...Limits.slotsPerSpace, byteCount: 16)
    try reader.readKey(5)
    entry = try reader.readBytes(count: Limits.recordBytes)
    try reader.readKey(6)
    work = try reader.readBytes(count: Work.byteCount)
  }

  public func write(to writer: inout CBORWriter) {
    writer.map(6)
    writer.key(1)
    writer.identifier(spaceID)
    writer.key(2)
    writer.bytes(verifyKey)
    writer.key(3)
    writer.messages(slots)
    writer.key(4)
    writer.byteStrings(cardTags)
    writer.key(5)
    writer.bytes(entry)
    writer.key(6)
    writer.bytes(work)
  }
}

/// An empty map: the body of a call that takes nothing.
public struct NoFields: WireMessage, Equatable {
  public init() {}

  public init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readMap(count: 0)
  }

  public func write(to writer: inout CBORWriter) {
    writer.map(0)
  }
}

/// Where a journal begins and ends, and entries of it.
public struct JournalPart: WireMessage, Equatable {
  public var headSeq: UInt64
  /// BLAKE2b-256 of the last sealed entry, 32 bytes.
  public var headHash: [UInt8]
  /// The first entry that the server keeps.
  public var baseSeq: UInt64
  /// The `prev` of that entry, 32 bytes.
  public var basePrev: [UInt8]
  /// The number of the first of `entries`.
  public var firstSeq: UInt64
  /// At most 512 sealed entries in a row, 1,024 bytes each.
  public var entries: [[UInt8]]

  public init(
    headSeq: UInt64, headHash: [UInt8], baseSeq: UInt64, basePrev: [UInt8], firstSeq: UInt64,
    entries: [[UInt8]]
  ) {
    self.headSeq = headSeq
    self.headHash = headHash
    self.baseSeq = baseSeq
    self.basePrev = basePrev
    self.firstSeq = firstSeq
    self.entries = entries
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readMap(count: 6)
    try reader.readKey(1)
    headSeq = try reader.readSequence()
    try reader.readKey(2)
    headHash = try reader.readBytes(count: 32)
    try reader.readKey(3)
    baseSeq = try reader.readSequence()
    try reader.readKey(4)
    basePrev = try reader.readBytes(count: 32)
    try reader.readKey(5)
    firstSeq = try reader.readSequence()
    try reader.readKey(6)
    entries = try reader.readByteStrings(
      0...Limits.entriesPerMessage, byteCount: Limits.recordBytes)
  }

  public func write(to writer: inout CBORWriter) {
    writer.map(6)
    writer.key(1)
    writer.unsigned(headSeq)
    writer.key(2)
    writer.bytes(headHash)
    writer.key(3)
    writer.unsigned(baseSeq)
    writer.key(4)
    writer.bytes(basePrev)
    writer.key(5)
    writer.unsigned(firstSeq)
    writer.key(6)
    writer.byteStrings(entries)
  }
}

/// The answer of `POST /v1/space/open`.
public struct OpenSpaceAnswer: WireMessage, Equatable {
  public var time: UInt64
  public var generation: UInt32
  /// From the base on; what is beyond 512 entries is asked for by `journal/get`.
  public var journal: JournalPart
  /// ``Slot/hash`` of each of the space's four slots, in order.
  public var slotHashes: [[UInt8]]
  /// When each slot's wait was started, in seconds since 1970, or 0.
  public var requestedAt: [UInt64]
  /// When the space is to be deleted, or 0.
  public var deleteAt: UInt64

  public init(
    time: UInt64, generation: UInt32, journal: JournalPart, slotHashes: [[UInt8]],
    requestedAt: [UInt64], deleteAt: UInt64
  ) {
    self.time = time
    self.generation = generation
    self.journal = journal
    self.slotHashes = slotHashes
    self.requestedAt = requestedAt
    self.deleteAt = deleteAt
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readMap(count: 6)
    try reader.readKey(1)
    time = try reader.readTime()
    try reader.readKey(2)
    generation = try reader.readInteger()
    try reader.readKey(3)
    journal = try JournalPart(from: &reader)
    try reader.readKey(4)
    slotHashes = try reader.readByteStrings(
      Limits.slotsPerSpace...Limits.slotsPerSpace, byteCount: 32)
    try reader.readKey(5)
    requestedAt = []
    try reader.readArray(count: Limits.slotsPerSpace)
    for _ in 0..<Limits.slotsPerSpace { requestedAt.append(try reader.readTime()) }
    try reader.readKey(6)
    deleteAt = try reader.readTime()
  }

  public func write(to writer: inout CBORWriter) {
    writer.map(6)
    writer.key(1)
    writer.unsigned(time)
    writer.key(2)
    writer.unsigned(generation)
    writer.key(3)
    journal.write(to: &writer)
    writer.key(4)
    writer.byteStrings(slotHashes)
    writer.key(5)
    writer.array(requestedAt.count)
    for time in requestedAt { writer.unsigned(time) }
    writer.key(6)
    writer.unsigned(deleteAt)
  }
}

/// The body of `POST /v1/space/journal/get`.
public struct JournalGetRequest: WireMessage, Equatable {
  /// The first entry wanted; earlier than the base means the base.
  public var from: UInt64

  public init(from: UInt64) {
    self.from = from
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readMap(count: 1)
    try reader.readKey(1)
    from = try reader.readSequence()
  }

  public func write(to writer: inout CBORWriter) {
    writer.map(1)
    writer.key(1)
    writer.unsigned(from)
  }
}

/// The body of `POST /v1/space/journal`: an append, atomic.
public struct JournalAppendRequest: WireMessage, Equatable {
  public var expectSeq: UInt64
  /// 32 bytes.
  public var expectHash: [UInt8]
  /// 1...512 sealed entries of 1,024 bytes.
  public var entries: [[UInt8]]
  /// Pending blocks of the space that become part of it.
  public var adopt: [BlockName]
  /// Blocks of the space that go, bytes too.
  public var drop: [BlockName]
  /// 0, or the entry that becomes the first that the server keeps.
  public var base: UInt64

  public init(
    expectSeq: UInt64, expectHash: [UInt8], entries: [[UInt8]], adopt: [BlockName],
    drop: [BlockName], base: UInt64
  ) {
    self.expectSeq = expectSeq
    self.expectHash = expectHash
    self.entries = entries
    self.adopt = adopt
    self.drop = drop
    self.base = base
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readMap(count: 6)
    try reader.readKey(1)
    expectSeq = try reader.readSequence()
    try reader.readKey(2)
    expectHash = try reader.readBytes(count: 32)
    try reader.readKey(3)
    entries = try reader.readByteStrings(
      1...Limits.entriesPerMessage, byteCount: Limits.recordBytes)
    try reader.readKey(4)
    adopt = try reader.readIdentifiers(0...Limits.namesPerAppend)
    try reader.readKey(5)
    drop = try reader.readIdentifiers(0...Limits.namesPerAppend)
    try reader.readKey(6)
    base = try reader.readSequence()
  }

  public func write(to writer: inout CBORWriter) {
    writer.map(6)
    writer.key(1)
    writer.unsigned(expectSeq)
    writer.key(2)
    writer.bytes(expectHash)
    writer.key(3)
    writer.byteStrings(entries)
    writer.key(4)
    writer.identifiers(adopt)
    writer.key(5)
    writer.identifiers(drop)
    writer.key(6)
    writer.unsigned(base)
  }
}

/// The body of `POST /v1/space/blocks/get`.
public struct BlocksGetRequest: WireMessage, Equatable {
  /// 1...16 names; the answer is their blocks in this order, raw.
  public var names: [BlockName]

  public init(names: [BlockName]) {
    self.names = names
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readMap(count: 1)
    try reader.readKey(1)
    names = try reader.readIdentifiers(1...Limits.blocksPerRequest)
  }

  public func write(to writer: inout CBORWriter) {
    writer.map(1)
    writer.key(1)
    writer.identifiers(names)
  }
}

/// The body of `POST /v1/space/delete`.
public struct DeleteSpaceRequest: WireMessage, Equatable {
  /// When the space goes, in seconds since 1970; the past means now, 0 cancels.
  public var at: UInt64

  public init(at: UInt64) {
    self.at = at
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readMap(count: 1)
    try reader.readKey(1)
    at = try reader.readTime()
  }

  public func write(to writer: inout CBORWriter) {
    writer.map(1)
    writer.key(1)
    writer.unsigned(at)
  }
}
