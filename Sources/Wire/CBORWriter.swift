public import Sodium

/// Writes deterministic CBOR (RFC 8949, section 4.2.1) into memory that is wiped.
///
/// Keys of a map are written in ascending order by the caller: each structure has
/// one place that writes it.
public struct CBORWriter: ~Copyable {
  private var buffer: SecretBuffer

  /// A writer with room for `capacity` bytes before its memory has to move.
  public init(capacity: Int = 256) {
    buffer = SecretBuffer(capacity: capacity)
  }

  /// The number of bytes written so far.
  public var byteCount: Int { buffer.byteCount }

  public mutating func unsigned<I: BinaryInteger>(_ value: I) {
    head(0, UInt64(value))
  }

  public mutating func bytes(_ value: [UInt8]) {
    bytes(value.rawSpan)
  }

  public mutating func bytes(_ value: RawSpan) {
    head(2, UInt64(value.byteCount))
    buffer.append(value)
  }

  /// A secret's bytes, as a byte string.
  public mutating func secret<P>(_ value: borrowing Secret<P>) {
    value.withBytes { bytes($0) }
  }

  /// A text, given as its bytes of well-formed UTF-8.
  public mutating func text(_ utf8: [UInt8]) {
    head(3, UInt64(utf8.count))
    buffer.append(utf8)
  }

  /// The head of an array; its `count` items are written next.
  public mutating func array(_ count: Int) {
    head(4, UInt64(count))
  }

  /// The head of a map; its `count` pairs are written next, keys ascending.
  public mutating func map(_ count: Int) {
    head(5, UInt64(count))
  }

  /// A map's key.
  public mutating func key(_ key: UInt64) {
    head(0, key)
  }

  /// Lends what was written for the duration of `body`.
  public borrowing func withBytes<R: ~Copyable, E: Error>(
    _ body: (RawSpan) throws(E) -> R
  ) throws(E) -> R {
    try buffer.withBytes(body)
  }

  /// A copy of what was written that nothing wipes, for what is sent openly.
  public borrowing func exposedBytes() -> [UInt8] {
    buffer.exposedBytes()
  }

  private mutating func head(_ major: UInt8, _ value: UInt64) {
    let type = major << 5
    let width: Int
    switch value {
    case 0..<24:
      buffer.append(type | UInt8(value))
      return
    case 24...0xff:
      buffer.append(type | 24)
      width = 1
    case 0x100...0xffff:
      buffer.append(type | 25)
      width = 2
    case 0x1_0000...0xffff_ffff:
      buffer.append(type | 26)
      width = 4
    default:
      buffer.append(type | 27)
      width = 8
    }
    for shift in (0..<width).reversed() {
      buffer.append(UInt8(truncatingIfNeeded: value >> UInt64(shift * 8)))
    }
  }
}
