import CSodium

/// libsodium, made ready once for the process.
///
/// Every entry point of this module touches `isReady` first, because libsodium
/// picks its fast implementations, and seeds its random generator, in
/// `sodium_init`; without it the results are the same but slow.
enum Library {
  static let isReady: Bool = sodium_init() >= 0

  @inline(__always)
  static func require() {
    precondition(isReady, "Sodium: sodium_init failed, no source of randomness")
  }
}

/// `byteCount` bytes from the system's random generator (`randombytes_buf`; in
/// WebAssembly the import `random_get`).
public func randomBytes(_ byteCount: Int) -> [UInt8] {
  Library.require()
  return unsafe bytes(byteCount) { unsafe randombytes_buf($0, byteCount) }
}

/// A number in 0..<`upperBound`, each equally likely (`randombytes_uniform`).
public func randomNumber(below upperBound: UInt32) -> UInt32 {
  Library.require()
  return randombytes_uniform(upperBound)
}

/// Overwrites the array's bytes with zeros that the optimiser can't remove
/// (`sodium_memzero`), then empties it.
///
/// It reaches the one storage that `bytes` holds: a caller that copied the array
/// before has to wipe that copy too.
public func wipe(_ bytes: inout [UInt8]) {
  unsafe bytes.withUnsafeMutableBytes { buffer in
    if let base = buffer.baseAddress { unsafe sodium_memzero(base, buffer.count) }
  }
  bytes = []
}

/// Overwrites the array's numbers with zeros, as the function above does bytes, then empties it.
public func wipe(_ numbers: inout [UInt16]) {
  unsafe numbers.withUnsafeMutableBytes { buffer in
    if let base = buffer.baseAddress { unsafe sodium_memzero(base, buffer.count) }
  }
  numbers = []
}

/// Whether two byte strings are equal, in a time that depends on their lengths
/// only (`sodium_memcmp`). Different lengths are different.
public func constantTimeEqual(_ a: RawSpan, _ b: RawSpan) -> Bool {
  guard a.byteCount == b.byteCount else { return false }
  return unsafe a.withPointer { left in
    unsafe b.withPointer { right in unsafe sodium_memcmp(left, right, a.byteCount) == 0 }
  }
}

/// As ``constantTimeEqual(_:_:)``, over arrays.
public func constantTimeEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
  constantTimeEqual(a.rawSpan, b.rawSpan)
}
