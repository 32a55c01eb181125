/// Bytes as spans and, inside this module, as pointers that are never nil.

extension Array where Element == UInt8 {
  /// The array's bytes, borrowed.
  public var rawSpan: RawSpan {
    @_lifetime(borrow self)
    get { unsafe span.bytes }
  }
}

extension Array where Element == UInt8 {
  /// Lends the array's bytes, to be overwritten, for the duration of `body`.
  public mutating func withMutableBytes<R, E: Error>(
    _ body: (inout MutableRawSpan) throws(E) -> R
  ) throws(E) -> R {
    try unsafe withUnsafeMutableBufferPointer { (buffer) throws(E) -> R in
      var span = unsafe MutableRawSpan(
        _unsafeBytes: UnsafeMutableRawBufferPointer(buffer))
      return try body(&span)
    }
  }
}

extension RawSpan {
  /// A copy of these bytes as an array that nothing wipes.
  public func copied() -> [UInt8] {
    unsafe withUnsafeBytes { unsafe Array($0) }
  }

  /// Lends a pointer to the bytes; of an empty span, one that must not be read.
  func withPointer<R: ~Copyable>(_ body: (UnsafePointer<UInt8>) -> R) -> R {
    unsafe withUnsafeBytes { buffer in
      if let base = unsafe buffer.bindMemory(to: UInt8.self).baseAddress {
        return unsafe body(base)
      }
      var nothing: UInt8 = 0
      return unsafe withUnsafePointer(to: &nothing) { unsafe body($0) }
    }
  }
}

extension MutableRawSpan {
  /// Lends a pointer to the bytes; of an empty span, one that must not be used.
  mutating func withPointer<R>(_ body: (UnsafeMutablePointer<UInt8>) -> R) -> R {
    unsafe withUnsafeMutableBytes { buffer in
      if let base = unsafe buffer.bindMemory(to: UInt8.self).baseAddress {
        return unsafe body(base)
      }
      var nothing: UInt8 = 0
      return unsafe withUnsafeMutablePointer(to: &nothing) { unsafe body($0) }
    }
  }
}

/// An array of `byteCount` bytes that `fill` writes through a pointer.
func bytes(_ byteCount: Int, _ fill: (UnsafeMutablePointer<UInt8>) -> Void) -> [UInt8] {
  unsafe [UInt8](unsafeUninitializedCapacity: max(byteCount, 1)) { buffer, count in
    unsafe fill(buffer.baseAddress!)  // the capacity is at least 1
    count = byteCount
  }
}
