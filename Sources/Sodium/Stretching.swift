import CSodium

/// Stretching failed: the machine did not give 64 MiB of memory.
public enum StretchError: Error, Equatable, Sendable {
  case outOfMemory
}

/// Argon2id, version 1.3, 3 passes over 64 MiB, one lane, 32 bytes out.
///
/// The parameters are part of the format and never negotiated. It blocks its
/// thread for about 0.1 s on a fast core and some seconds on an old one.
/// - Parameters:
///   - secret: what is stretched.
///   - salt: 16 bytes.
/// - SeeAlso: Specs/derivation.md, "Words"; libsodium `crypto_pwhash`.
public func stretch<P, Q>(
  _ secret: borrowing Secret<P>, salt: [UInt8], as purpose: Q.Type = Q.self
) throws(StretchError) -> Secret<Q> {
  Library.require()
  precondition(salt.count == 16, "Sodium: Argon2id takes a salt of 16 bytes")
  var status: Int32 = -1
  let stretched = Secret<Q>(byteCount: 32) { out in
    secret.withBytes { input in
      let byteCount = input.byteCount
      status = unsafe out.withPointer { out in
        unsafe input.withPointer { input in
          unsafe input.withMemoryRebound(to: CChar.self, capacity: byteCount) {
            unsafe crypto_pwhash(
              out, 32, $0, UInt64(byteCount), salt, 3, 64 * 1024 * 1024,
              crypto_pwhash_ALG_ARGON2ID13)
          }
        }
      }
    }
  }
  guard status == 0 else { throw .outOfMemory }
  return stretched
}
