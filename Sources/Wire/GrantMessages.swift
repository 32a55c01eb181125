/// The body of `POST /v1/grants`, signed by a space whose name is not stored.
public struct GrantReserveRequest: WireMessage, Equatable {
  public var id: GrantID
  /// 32 bytes.
  public var openAuth: [UInt8]
  /// The canonical revocation code, 10 characters.
  public var revocationCode: [UInt8]
  public var receiptID: ReceiptID
  /// 32 bytes.
  public var receiptAuth: [UInt8]
  /// The bundle's blocks, a power of two up to 2,048.
  public var blockCount: UInt32

  public init(
    id: GrantID, openAuth: [UInt8], revocationCode: [UInt8], receiptID: ReceiptID,
    receiptAuth: [UInt8], blockCount: UInt32
  ) {
    self.id = id
    self.openAuth = openAuth
    self.revocationCode = revocationCode
    self.receiptID = receiptID
    self.receiptAuth = receiptAuth
    self.blockCount = blockCount
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readMap(count: 6)
    try reader.readKey(1)
    id = try reader.readIdentifier()
    try reader.readKey(2)
    openAuth = try reader.readBytes(count: 32)
    try reader.readKey(3)
    revocationCode = try reader.readRevocationCode()
    try reader.readKey(4)
    receiptID = try reader.readIdentifier()
    try reader.readKey(5)
    receiptAuth = try reader.readBytes(count: 32)
    try reader.readKey(6)
    let start = reader.offset
    blockCount = try reader.readInteger(upTo: UInt32(Limits.grantBlocks))
    guard blockCount.nonzeroBitCount == 1 else { throw reader.refuse(at: start) }
  }

  public func write(to writer: inout CBORWriter) {
    writer.map(6)
    writer.key(1)
    writer.identifier(id)
    writer.key(2)
    writer.bytes(openAuth)
    writer.key(3)
    writer.bytes(revocationCode)
    writer.key(4)
    writer.identifier(receiptID)
    writer.key(5)
    writer.bytes(receiptAuth)
    writer.key(6)
    writer.unsigned(blockCount)
  }
}

/// The answer of `POST /v1/grants`.
public struct GrantReserveAnswer: WireMessage, Equatable {
  /// The server's part of the bundle key, 32 bytes.
  public var keyShare: [UInt8]
  /// What lets its bearer upload and publish, 32 bytes.
  public var uploadToken: [UInt8]

  public init(keyShare: [UInt8], uploadToken: [UInt8]) {
    self.keyShare = keyShare
    self.uploadToken = uploadToken
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readMap(count: 2)
    try reader.readKey(1)
    keyShare = try reader.readBytes(count: 32)
    try reader.readKey(2)
    uploadToken = try reader.readBytes(count: 32)
  }

  public func write(to writer: inout CBORWriter) {
    writer.map(2)
    writer.key(1)
    writer.bytes(keyShare)
    writer.key(2)
    writer.bytes(uploadToken)
  }
}

/// The body of `POST /v1/grants/publish`.
public struct GrantPublishRequest: WireMessage, Equatable {
  /// 32 bytes.
  public var uploadToken: [UInt8]
  /// 1,024 bytes.
  public var cover: [UInt8]
  /// When the grant ends, in seconds since 1970.
  public var expiry: UInt64
  /// 1...10,000.
  public var maxOpenings: UInt32

  public init(uploadToken: [UInt8], cover: [UInt8], expiry: UInt64, maxOpenings: UInt32) {
    self.uploadToken = uploadToken
    self.cover = cover
    self.expiry = expiry
    self.maxOpenings = maxOpenings
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readMap(count: 4)
    try reader.readKey(1)
    uploadToken = try reader.readBytes(count: 32)
    try reader.readKey(2)
    cover = try reader.readBytes(count: Limits.recordBytes)
    try reader.readKey(3)
    expiry = try reader.readTime()
    try reader.readKey(4)
    let start = reader.offset
    maxOpenings = try reader.readInteger(upTo: Limits.grantOpenings)
    guard maxOpenings > 0 else { throw reader.refuse(at: start) }
  }

  public func write(to writer: inout CBORWriter) {
    writer.map(4)
    writer.key(1)
    writer.bytes(uploadToken)
    writer.key(2)
    writer.bytes(cover)
    writer.key(3)
    writer.unsigned(expiry)
    writer.key(4)
    writer.unsigned(maxOpenings)
  }
}

/// The body of `POST /v1/grants/cover`.
public struct GrantCoverRequest: WireMessage, Equatable {
  public var id: GrantID
  public var work: [UInt8]

  public init(id: GrantID, work: [UInt8] = Work.none) {
    self.id = id
    self.work = work
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readMap(count: 2)
    try reader.readKey(1)
    id = try reader.readIdentifier()
    try reader.readKey(2)
    work = try reader.readBytes(count: Work.byteCount)
  }

  public func write(to writer: inout CBORWriter) {
    writer.map(2)
    writer.key(1)
    writer.identifier(id)
    writer.key(2)
    writer.bytes(work)
  }
}

/// The answer of `POST /v1/grants/cover`.
public struct GrantCoverAnswer: WireMessage, Equatable {
  /// 1,024 bytes.
  public var cover: [UInt8]

  public init(cover: [UInt8]) {
    self.cover = cover
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readMap(count: 1)
    try reader.readKey(1)
    cover = try reader.readBytes(count: Limits.recordBytes)
  }

  public func write(to writer: inout CBORWriter) {
    writer.map(1)
    writer.key(1)
    writer.bytes(cover)
  }
}

/// The body of `POST /v1/grants/open`.
public struct GrantOpenRequest: WireMessage, Equatable {
  public var id: GrantID
  /// 32 bytes.
  public var openAuth: [UInt8]
  /// 16 random bytes: the same nonce is the same opening.
  public var openNonce: [UInt8]
  /// Who opens, sealed to the holder, or random: 256 bytes.
  public var name: [UInt8]

  public init(id: GrantID, openAuth: [UInt8], openNonce: [UInt8], name: [UInt8]) {
    self.id = id
    self.openAuth = openAuth
    self.openNonce = openNonce
    self.name = name
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readMap(count: 4)
    try reader.readKey(1)
    id = try reader.readIdentifier()
    try reader.readKey(2)
    openAuth = try reader.readBytes(count: 32)
    try reader.readKey(3)
    openNonce = try reader.readBytes(count: 16)
    try reader.readKey(4)
    name = try reader.readBytes(count: 256)
  }

  public func write(to writer: inout CBORWriter) {
    writer.map(4)
    writer.key(1)
    writer.identifier(id)
    writer.key(2)
    writer.bytes(openAuth)
    writer.key(3)
    writer.bytes(openNonce)
    writer.key(4)
    writer.bytes(name)
  }
}

/// The answer of `POST /v1/grants/open`.
public struct GrantOpenAnswer: WireMessage, Equatable {
  /// The server's part of the bundle key, 32 bytes.
  public var keyShare: [UInt8]
  /// What lets its bearer fetch the blocks, 32 bytes.
  public var token: [UInt8]
  /// The bundle's blocks.
  public var blockCount: UInt32

  public init(keyShare: [UInt8], token: [UInt8], blockCount: UInt32) {
    self.keyShare = keyShare
    self.token = token
    self.blockCount = blockCount
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readMap(count: 3)
    try reader.readKey(1)
    keyShare = try reader.readBytes(count: 32)
    try reader.readKey(2)
    token = try reader.readBytes(count: 32)
    try reader.readKey(3)
    let start = reader.offset
    blockCount = try reader.readInteger(upTo: UInt32(Limits.grantBlocks))
    guard blockCount.nonzeroBitCount == 1 else { throw reader.refuse(at: start) }
  }

  public func write(to writer: inout CBORWriter) {
    writer.map(3)
    writer.key(1)
    writer.bytes(keyShare)
    writer.key(2)
    writer.bytes(token)
    writer.key(3)
    writer.unsigned(blockCount)
  }
}

/// The body of `POST /v1/grants/blocks/get`.
public struct GrantBlocksGetRequest: WireMessage, Equatable {
  /// 32 bytes.
  public var token: [UInt8]
  /// 1...16 block numbers; the answer is their blocks in this order, raw.
  public var numbers: [UInt16]

  public init(token: [UInt8], numbers: [UInt16]) {
    self.token = token
    self.numbers = numbers
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readMap(count: 2)
    try reader.readKey(1)
    token = try reader.readBytes(count: 32)
    try reader.readKey(2)
    numbers = []
    let count = try reader.readArray(1...Limits.blocksPerRequest)
    for _ in 0..<count {
      numbers.append(try reader.readInteger(upTo: UInt16(Limits.grantBlocks - 1)))
    }
  }

  public func write(to writer: inout CBORWriter) {
    writer.map(2)
    writer.key(1)
    writer.bytes(token)
    writer.key(2)
    writer.array(numbers.count)
    for number in numbers { writer.unsigned(number) }
  }
}
