import CSodium

/// What an X25519 secret key is for.
public enum Agreement {}

/// The seal to a public key, the other of the only two ways to seal.
///
///     E = e*G for a random e;  ss = X25519(e, pk), all-zero refused
///     out = E || Seal(H(32, "pde1/sealto", E || pk || ss), label, context, m)
/// - SeeAlso: Specs/sealing.md.
public enum SealTo {
  /// E 32, and the overhead of ``Seal``.
  public static let overhead = 32 + Seal.overhead

  /// The public key of `secretKey`, which is 32 bytes: X25519(sk, 9).
  ///
  /// Not `crypto_scalarmult_base`: its table of 30 kB would go to every reader's browser.
  public static func publicKey(of secretKey: borrowing Secret<Agreement>) -> [UInt8] {
    let nine: [UInt8] = [9] + [UInt8](repeating: 0, count: 31)
    return secretKey.withBytes { sk in
      unsafe bytes(32) { out in
        _ = unsafe sk.withPointer { unsafe crypto_scalarmult(out, $0, nine) }
      }
    }
  }

  /// X25519(secretKey, publicKey).
  ///
  /// - Throws: `.authenticationFailed` for a public key of low order, whose result
  ///   is all zeros.
  package static func agree(
    _ secretKey: borrowing Secret<Agreement>, with publicKey: [UInt8]
  ) throws(SealError) -> Secret<Agreement> {
    precondition(publicKey.count == 32, "Sodium: a public key has 32 bytes")
    var status: Int32 = -1
    let shared = Secret<Agreement>(byteCount: 32) { out in
      secretKey.withBytes { sk in
        status = unsafe out.withPointer { out in
          unsafe sk.withPointer { unsafe crypto_scalarmult(out, $0, publicKey) }
        }
      }
    }
    // libsodium answers -1 for the all-zero result of a low-order point.
    guard status == 0 else { throw .authenticationFailed }
    return shared
  }

  /// Seals `message` so that only the owner of `publicKey` (32 bytes) can open it.
  ///
  /// - Throws: `.authenticationFailed` if `publicKey` is of low order.
  public static func seal(
    _ message: RawSpan, to publicKey: [UInt8], label: Label, context: [UInt8]
  ) throws(SealError) -> [UInt8] {
    try seal(
      message, to: publicKey, label: label, context: context,
      ephemeral: .random(byteCount: 32), salt: randomBytes(32))
  }

  /// As ``seal(_:to:label:context:)`` with its random values given: for vectors only.
  package static func seal(
    _ message: RawSpan, to publicKey: [UInt8], label: Label, context: [UInt8],
    ephemeral: consuming Secret<Agreement>, salt: [UInt8]
  ) throws(SealError) -> [UInt8] {
    let element = SealTo.publicKey(of: ephemeral)
    let key = try sealKey(
      element: element, publicKey: publicKey, shared: agree(ephemeral, with: publicKey))
    return element
      + Seal.seal(message, with: key, label: label, context: context, salt: salt)
  }

  /// Opens what was sealed to the public key of `secretKey`.
  ///
  /// - Throws: `.truncated` before any key is used, or `.authenticationFailed`.
  public static func open<M>(
    _ sealed: RawSpan, with secretKey: borrowing Secret<Agreement>, label: Label,
    context: [UInt8], as purpose: M.Type = M.self
  ) throws(SealError) -> Secret<M> {
    guard sealed.byteCount >= overhead else { throw .truncated }
    let element = sealed.extracting(0..<32).copied()
    let key = try sealKey(
      element: element, publicKey: publicKey(of: secretKey),
      shared: agree(secretKey, with: element))
    return try Seal.open(
      sealed.extracting(32..<sealed.byteCount), with: key, label: label, context: context)
  }

  private static func sealKey(
    element: [UInt8], publicKey: [UInt8], shared: consuming Secret<Agreement>
  ) -> Secret<Agreement> {
    var input = SecretBuffer(capacity: 96)
    input.append(element)
    input.append(publicKey)
    shared.withBytes { input.append($0) }
    return input.withBytes { bytes in
      Secret(byteCount: 32) { out in
        BLAKE2b.labelled(key: nil, label: .sealTo, bytes, RawSpan(), into: &out)
      }
    }
  }
}
