import Sodium

/// The body of a call or of its answer: one deterministic CBOR item.
public protocol WireMessage: Sendable {
  /// Reads the item, refusing whatever the structure does not say.
  init(from reader: inout CBORReader) throws(CBORError)
  /// Writes the item.
  func write(to writer: inout CBORWriter)
}

extension WireMessage {
  /// The message that `body` is, whole.
  public init(decoding body: [UInt8]) throws(CBORError) {
    try self.init(decoding: body.rawSpan)
  }

  /// The message that `body` is, whole.
  public init(decoding body: RawSpan) throws(CBORError) {
    var reader = CBORReader(body)
    try self.init(from: &reader)
    try reader.finish()
  }

  public func encoded() -> [UInt8] {
    var writer = CBORWriter()
    write(to: &writer)
    return writer.exposedBytes()
  }
}

extension CBORReader {
  /// An array of messages whose count is in `counts`.
  public mutating func readMessages<M: WireMessage>(
    _ counts: ClosedRange<Int>, _ type: M.Type = M.self
  ) throws(CBORError) -> [M] {
    let count = try readArray(counts)
    var messages: [M] = []
    for _ in 0..<count { messages.append(try M(from: &self)) }
    return messages
  }
}

extension CBORWriter {
  public mutating func messages<M: WireMessage>(_ messages: [M]) {
    array(messages.count)
    for message in messages { message.write(to: &self) }
  }
}
