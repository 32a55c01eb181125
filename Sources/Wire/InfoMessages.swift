import Sodium

/// One epoch of the hardening service: its number, and the public key of each of
/// its one or two operators.
public struct Epoch: WireMessage, Equatable {
  public var number: UInt32
  public var publicKeys: [[UInt8]]

  public init(number: UInt32, publicKeys: [[UInt8]]) {
    self.number = number
    self.publicKeys = publicKeys
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readArray(count: 2)
    number = try reader.readInteger()
    publicKeys = try reader.readByteStrings(1...2, byteCount: 32)
  }

  public func write(to writer: inout CBORWriter) {
    writer.array(2)
    writer.unsigned(number)
    writer.byteStrings(publicKeys)
  }
}

/// All epochs, oldest first; the list only ever grows.
public struct EpochList: WireMessage, Equatable {
  public var epochs: [Epoch]

  public init(_ epochs: [Epoch]) {
    self.epochs = epochs
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    let start = reader.offset
    epochs = try reader.readMessages(1...Limits.epochs)
    for (earlier, later) in zip(epochs, epochs.dropFirst())
    where earlier.number >= later.number {
      throw reader.refuse(at: start)
    }
  }

  public func write(to writer: inout CBORWriter) {
    writer.messages(epochs)
  }

  /// H(32, "pde1/epochs", CBOR of the list): what clients pin.
  public var hash: [UInt8] {
    labelledHash(32, .epochs, encoded())
  }

  /// This list or the beginning of it whose hash is `hash`; nil if there is none.
  public func beginning(hash: [UInt8]) -> EpochList? {
    for last in epochs.indices {
      let beginning = EpochList(Array(epochs[...last]))
      if beginning.hash == hash { return beginning }
    }
    return nil
  }
}

/// The answer of `GET /v1/info`.
public struct Info: WireMessage, Equatable {
  /// The server's time, in seconds since 1970.
  public var time: UInt64
  /// What signatures name, as `host` or `host:port`.
  public var authority: [UInt8]
  /// Scheme and host of the reader's page, as `https://host`, without a path.
  public var reader: [UInt8]
  public var epochs: EpochList
  /// The blocks that one space may have.
  public var spaceBlocks: UInt32
  /// Scheme and host of the second operator's hardening service, as `https://host`; empty
  /// when there is none.
  public var hardener: [UInt8]

  public init(
    time: UInt64, authority: [UInt8], reader: [UInt8], epochs: EpochList, spaceBlocks: UInt32,
    hardener: [UInt8] = []
  ) {
    self.time = time
    self.authority = authority
    self.reader = reader
    self.epochs = epochs
    self.spaceBlocks = spaceBlocks
    self.hardener = hardener
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readMap(count: 6)
    try reader.readKey(1)
    time = try reader.readTime()
    try reader.readKey(2)
    let authorityStart = reader.offset
    authority = try reader.readText(maxBytes: 255)
    guard Origin.isAuthority(authority) else { throw reader.refuse(at: authorityStart) }
    try reader.readKey(3)
    let readerStart = reader.offset
    self.reader = try reader.readText(maxBytes: 255)
    guard Origin.isOrigin(self.reader) else { throw reader.refuse(at: readerStart) }
    try reader.readKey(4)
    epochs = try EpochList(from: &reader)
    try reader.readKey(5)
    spaceBlocks = try reader.readInteger()
    try reader.readKey(6)
    let hardenerStart = reader.offset
    hardener = try reader.readText(maxBytes: 255)
    guard hardener.isEmpty || Origin.isOrigin(hardener) else {
      throw reader.refuse(at: hardenerStart)
    }
  }

  public func write(to writer: inout CBORWriter) {
    writer.map(6)
    writer.key(1)
    writer.unsigned(time)
    writer.key(2)
    writer.text(authority)
    writer.key(3)
    writer.text(reader)
    writer.key(4)
    epochs.write(to: &writer)
    writer.key(5)
    writer.unsigned(spaceBlocks)
    writer.key(6)
    writer.text(hardener)
  }
}
