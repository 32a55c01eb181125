import CSodium

/// A scalar of ristretto255, 32 bytes, little-endian, below the group order, secret.
public struct Scalar: ~Copyable, Sendable {
  enum Purpose {}
  let secret: Secret<Purpose>

  fileprivate init(_ fill: (UnsafeMutablePointer<UInt8>) -> Void) {
    secret = Secret(byteCount: 32) { out in
      unsafe out.withPointer { unsafe fill($0) }
    }
  }

  fileprivate borrowing func withPointer<R: ~Copyable>(_ body: (UnsafePointer<UInt8>) -> R) -> R {
    secret.withBytes { bytes in unsafe bytes.withPointer { unsafe body($0) } }
  }

  /// A random scalar, never zero.
  static func random() -> Scalar {
    Library.require()
    return unsafe Scalar { unsafe crypto_core_ristretto255_scalar_random($0) }
  }

  /// 64 uniform bytes, little-endian, modulo the group order.
  static func reducing(_ bytes: [UInt8]) -> Scalar {
    precondition(bytes.count == 64, "Sodium: a scalar is reduced from 64 bytes")
    return unsafe Scalar { unsafe crypto_core_ristretto255_scalar_reduce($0, bytes) }
  }

  /// The scalar of 32 bytes, or nil unless they are below the group order.
  init?(canonical bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    // Reducing a canonical scalar leaves it; anything else comes out changed.
    let reduced = Scalar.reducing(bytes + [UInt8](repeating: 0, count: 32))
    guard constantTimeEqual(reduced.bytes, bytes) else { return nil }
    unsafe self.init { target in
      for i in 0..<32 { unsafe target[i] = bytes[i] }
    }
  }

  var bytes: [UInt8] { secret.exposedBytes() }

  borrowing func isZero() -> Bool {
    unsafe withPointer { unsafe sodium_is_zero($0, 32) == 1 }
  }

  borrowing func adding(_ other: borrowing Scalar) -> Scalar {
    unsafe combined(other) { unsafe crypto_core_ristretto255_scalar_add($0, $1, $2) }
  }

  borrowing func subtracting(_ other: borrowing Scalar) -> Scalar {
    unsafe combined(other) { unsafe crypto_core_ristretto255_scalar_sub($0, $1, $2) }
  }

  borrowing func multiplied(by other: borrowing Scalar) -> Scalar {
    unsafe combined(other) { unsafe crypto_core_ristretto255_scalar_mul($0, $1, $2) }
  }

  /// The inverse; nil of zero, which has none.
  borrowing func inverted() -> Scalar? {
    if isZero() { return nil }
    return unsafe withPointer { source in
      unsafe Scalar { _ = unsafe crypto_core_ristretto255_scalar_invert($0, source) }
    }
  }

  private borrowing func combined(
    _ other: borrowing Scalar,
    _ operation: (UnsafeMutablePointer<UInt8>, UnsafePointer<UInt8>, UnsafePointer<UInt8>) -> Void
  ) -> Scalar {
    unsafe withPointer { left in
      unsafe other.withPointer { right in
        unsafe Scalar { unsafe operation($0, left, right) }
      }
    }
  }
}

/// An element of ristretto255 other than the identity, in its canonical 32 bytes.
public struct Element: Sendable, Equatable {
  public let bytes: [UInt8]

  /// The element that `bytes` encode.
  ///
  /// nil for another length, a non-canonical encoding and the identity. libsodium
  /// 1.0.18 takes for valid what RFC 9496 and RFC 9497 refuse: the identity, and any
  /// element with the highest bit set, which it overlooks.
  public init?(_ bytes: [UInt8]) {
    Library.require()
    guard bytes.count == 32, bytes[31] < 0x80, unsafe sodium_is_zero(bytes, 32) == 0,
      unsafe crypto_core_ristretto255_is_valid_point(bytes) == 1
    else { return nil }
    self.bytes = bytes
  }

  private init(unchecked bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// scalar * generator; nil for the zero scalar.
  static func base(times scalar: borrowing Scalar) -> Element? {
    unsafe make { out in
      unsafe scalar.withPointer { unsafe crypto_scalarmult_ristretto255_base(out, $0) }
    }
  }

  /// The generator's encoding.
  static func generator() -> Element {
    let one = unsafe Scalar { target in unsafe target[0] = 1 }
    return base(times: one)!  // 1 * G is not the identity
  }

  /// scalar * self; nil for the identity.
  func times(_ scalar: borrowing Scalar) -> Element? {
    unsafe Element.make { out in
      unsafe scalar.withPointer { unsafe crypto_scalarmult_ristretto255(out, $0, bytes) }
    }
  }

  /// self + other; nil for the identity.
  func adding(_ other: Element) -> Element? {
    unsafe Element.make { out in unsafe crypto_core_ristretto255_add(out, bytes, other.bytes) }
  }

  /// The element that 64 uniform bytes are mapped to (RFC 9496, section 4.3.4).
  static func mapping(_ uniform: [UInt8]) -> Element? {
    precondition(uniform.count == 64, "Sodium: an element is mapped from 64 bytes")
    return unsafe make { out in unsafe crypto_core_ristretto255_from_hash(out, uniform) }
  }

  private static func make(_ operation: (UnsafeMutablePointer<UInt8>) -> Int32) -> Element? {
    Library.require()
    var status: Int32 = -1
    let bytes = unsafe Sodium.bytes(32) { status = unsafe operation($0) }
    guard status == 0, unsafe sodium_is_zero(bytes, 32) == 0 else { return nil }
    return Element(unchecked: bytes)
  }
}
