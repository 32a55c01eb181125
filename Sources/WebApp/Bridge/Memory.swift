import CSodium
import Sodium

// What crosses between JavaScript and the module: the one file of it with unsafe calls. A pointer
// is an offset in the module's memory.

/// Bytes that JavaScript wrote: wiped and given back when their owner ends.
@safe final class Input {
  private let memory: UnsafeMutableRawBufferPointer
  private var offset = 0

  init(_ pointer: UnsafeMutableRawPointer, _ byteCount: Int) {
    unsafe memory = UnsafeMutableRawBufferPointer(start: pointer, count: byteCount)
  }

  var byteCount: Int { unsafe memory.count }

  /// Lends a part of the bytes.
  func withBytes<R: ~Copyable, E: Error>(
    _ range: Range<Int>, _ body: (RawSpan) throws(E) -> R
  ) throws(E) -> R {
    let span = unsafe RawSpan(_unsafeBytes: UnsafeRawBufferPointer(rebasing: memory[range]))
    return try body(span)
  }

  /// Where the next field lies: u32 length, little-endian, and the bytes.
  func field() throws(CoreFailure) -> Range<Int> {
    guard byteCount - offset >= 4 else { throw .badCall }
    let length = Int(
      UInt32(littleEndian: unsafe memory.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
    let start = offset + 4
    guard length >= 0, byteCount - start >= length else { throw .badCall }
    offset = start + length
    return start..<offset
  }

  deinit {
    if let base = unsafe memory.baseAddress { unsafe sodium_memzero(base, memory.count) }
    unsafe memory.deallocate()
  }
}

extension Input {
  /// A copy of the next field; whoever gets a secret wipes it.
  func bytes() throws(CoreFailure) -> [UInt8] {
    withBytes(try field()) { $0.copied() }
  }

  /// A number of eight bytes, little-endian.
  func number() throws(CoreFailure) -> UInt64 {
    let digits = try bytes()
    guard digits.count == 8 else { throw .badCall }
    return digits.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  func flag() throws(CoreFailure) -> Bool { try number() != 0 }

  /// What is there, or nothing: a number that says which, then the field.
  func optional<R>(_ read: () throws(CoreFailure) -> R) throws(CoreFailure) -> R? {
    try flag() ? read() : nil
  }

  /// The number of items of a list.
  func count() throws(CoreFailure) -> Int {
    let count = try number()
    guard count <= UInt64(byteCount) else { throw .badCall }
    return Int(count)
  }
}

/// What a step has to say: u32 length, little-endian, of the JSON text, the text, the bytes.
@safe struct Output: ~Copyable {
  private var memory = SecretBuffer(capacity: 64)

  mutating func set(_ json: borrowing JSONWriter, bytes: borrowing SecretBuffer) {
    json.withBytes { text in
      memory = SecretBuffer(capacity: 4 + text.byteCount + bytes.byteCount)
      let count = UInt32(text.byteCount)
      for shift in [0, 8, 16, 24] as [UInt32] {
        memory.append(UInt8(truncatingIfNeeded: count >> shift))
      }
      memory.append(text)
    }
    bytes.withBytes { memory.append($0) }
  }

  var byteCount: Int { memory.byteCount }

  /// Where the bytes lie until the next call of the module.
  var address: UnsafeRawPointer? {
    unsafe memory.withBytes { span in unsafe span.withUnsafeBytes { $0.baseAddress } }
  }

  mutating func wipe() { memory = SecretBuffer(capacity: 64) }
}
