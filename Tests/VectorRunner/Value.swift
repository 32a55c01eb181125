public import Wire

/// A value of a vector: what a field of its input or output holds.
///
/// On the way between a test program and the runner it is a CBOR array [kind, value], so that
/// neither side has to look ahead.
public indirect enum Value: Equatable, Sendable {
  case unsigned(UInt64)
  case bytes([UInt8])
  case text([UInt8])
  case list([Value])

  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readArray(count: 2)
    let start = reader.offset
    switch try reader.readUnsigned() {
    case 0: self = .unsigned(try reader.readUnsigned())
    case 1: self = .bytes(try reader.readBytes(0...Value.most))
    case 2: self = .text(try reader.readText(maxBytes: Value.most))
    case 3:
      let count = try reader.readArray(0...Value.most)
      var values: [Value] = []
      for _ in 0..<count { values.append(try Value(from: &reader)) }
      self = .list(values)
    default: throw reader.refuse(at: start)
    }
  }

  func write(to writer: inout CBORWriter) {
    writer.array(2)
    switch self {
    case .unsigned(let number):
      writer.unsigned(0 as UInt8)
      writer.unsigned(number)
    case .bytes(let bytes):
      writer.unsigned(1 as UInt8)
      writer.bytes(bytes)
    case .text(let text):
      writer.unsigned(2 as UInt8)
      writer.text(text)
    case .list(let values):
      writer.unsigned(3 as UInt8)
      writer.array(values.count)
      for value in values { value.write(to: &writer) }
    }
  }

  /// The most bytes or items of a value.
  static let most = 1 << 28
}

/// A named value.
public struct Field: Equatable, Sendable {
  public var name: [UInt8]
  public var value: Value

  public init(name: [UInt8], value: Value) {
    self.name = name
    self.value = value
  }

  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readArray(count: 2)
    name = try reader.readText(maxBytes: Value.most)
    value = try Value(from: &reader)
  }

  func write(to writer: inout CBORWriter) {
    writer.array(2)
    writer.text(name)
    value.write(to: &writer)
  }
}

/// What a vector asks for: an operation and its input.
public struct VectorRequest: WireMessage, Equatable {
  public var operation: [UInt8]
  public var input: [Field]

  public init(operation: [UInt8], input: [Field]) {
    self.operation = operation
    self.input = input
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readArray(count: 2)
    operation = try reader.readText(maxBytes: Value.most)
    input = try reader.readFields()
  }

  public func write(to writer: inout CBORWriter) {
    writer.array(2)
    writer.text(operation)
    writer.fields(input)
  }
}

/// What came out: "ok" and the output, or the error's name and nothing.
public struct VectorAnswer: WireMessage, Equatable {
  public var outcome: [UInt8]
  public var output: [Field]

  public init(outcome: [UInt8], output: [Field]) {
    self.outcome = outcome
    self.output = output
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readArray(count: 2)
    outcome = try reader.readText(maxBytes: Value.most)
    output = try reader.readFields()
  }

  public func write(to writer: inout CBORWriter) {
    writer.array(2)
    writer.text(outcome)
    writer.fields(output)
  }
}

extension CBORReader {
  fileprivate mutating func readFields() throws(CBORError) -> [Field] {
    let count = try readArray(0...Value.most)
    var fields: [Field] = []
    for _ in 0..<count { fields.append(try Field(from: &self)) }
    return fields
  }
}

extension CBORWriter {
  fileprivate mutating func fields(_ fields: [Field]) {
    array(fields.count)
    for field in fields { field.write(to: &self) }
  }
}
