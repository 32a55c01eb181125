public import Sodium

/// Why bytes are not a deterministic CBOR item of this protocol.
public enum CBORError: Error, Equatable, Sendable {
  /// The input ends inside an item that starts at `offset`.
  case truncated(offset: Int)
  /// Bytes follow the item.
  case trailing(offset: Int)
  /// A longer length than needed, an indefinite length, keys out of order or
  /// twice: not RFC 8949, section 4.2.1.
  case notDeterministic(offset: Int)
  /// A float, tag, null, boolean or negative number: none has a place here.
  case unsupported(offset: Int)
  /// Another type, count or value than the structure has at `offset`.
  case unexpected(offset: Int)
}

/// Reads one deterministic CBOR item from the front, refusing everything that the
/// structure at hand does not say.
///
/// What it accepts, ``CBORWriter`` writes back byte for byte, so there is one
/// encoding of a value and no need to compare.
/// - SeeAlso: Specs/encoding.md; RFC 8949, section 4.2.1.
public struct CBORReader: ~Escapable {
  private let input: RawSpan
  /// Where the next item starts.
  public private(set) var offset = 0

  @_lifetime(copy input)
  public init(_ input: RawSpan) {
    self.input = input
  }

  /// Refuses bytes after the last item.
  public func finish() throws(CBORError) {
    guard offset == input.byteCount else { throw .trailing(offset: offset) }
  }

  /// An unsigned number of at most `limit`.
  public mutating func readUnsigned(upTo limit: UInt64 = .max) throws(CBORError) -> UInt64 {
    let start = offset
    let value = try readHead(.unsigned)
    guard value <= limit else { throw .unexpected(offset: start) }
    return value
  }

  /// A number that fits the type asked for.
  public mutating func readInteger<I: FixedWidthInteger>(
    upTo limit: I = .max
  ) throws(CBORError) -> I {
    I(try readUnsigned(upTo: UInt64(limit)))
  }

  /// A time in seconds since 1970, up to the end of the year 9999.
  public mutating func readTime() throws(CBORError) -> UInt64 {
    try readUnsigned(upTo: Limits.latestTime)
  }

  /// The number of a journal's entry, or one before the first.
  public mutating func readSequence() throws(CBORError) -> UInt64 {
    try readUnsigned(upTo: Limits.sequence)
  }

  /// A byte string of exactly `count` bytes.
  public mutating func readBytes(count: Int) throws(CBORError) -> [UInt8] {
    try readByteString(of: .bytes, count...count)
  }

  /// A byte string whose length is in `counts`.
  public mutating func readBytes(_ counts: ClosedRange<Int>) throws(CBORError) -> [UInt8] {
    try readByteString(of: .bytes, counts)
  }

  /// A byte string of exactly `count` bytes, as a secret.
  public mutating func readSecret<P>(
    count: Int, as purpose: P.Type = P.self
  ) throws(CBORError) -> Secret<P> {
    let range = try skipString(of: .bytes, count...count)
    return Secret(copying: input.extracting(range))
  }

  /// A text of at most `maxBytes` bytes of well-formed UTF-8, as these bytes.
  public mutating func readText(maxBytes: Int) throws(CBORError) -> [UInt8] {
    let start = offset
    let text = try readByteString(of: .text, 0...maxBytes)
    guard isWellFormedUTF8(text) else { throw .unexpected(offset: start) }
    return text
  }

  /// The head of an array whose count is in `counts`; its items follow.
  public mutating func readArray(_ counts: ClosedRange<Int>) throws(CBORError) -> Int {
    try readCount(.array, counts)
  }

  /// The head of an array of exactly `count` items.
  public mutating func readArray(count: Int) throws(CBORError) {
    _ = try readCount(.array, count...count)
  }

  /// The head of a map of exactly `count` pairs; keys and values follow.
  public mutating func readMap(count: Int) throws(CBORError) {
    _ = try readCount(.map, count...count)
  }

  /// The head of a map whose count is in `counts`; its keys are read with ``readKey(_:)``
  /// in ascending order.
  public mutating func readMap(_ counts: ClosedRange<Int>) throws(CBORError) -> Int {
    try readCount(.map, counts)
  }

  /// The next key, which has to be `key`.
  public mutating func readKey(_ key: UInt64) throws(CBORError) {
    let start = offset
    guard try readHead(.unsigned) == key else { throw .unexpected(offset: start) }
  }

  /// Refuses what was read from `offset` on: for checks that a type makes itself.
  public func refuse(at offset: Int) -> CBORError { .unexpected(offset: offset) }

  // MARK: Heads

  private enum Major: UInt8 {
    case unsigned = 0
    case bytes = 2
    case text = 3
    case array = 4
    case map = 5
  }

  private mutating func readHead(_ major: Major) throws(CBORError) -> UInt64 {
    let start = offset
    let initial = try readByte(start)
    guard initial >> 5 == major.rawValue else {
      // Types 1, 6 and 7: negative numbers, tags, floats and simple values.
      switch initial >> 5 {
      case 1, 6, 7: throw .unsupported(offset: start)
      default: throw .unexpected(offset: start)
      }
    }
    let information = initial & 31
    if information < 24 { return UInt64(information) }
    let width: Int
    switch information {
    case 24: width = 1
    case 25: width = 2
    case 26: width = 4
    case 27: width = 8
    default: throw .notDeterministic(offset: start)  // reserved or indefinite
    }
    var value: UInt64 = 0
    for _ in 0..<width { value = value << 8 | UInt64(try readByte(start)) }
    let least: UInt64 = width == 1 ? 24 : 1 << UInt64(width * 4)
    guard value >= least else { throw .notDeterministic(offset: start) }
    return value
  }

  private mutating func readByte(_ start: Int) throws(CBORError) -> UInt8 {
    guard offset < input.byteCount else { throw .truncated(offset: start) }
    defer { offset += 1 }
    return unsafe input.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)  // checked
  }

  private mutating func readCount(
    _ major: Major, _ counts: ClosedRange<Int>
  ) throws(CBORError) -> Int {
    let start = offset
    let count = try readHead(major)
    guard count <= UInt64(counts.upperBound), count >= UInt64(counts.lowerBound) else {
      throw .unexpected(offset: start)
    }
    return Int(count)
  }

  private mutating func skipString(
    of major: Major, _ counts: ClosedRange<Int>
  ) throws(CBORError) -> Range<Int> {
    let start = offset
    let count = try readCount(major, counts)
    guard count <= input.byteCount - offset else { throw .truncated(offset: start) }
    defer { offset += count }
    return offset..<offset + count
  }

  private mutating func readByteString(
    of major: Major, _ counts: ClosedRange<Int>
  ) throws(CBORError) -> [UInt8] {
    input.extracting(try skipString(of: major, counts)).copied()
  }
}
