import Sodium
import Wire

/// The input of a vector, from which each field is taken once.
struct Arguments {
  private var fields: [Field]

  init(_ fields: [Field]) {
    self.fields = fields
  }

  /// Whether every field was taken: one that no operation asks for is a mistake in the vector.
  var isEmpty: Bool { fields.isEmpty }

  func has(_ name: StaticString) -> Bool {
    let name = asciiBytes(name)
    return fields.contains { $0.name == name }
  }

  mutating func bytes(_ name: StaticString) throws(Failure) -> [UInt8] {
    guard case .bytes(let bytes) = try take(name) else { throw .badVector }
    return bytes
  }

  mutating func bytes(_ name: StaticString, count: Int) throws(Failure) -> [UInt8] {
    let bytes = try bytes(name)
    guard bytes.count == count else { throw .badVector }
    return bytes
  }

  mutating func text(_ name: StaticString) throws(Failure) -> [UInt8] {
    guard case .text(let text) = try take(name) else { throw .badVector }
    return text
  }

  mutating func number(_ name: StaticString) throws(Failure) -> UInt64 {
    guard case .unsigned(let number) = try take(name) else { throw .badVector }
    return number
  }

  /// A number that fits the type asked for.
  mutating func integer<I: FixedWidthInteger>(
    _ name: StaticString, as type: I.Type = I.self
  ) throws(Failure) -> I {
    guard let integer = I(exactly: try number(name)) else { throw .badVector }
    return integer
  }

  mutating func list(_ name: StaticString) throws(Failure) -> [Value] {
    guard case .list(let values) = try take(name) else { throw .badVector }
    return values
  }

  mutating func bytesList(_ name: StaticString) throws(Failure) -> [[UInt8]] {
    var list: [[UInt8]] = []
    for value in try self.list(name) {
      guard case .bytes(let bytes) = value else { throw .badVector }
      list.append(bytes)
    }
    return list
  }

  mutating func textList(_ name: StaticString) throws(Failure) -> [[UInt8]] {
    var list: [[UInt8]] = []
    for value in try self.list(name) {
      guard case .text(let text) = value else { throw .badVector }
      list.append(text)
    }
    return list
  }

  mutating func secret<P>(
    _ name: StaticString, as purpose: P.Type = P.self
  ) throws(Failure) -> Secret<P> {
    Secret(copying: try bytes(name))
  }

  /// A key of 16...64 bytes.
  mutating func key<P>(
    _ name: StaticString, as purpose: P.Type = P.self
  ) throws(Failure) -> Secret<P> {
    let bytes = try bytes(name)
    guard (16...64).contains(bytes.count) else { throw .badVector }
    return Secret(copying: bytes)
  }

  mutating func label(_ name: StaticString = "label") throws(Failure) -> Label {
    let text = try text(name)
    guard text.count <= 255 else { throw .badVector }
    return Label(vector: text)
  }

  mutating func identifier<Kind>(
    _ name: StaticString, _ kind: Kind.Type = Kind.self
  ) throws(Failure) -> Identifier<Kind> {
    guard let identifier = Identifier<Kind>(try bytes(name)) else { throw .badVector }
    return identifier
  }

  private mutating func take(_ name: StaticString) throws(Failure) -> Value {
    let name = asciiBytes(name)
    guard let index = fields.firstIndex(where: { $0.name == name }) else { throw .badVector }
    return fields.remove(at: index).value
  }
}

/// The output of a vector.
struct Results {
  private(set) var fields: [Field] = []

  mutating func add(_ name: StaticString, _ value: Value) {
    fields.append(Field(name: asciiBytes(name), value: value))
  }

  mutating func bytes(_ name: StaticString, _ bytes: [UInt8]) {
    add(name, .bytes(bytes))
  }

  mutating func secret<P>(_ name: StaticString, _ secret: borrowing Secret<P>) {
    add(name, .bytes(secret.exposedBytes()))
  }

  mutating func text(_ name: StaticString, _ text: [UInt8]) {
    add(name, .text(text))
  }

  mutating func number<I: BinaryInteger>(_ name: StaticString, _ number: I) {
    add(name, .unsigned(UInt64(number)))
  }

  static func bytes(_ name: StaticString, _ bytes: [UInt8]) -> Results {
    var results = Results()
    results.bytes(name, bytes)
    return results
  }

  static func secret<P>(_ name: StaticString, _ secret: borrowing Secret<P>) -> Results {
    var results = Results()
    results.secret(name, secret)
    return results
  }

  static func text(_ name: StaticString, _ text: [UInt8]) -> Results {
    var results = Results()
    results.text(name, text)
    return results
  }
}
