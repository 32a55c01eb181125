import Sodium

/// The body of `POST /v1/space/slots`: some or all of a space's four slots anew.
public struct SlotsWriteRequest: WireMessage, Equatable {
  public var expectGeneration: UInt32
  /// ``Slot/hash(_:)`` of the four slots that are replaced, 32 bytes.
  public var expectSlotsHash: [UInt8]
  /// Four; nil keeps what is at this place.
  public var slots: [Slot?]
  /// Four tags of 16 bytes, random where there is no card.
  public var cardTags: [[UInt8]]

  public init(
    expectGeneration: UInt32, expectSlotsHash: [UInt8], slots: [Slot?], cardTags: [[UInt8]]
  ) {
    self.expectGeneration = expectGeneration
    self.expectSlotsHash = expectSlotsHash
    self.slots = slots
    self.cardTags = cardTags
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readMap(count: 4)
    try reader.readKey(1)
    expectGeneration = try reader.readInteger()
    try reader.readKey(2)
    expectSlotsHash = try reader.readBytes(count: 32)
    try reader.readKey(3)
    let start = reader.offset
    slots = try reader.readMessages(
      Limits.slotsPerSpace...Limits.slotsPerSpace, SlotOrKeep.self
    ).map { $0.slot }
    // Which slot of those that are kept has a wait, only the server knows.
    guard slots.count(where: { $0.map { $0.waitHours > 0 } ?? false }) <= 1 else {
      throw reader.refuse(at: start)
    }
    try reader.readKey(4)
    cardTags = try reader.readByteStrings(
      Limits.slotsPerSpace...Limits.slotsPerSpace, byteCount: 16)
  }

  public func write(to writer: inout CBORWriter) {
    writer.map(4)
    writer.key(1)
    writer.unsigned(expectGeneration)
    writer.key(2)
    writer.bytes(expectSlotsHash)
    writer.key(3)
    writer.messages(slots.map(SlotOrKeep.init))
    writer.key(4)
    writer.byteStrings(cardTags)
  }
}

/// A slot, or the empty array that says to keep what is there.
private struct SlotOrKeep: WireMessage {
  var slot: Slot?

  init(_ slot: Slot?) {
    self.slot = slot
  }

  init(from reader: inout CBORReader) throws(CBORError) {
    let start = reader.offset
    switch try reader.readArray(0...3) {
    case 0: slot = nil
    case 3: slot = try Slot(membersFrom: &reader)
    default: throw reader.refuse(at: start)
    }
  }

  func write(to writer: inout CBORWriter) {
    if let slot {
      slot.write(to: &writer)
    } else {
      writer.array(0)
    }
  }
}

/// The body of `POST /v1/space/rekey`: another key, other slots and a journal that begins
/// anew, all of it or nothing. Signed, as a call, with the key that goes.
public struct RekeyRequest: WireMessage, Equatable {
  public var expectGeneration: UInt32
  public var expectSeq: UInt64
  /// 32 bytes.
  public var expectHash: [UInt8]
  /// The key that signs from now on, 32 bytes.
  public var newKey: [UInt8]
  /// The new key's signature over ``proofMessage(space:)``, 64 bytes.
  public var proof: [UInt8]
  /// Four, of which exactly one has a wait.
  public var slots: [Slot]
  /// Four tags of 16 bytes, random where there is no card.
  public var cardTags: [[UInt8]]
  /// The entry that becomes head and base, 1,024 bytes.
  public var entry: [UInt8]
  /// Pending blocks of the space that become part of it: the snapshot's, at most 64.
  public var adopt: [BlockName]
  /// Blocks of the space that go, bytes too.
  public var drop: [BlockName]

  public init(
    expectGeneration: UInt32, expectSeq: UInt64, expectHash: [UInt8], newKey: [UInt8],
    proof: [UInt8], slots: [Slot], cardTags: [[UInt8]], entry: [UInt8], adopt: [BlockName],
    drop: [BlockName]
  ) {
    self.expectGeneration = expectGeneration
    self.expectSeq = expectSeq
    self.expectHash = expectHash
    self.newKey = newKey
    self.proof = proof
    self.slots = slots
    self.cardTags = cardTags
    self.entry = entry
    self.adopt = adopt
    self.drop = drop
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readMap(count: 10)
    try reader.readKey(1)
    expectGeneration = try reader.readInteger()
    try reader.readKey(2)
    expectSeq = try reader.readSequence()
    try reader.readKey(3)
    expectHash = try reader.readBytes(count: 32)
    try reader.readKey(4)
    newKey = try reader.readBytes(count: 32)
    try reader.readKey(5)
    proof = try reader.readBytes(count: 64)
    try reader.readKey(6)
    slots = try Slot.readSpace(from: &reader)
    try reader.readKey(7)
    cardTags = try reader.readByteStrings(
      Limits.slotsPerSpace...Limits.slotsPerSpace, byteCount: 16)
    try reader.readKey(8)
    entry = try reader.readBytes(count: Limits.recordBytes)
    try reader.readKey(9)
    adopt = try reader.readIdentifiers(0...Limits.blocksPerRekey)
    try reader.readKey(10)
    drop = try reader.readIdentifiers(0...Limits.namesPerAppend)
  }

  public func write(to writer: inout CBORWriter) {
    write(to: &writer, withProof: true)
  }

  private func write(to writer: inout CBORWriter, withProof: Bool) {
    writer.map(withProof ? 10 : 9)
    writer.key(1)
    writer.unsigned(expectGeneration)
    writer.key(2)
    writer.unsigned(expectSeq)
    writer.key(3)
    writer.bytes(expectHash)
    writer.key(4)
    writer.bytes(newKey)
    if withProof {
      writer.key(5)
      writer.bytes(proof)
    }
    writer.key(6)
    writer.messages(slots)
    writer.key(7)
    writer.byteStrings(cardTags)
    writer.key(8)
    writer.bytes(entry)
    writer.key(9)
    writer.identifiers(adopt)
    writer.key(10)
    writer.identifiers(drop)
  }

  /// H(32, "pde1/rekey", spaceId || CBOR of the body without proof): what the new key signs.
  public func proofMessage(space: SpaceID) -> [UInt8] {
    var writer = CBORWriter()
    write(to: &writer, withProof: false)
    return labelledHash(32, .rekey, space.bytes + writer.exposedBytes())
  }
}

/// The body of `POST /v1/space/lock`.
public struct LockRequest: WireMessage, Equatable {
  /// Until when the space is locked, in seconds since 1970: after now and at most 72 hours
  /// away.
  public var until: UInt64

  public init(until: UInt64) {
    self.until = until
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readMap(count: 1)
    try reader.readKey(1)
    until = try reader.readTime()
  }

  public func write(to writer: inout CBORWriter) {
    writer.map(1)
    writer.key(1)
    writer.unsigned(until)
  }
}
