/// The body of `POST /v1/revoke`.
public struct RevokeRequest: WireMessage, Equatable {
  /// The canonical revocation code, 10 characters.
  public var revocationCode: [UInt8]
  public var work: [UInt8]

  public init(revocationCode: [UInt8], work: [UInt8] = Work.none) {
    self.revocationCode = revocationCode
    self.work = work
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readMap(count: 2)
    try reader.readKey(1)
    revocationCode = try reader.readRevocationCode()
    try reader.readKey(2)
    work = try reader.readBytes(count: Work.byteCount)
  }

  public func write(to writer: inout CBORWriter) {
    writer.map(2)
    writer.key(1)
    writer.bytes(revocationCode)
    writer.key(2)
    writer.bytes(work)
  }
}

/// The body of `POST /v1/receipts`.
public struct ReceiptsRequest: WireMessage, Equatable {
  public var receiptID: ReceiptID
  /// 32 bytes.
  public var receiptAuth: [UInt8]
  public var work: [UInt8]

  public init(receiptID: ReceiptID, receiptAuth: [UInt8], work: [UInt8] = Work.none) {
    self.receiptID = receiptID
    self.receiptAuth = receiptAuth
    self.work = work
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readMap(count: 3)
    try reader.readKey(1)
    receiptID = try reader.readIdentifier()
    try reader.readKey(2)
    receiptAuth = try reader.readBytes(count: 32)
    try reader.readKey(3)
    work = try reader.readBytes(count: Work.byteCount)
  }

  public func write(to writer: inout CBORWriter) {
    writer.map(3)
    writer.key(1)
    writer.identifier(receiptID)
    writer.key(2)
    writer.bytes(receiptAuth)
    writer.key(3)
    writer.bytes(work)
  }
}

/// What happened to a grant.
public enum ReceiptEventKind: UInt8, Sendable {
  case opened = 1
  case wrongCode = 2
  case usedUp = 3
  case revoked = 4
  case expired = 5
  case deletedAfterWrongCodes = 6
}

/// One event of a grant's receipt.
public struct ReceiptEvent: WireMessage, Equatable {
  /// When, in minutes since 1970.
  public var minute: UInt64
  public var kind: ReceiptEventKind
  /// Who opened, sealed to the holder, or bytes that mean nothing: 256.
  public var name: [UInt8]

  public init(minute: UInt64, kind: ReceiptEventKind, name: [UInt8]) {
    self.minute = minute
    self.kind = kind
    self.name = name
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readArray(count: 3)
    minute = try reader.readUnsigned(upTo: Limits.latestTime / 60)
    let start = reader.offset
    guard let value = ReceiptEventKind(rawValue: try reader.readInteger()) else {
      throw reader.refuse(at: start)
    }
    kind = value
    name = try reader.readBytes(count: 256)
  }

  public func write(to writer: inout CBORWriter) {
    writer.array(3)
    writer.unsigned(minute)
    writer.unsigned(kind.rawValue)
    writer.bytes(name)
  }
}

/// The answer of `POST /v1/receipts`: the events, oldest first; none for an unknown
/// receipt or a wrong authenticator.
public struct ReceiptsAnswer: WireMessage, Equatable {
  public var events: [ReceiptEvent]

  public init(events: [ReceiptEvent]) {
    self.events = events
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    events = try reader.readMessages(0...Int(Limits.grantOpenings) + 8)
  }

  public func write(to writer: inout CBORWriter) {
    writer.messages(events)
  }
}
