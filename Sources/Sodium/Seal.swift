import CSodium

/// Opening failed. A wrong key, context or label and a changed byte are
/// indistinguishable by design.
public enum SealError: Error, Equatable, Sendable {
  /// Fewer bytes than the overhead: not even a seal. Found before any key is used.
  case truncated
  /// The commitment or the tag does not fit.
  case authenticationFailed
}

/// The symmetric seal, one of the only two ways to seal.
///
///     salt = 32 random
///     h    = BLAKE2b-512(key, u8(len label) || label || salt || H(32, "pde1/ctx", context))
///     out  = salt || h[0..<32] || XChaCha20-Poly1305(h[32..<64], nonce 0, m)
///
/// The commitment h[0..<32] binds key, label, salt and context; the one-time key
/// makes a repeated nonce impossible.
/// - SeeAlso: Specs/sealing.md.
public enum Seal {
  /// salt 32, commitment 32, tag 16.
  public static let overhead = 80

  /// Seals `message` into `out`, which has exactly `message.byteCount + overhead` bytes.
  public static func seal<P>(
    _ message: RawSpan, with key: borrowing Secret<P>, label: Label, context: [UInt8],
    into out: inout MutableRawSpan
  ) {
    seal(message, with: key, label: label, context: context, salt: randomBytes(32), into: &out)
  }

  /// Seals `message` and returns the sealed bytes.
  public static func seal<P>(
    _ message: RawSpan, with key: borrowing Secret<P>, label: Label, context: [UInt8]
  ) -> [UInt8] {
    seal(message, with: key, label: label, context: context, salt: randomBytes(32))
  }

  /// As ``seal(_:with:label:context:)`` with the salt given: for vectors only.
  package static func seal<P>(
    _ message: RawSpan, with key: borrowing Secret<P>, label: Label, context: [UInt8],
    salt: [UInt8]
  ) -> [UInt8] {
    var sealed = [UInt8](repeating: 0, count: message.byteCount + overhead)
    sealed.withMutableBytes { out in
      seal(message, with: key, label: label, context: context, salt: salt, into: &out)
    }
    return sealed
  }

  private static func seal<P>(
    _ message: RawSpan, with key: borrowing Secret<P>, label: Label, context: [UInt8],
    salt: [UInt8], into out: inout MutableRawSpan
  ) {
    precondition(
      out.byteCount == message.byteCount + overhead, "Sodium: seal needs m + 80 bytes")
    precondition(salt.count == 32, "Sodium: a salt has 32 bytes")
    let messageByteCount = UInt64(message.byteCount)
    let keys = keys(key, label, salt.rawSpan, context)
    keys.withBytes { keys in
      unsafe out.withPointer { out in
        for i in 0..<32 { unsafe out[i] = salt[i] }
        let commitment = keys.extracting(0..<32)
        for i in 0..<32 {
          unsafe out[32 + i] = commitment.unsafeLoad(fromByteOffset: i, as: UInt8.self)
        }
        let nonce = [UInt8](repeating: 0, count: 24)
        let status = unsafe message.withPointer { plain in
          unsafe keys.extracting(32..<64).withPointer { oneTimeKey in
            unsafe crypto_aead_xchacha20poly1305_ietf_encrypt(
              out + 64, nil, plain, messageByteCount, nil, 0, nil, nonce, oneTimeKey)
          }
        }
        precondition(status == 0, "Sodium: encryption can't fail")
      }
    }
  }

  /// Opens `sealed` into `out`, which has exactly `sealed.byteCount - overhead` bytes.
  ///
  /// - Throws: `.truncated` before any key is used; `.authenticationFailed`, and
  ///   `out` then holds zeros.
  public static func open<P>(
    _ sealed: RawSpan, with key: borrowing Secret<P>, label: Label, context: [UInt8],
    into out: inout MutableRawSpan
  ) throws(SealError) {
    guard sealed.byteCount >= overhead else { throw .truncated }
    precondition(
      out.byteCount == sealed.byteCount - overhead, "Sodium: open needs sealed - 80 bytes")
    guard decrypt(sealed, with: key, label: label, context: context, into: &out) else {
      throw .authenticationFailed
    }
  }

  /// Opens `sealed` and returns the message as a secret.
  ///
  /// - Throws: `.truncated` before any key is used, or `.authenticationFailed`.
  public static func open<P, M>(
    _ sealed: RawSpan, with key: borrowing Secret<P>, label: Label, context: [UInt8],
    as purpose: M.Type = M.self
  ) throws(SealError) -> Secret<M> {
    guard sealed.byteCount >= overhead else { throw .truncated }
    var opened = false
    let message = Secret<M>(byteCount: sealed.byteCount - overhead) { out in
      opened = decrypt(sealed, with: key, label: label, context: context, into: &out)
    }
    guard opened else { throw .authenticationFailed }
    return message
  }

  private static func decrypt<P>(
    _ sealed: RawSpan, with key: borrowing Secret<P>, label: Label, context: [UInt8],
    into out: inout MutableRawSpan
  ) -> Bool {
    let keys = keys(key, label, sealed.extracting(0..<32), context)
    let commitment = sealed.extracting(32..<64)
    let cipher = sealed.extracting(64..<sealed.byteCount)
    let byteCount = out.byteCount
    return keys.withBytes { keys in
      unsafe out.withPointer { out in
        // The commitment is compared before anything is decrypted: without it a
        // ciphertext could be made that opens under two keys.
        var opened = constantTimeEqual(keys.extracting(0..<32), commitment)
        if opened {
          let nonce = [UInt8](repeating: 0, count: 24)
          let status = unsafe cipher.withPointer { bytes in
            unsafe keys.extracting(32..<64).withPointer { oneTimeKey in
              unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
                out, nil, nil, bytes, UInt64(cipher.byteCount), nil, 0, nonce, oneTimeKey)
            }
          }
          opened = status == 0
        }
        if !opened { unsafe sodium_memzero(out, byteCount) }
        return opened
      }
    }
  }

  enum SealKeys {}

  /// h: the commitment, 32 bytes, and the one-time key, 32 bytes.
  private static func keys<P>(
    _ key: borrowing Secret<P>, _ label: Label, _ salt: RawSpan, _ context: [UInt8]
  ) -> Secret<SealKeys> {
    let contextHash = labelledHash(32, .context, context)
    return key.withBytes { key in
      Secret(byteCount: 64) { h in
        BLAKE2b.labelled(key: key, label: label, salt, contextHash.rawSpan, into: &h)
      }
    }
  }
}
