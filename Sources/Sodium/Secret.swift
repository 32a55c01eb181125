import CSodium

/// A secret for one purpose, wiped when its owner ends.
///
/// It can't be copied, printed, compared or encoded; `Purpose` keeps a key of one
/// use from being taken for another. The bytes are fixed at creation and reached
/// only inside ``withBytes(_:)``.
@safe public struct Secret<Purpose>: ~Copyable, @unchecked Sendable {
  // Sendable: the bytes are written before `init` returns and only read after.
  private let storage: UnsafeMutableRawBufferPointer

  /// The number of secret bytes.
  public var byteCount: Int { unsafe storage.count }

  /// A secret of `byteCount` bytes that `fill` writes; they are zero before.
  ///
  /// - Throws: what `fill` throws; nothing of the secret is left then.
  public init<E: Error>(
    byteCount: Int, _ fill: (inout MutableRawSpan) throws(E) -> Void
  ) throws(E) {
    Library.require()
    let memory = UnsafeMutableRawBufferPointer.allocate(
      byteCount: byteCount, alignment: 16)
    unsafe memory.initializeMemory(as: UInt8.self, repeating: 0)
    var span = unsafe MutableRawSpan(_unsafeBytes: memory)
    do {
      try fill(&span)
    } catch {
      unsafe Secret.release(memory)
      throw error
    }
    unsafe storage = memory
  }

  /// A secret with a copy of `bytes`, which stay the caller's to wipe.
  public init(copying bytes: RawSpan) {
    self.init(byteCount: bytes.byteCount) { span in
      unsafe span.withUnsafeMutableBytes { target in
        unsafe bytes.withUnsafeBytes { source in unsafe target.copyMemory(from: source) }
      }
    }
  }

  /// A secret with a copy of `bytes`, for values that were never secret before
  /// (vectors, random bytes about to be dropped).
  public init(copying bytes: [UInt8]) {
    self.init(copying: bytes.rawSpan)
  }

  /// `byteCount` random bytes (`randombytes_buf`).
  public static func random(byteCount: Int) -> Secret {
    Secret(byteCount: byteCount) { span in
      unsafe span.withUnsafeMutableBytes { buffer in
        if let base = buffer.baseAddress { unsafe randombytes_buf(base, buffer.count) }
      }
    }
  }

  /// Lends the bytes for the duration of `body`.
  public borrowing func withBytes<R: ~Copyable, E: Error>(
    _ body: (RawSpan) throws(E) -> R
  ) throws(E) -> R {
    let span = unsafe RawSpan(_unsafeBytes: UnsafeRawBufferPointer(storage))
    return try body(span)
  }

  /// A copy for the same purpose.
  public borrowing func copy() -> Secret {
    withBytes { Secret(copying: $0) }
  }

  /// A copy of the bytes that nothing wipes: for the wire, or a file that is
  /// meant to hold the secret.
  public borrowing func exposedBytes() -> [UInt8] {
    withBytes { $0.copied() }
  }

  #if !hasFeature(Embedded)
    /// Keeps the bytes, with the page that they lie in, out of swap: for a secret that stays as long as its
    /// process.
    ///
    /// - Returns: whether the system lets this process lock so much.
    public borrowing func lockInMemory() -> Bool {
      unsafe storage.baseAddress.map { unsafe sodium_mlock($0, storage.count) == 0 } ?? true
    }
  #endif

  private static func release(_ memory: UnsafeMutableRawBufferPointer) {
    if let base = memory.baseAddress { unsafe sodium_memzero(base, memory.count) }
    unsafe memory.deallocate()
  }

  deinit {
    unsafe Secret.release(storage)
  }
}

/// A secret that several owners hold, in a state that is copied as a value.
///
/// The bytes are wiped when the last owner ends.
public final class SharedSecret<Purpose>: Sendable {
  public let secret: Secret<Purpose>

  public init(_ secret: consuming Secret<Purpose>) {
    self.secret = secret
  }
}
