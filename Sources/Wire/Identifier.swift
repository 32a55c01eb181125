import Sodium

/// A random 16-byte identifier of one kind of thing.
///
/// Public, so compared plainly; two kinds can't be taken for each other. Its text
/// form is 32 lower-case hexadecimal digits and nothing else.
public struct Identifier<Kind>: Hashable, Sendable {
  private let high: UInt64
  private let low: UInt64

  public static var byteCount: Int { 16 }

  /// The identifier of 16 bytes; nil for another number of bytes.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count == 16 else { return nil }
    high = bigEndian(bytes[0..<8])
    low = bigEndian(bytes[8..<16])
  }

  /// The identifier that 32 lower-case hexadecimal digits name.
  public init?(text: String) {
    guard let bytes = hexDecode(Array(text.utf8)) else { return nil }
    self.init(bytes)
  }

  /// 16 random bytes.
  public static func random() -> Identifier {
    Identifier(randomBytes(16))!  // 16 bytes were asked for
  }

  public var bytes: [UInt8] { bigEndianBytes(high) + bigEndianBytes(low) }

  /// 32 lower-case hexadecimal digits.
  public var text: String { hexEncode(bytes) }

  public static func == (a: Identifier, b: Identifier) -> Bool {
    a.high == b.high && a.low == b.low
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(high)
    hasher.combine(low)
  }
}

public enum SpaceKind {}
public enum SlotKind {}
public enum DocumentKind {}
public enum SheetKind {}
public enum BlockKind {}
public enum GrantKind {}
public enum ReceiptKind {}

/// A compartment, as the server knows it.
public typealias SpaceID = Identifier<SpaceKind>
/// A place from which a credential's record is read.
public typealias SlotID = Identifier<SlotKind>
/// A document of a compartment; the server never sees it.
public typealias DocumentID = Identifier<DocumentKind>
/// A sheet of thumbnails of a compartment; the server never sees it.
public typealias SheetID = Identifier<SheetKind>
/// A block of a compartment.
public typealias BlockName = Identifier<BlockKind>
/// A grant.
public typealias GrantID = Identifier<GrantKind>
/// The row that tells a holder what became of a grant.
public typealias ReceiptID = Identifier<ReceiptKind>

extension CBORReader {
  /// An identifier: a byte string of 16 bytes.
  public mutating func readIdentifier<Kind>(
    _ kind: Kind.Type = Kind.self
  ) throws(CBORError) -> Identifier<Kind> {
    Identifier(try readBytes(count: 16))!  // 16 bytes were read
  }

  /// An array of identifiers whose count is in `counts`.
  public mutating func readIdentifiers<Kind>(
    _ counts: ClosedRange<Int>, _ kind: Kind.Type = Kind.self
  ) throws(CBORError) -> [Identifier<Kind>] {
    let count = try readArray(counts)
    var identifiers: [Identifier<Kind>] = []
    identifiers.reserveCapacity(count)
    for _ in 0..<count { identifiers.append(try readIdentifier()) }
    return identifiers
  }

  /// An array of byte strings of `byteCount` bytes each.
  public mutating func readByteStrings(
    _ counts: ClosedRange<Int>, byteCount: Int
  ) throws(CBORError) -> [[UInt8]] {
    let count = try readArray(counts)
    var strings: [[UInt8]] = []
    strings.reserveCapacity(count)
    for _ in 0..<count { strings.append(try readBytes(count: byteCount)) }
    return strings
  }
}

extension CBORWriter {
  public mutating func identifier<Kind>(_ id: Identifier<Kind>) {
    bytes(id.bytes)
  }

  public mutating func identifiers<Kind>(_ ids: [Identifier<Kind>]) {
    array(ids.count)
    for id in ids { identifier(id) }
  }

  public mutating func byteStrings(_ strings: [[UInt8]]) {
    array(strings.count)
    for string in strings { bytes(string) }
  }
}

/// The number that up to 8 bytes stand for, most significant first.
public func bigEndian(_ bytes: ArraySlice<UInt8>) -> UInt64 {
  var value: UInt64 = 0
  for byte in bytes { value = value << 8 | UInt64(byte) }
  return value
}

/// `value`'s bytes, most significant first, as many as the type has.
public func bigEndianBytes<I: FixedWidthInteger & UnsignedInteger>(_ value: I) -> [UInt8] {
  var bytes: [UInt8] = []
  for shift in stride(from: I.bitWidth - 8, through: 0, by: -8) {
    bytes.append(UInt8(truncatingIfNeeded: value >> I(shift)))
  }
  return bytes
}
