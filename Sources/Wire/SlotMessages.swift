import Sodium

/// The body of `POST /v1/slots/read`.
public struct SlotsReadRequest: WireMessage, Equatable {
  /// 2...64 identifiers: one for each epoch, and random ones to make two.
  public var ids: [SlotID]

  public init(ids: [SlotID]) {
    self.ids = ids
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readMap(count: 1)
    try reader.readKey(1)
    ids = try reader.readIdentifiers(2...Limits.epochs)
  }

  public func write(to writer: inout CBORWriter) {
    writer.map(1)
    writer.key(1)
    writer.identifiers(ids)
  }
}

/// The answer of `POST /v1/slots/read`: a record of 1,024 bytes for each identifier.
public struct SlotsReadAnswer: WireMessage, Equatable {
  public var records: [[UInt8]]

  public init(records: [[UInt8]]) {
    self.records = records
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    records = try reader.readByteStrings(2...Limits.epochs, byteCount: Limits.recordBytes)
  }

  public func write(to writer: inout CBORWriter) {
    writer.byteStrings(records)
  }
}

/// A slot as it is written.
public struct Slot: WireMessage, Equatable {
  public var id: SlotID
  /// 1,024 bytes.
  public var record: [UInt8]
  /// 0, or how long the record waits once it is read, at most 720 hours.
  public var waitHours: UInt16

  public init(id: SlotID, record: [UInt8], waitHours: UInt16) {
    self.id = id
    self.record = record
    self.waitHours = waitHours
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readArray(count: 3)
    try self.init(membersFrom: &reader)
  }

  /// Reads what is in the array.
  init(membersFrom reader: inout CBORReader) throws(CBORError) {
    id = try reader.readIdentifier()
    record = try reader.readBytes(count: Limits.recordBytes)
    waitHours = try reader.readInteger(upTo: Limits.maxWaitHours)
  }

  public func write(to writer: inout CBORWriter) {
    writer.array(3)
    writer.identifier(id)
    writer.bytes(record)
    writer.unsigned(waitHours)
  }

  /// The four slots of a space, of which exactly one has a wait: who had none, or two, would
  /// be told apart.
  static func readSpace(from reader: inout CBORReader) throws(CBORError) -> [Slot] {
    let start = reader.offset
    let slots: [Slot] = try reader.readMessages(Limits.slotsPerSpace...Limits.slotsPerSpace)
    guard slots.count(where: { $0.waitHours > 0 }) == 1 else { throw reader.refuse(at: start) }
    return slots
  }

  /// H(32, "pde1/slot/hash", slotId || record || u16 waitHours).
  public var hash: [UInt8] {
    labelledHash(32, .slotHash, id.bytes + record + bigEndianBytes(waitHours))
  }

  /// slotsHash of the four slots of a space, in order.
  public static func hash(_ slots: [Slot]) -> [UInt8] { hash(of: slots.map { $0.hash }) }

  /// slotsHash = H(32, "pde1/slots", the four slots' hashes in order).
  public static func hash(of hashes: [[UInt8]]) -> [UInt8] {
    labelledHash(32, .slots, Array(hashes.joined()))
  }
}
