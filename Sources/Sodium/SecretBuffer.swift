import CSodium

/// Bytes that may be secret, written from the front, wiped when they move and
/// when their owner ends.
@safe public struct SecretBuffer: ~Copyable {
  private var storage: UnsafeMutableRawBufferPointer
  /// The number of bytes written so far.
  public private(set) var byteCount = 0

  /// An empty buffer with room for `capacity` bytes before it has to move.
  public init(capacity: Int = 256) {
    unsafe storage = .allocate(byteCount: max(capacity, 16), alignment: 16)
  }

  /// Appends one byte.
  public mutating func append(_ byte: UInt8) {
    reserve(1)
    unsafe storage[byteCount] = byte
    byteCount += 1
  }

  /// Appends a copy of `bytes`.
  public mutating func append(_ bytes: RawSpan) {
    reserve(bytes.byteCount)
    unsafe bytes.withUnsafeBytes { source in
      let target = unsafe UnsafeMutableRawBufferPointer(rebasing: storage[byteCount...])
      unsafe target.copyMemory(from: source)
    }
    byteCount += bytes.byteCount
  }

  /// Appends a copy of `bytes`.
  public mutating func append(_ bytes: [UInt8]) {
    append(bytes.rawSpan)
  }

  /// Appends `count` zero bytes.
  public mutating func appendZeros(_ count: Int) {
    reserve(count)
    let target = unsafe UnsafeMutableRawBufferPointer(
      rebasing: storage[byteCount..<byteCount + count])
    unsafe target.initializeMemory(as: UInt8.self, repeating: 0)
    byteCount += count
  }

  /// Lends the bytes written so far for the duration of `body`.
  public borrowing func withBytes<R: ~Copyable, E: Error>(
    _ body: (RawSpan) throws(E) -> R
  ) throws(E) -> R {
    let written = unsafe UnsafeRawBufferPointer(rebasing: storage[..<byteCount])
    let span = unsafe RawSpan(_unsafeBytes: written)
    return try body(span)
  }

  /// Gives the bytes away and is empty then.
  public mutating func take() -> SecretBuffer {
    let taken = self
    self = SecretBuffer(capacity: 0)
    return taken
  }

  /// A copy of the bytes that nothing wipes, for what is sent or stored openly.
  public borrowing func exposedBytes() -> [UInt8] {
    withBytes { $0.copied() }
  }

  private mutating func reserve(_ count: Int) {
    let needed = byteCount + count
    let capacity = unsafe storage.count
    guard needed > capacity else { return }
    let larger = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(needed, capacity * 2), alignment: 16)
    unsafe larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[..<byteCount]))
    unsafe SecretBuffer.release(storage)
    unsafe storage = larger
  }

  private static func release(_ memory: UnsafeMutableRawBufferPointer) {
    if let base = memory.baseAddress { unsafe sodium_memzero(base, memory.count) }
    unsafe memory.deallocate()
  }

  deinit {
    unsafe SecretBuffer.release(storage)
  }
}
