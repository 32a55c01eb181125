import CSodium

/// What an Ed25519 seed is for.
public enum Signing {}

/// An Ed25519 signing key (RFC 8032), made from its 32-byte seed.
public struct SigningKey: ~Copyable, Sendable {
  private let secret: Secret<Signing>
  /// The 32 bytes that verify this key's signatures.
  public let verifyKey: [UInt8]

  public init(seed: borrowing Secret<Signing>) {
    var publicKey = [UInt8](repeating: 0, count: 32)
    secret = Secret(byteCount: 64) { out in
      seed.withBytes { seed in
        _ = unsafe out.withPointer { out in
          unsafe seed.withPointer { unsafe crypto_sign_seed_keypair(&publicKey, out, $0) }
        }
      }
    }
    verifyKey = publicKey
  }

  /// The signature of `message`, 64 bytes, the same for the same message.
  public borrowing func sign(_ message: [UInt8]) -> [UInt8] {
    secret.withBytes { key in
      unsafe bytes(64) { out in
        _ = unsafe key.withPointer {
          unsafe crypto_sign_detached(out, nil, message, UInt64(message.count), $0)
        }
      }
    }
  }
}

/// Whether `signature` is `message`'s under `verifyKey`. Wrong lengths, keys of low
/// order and non-canonical encodings are no signature (`crypto_sign_verify_detached`).
public func verifySignature(
  _ signature: [UInt8], of message: [UInt8], verifyKey: [UInt8]
) -> Bool {
  Library.require()
  guard signature.count == 64, verifyKey.count == 32 else { return false }
  return unsafe crypto_sign_verify_detached(
    signature, message, UInt64(message.count), verifyKey) == 0
}
