import CSodium

/// HMAC with SHA-256 (RFC 2104, FIPS 198-1), for SLIP-0039 only: everything else uses K.
/// - SeeAlso: Specs/recovery-shares.md; libsodium `crypto_auth_hmacsha256`.
public enum HMACSHA256 {
  public static let byteCount = 32

  /// The authenticator of `message` under a key of any length, 32 bytes.
  public static func authenticate<P>(
    _ message: RawSpan, key: RawSpan, as purpose: P.Type = P.self
  ) -> Secret<P> {
    var state = KeyedHash(key: key)
    defer { state.wipe() }
    return Secret(byteCount: byteCount) { out in
      state.update(message)
      state.finish(into: &out)
    }
  }
}

/// PBKDF2 with HMAC-SHA256 (RFC 8018, section 5.2), for SLIP-0039 only: what a person types is
/// stretched by Argon2id.
public enum PBKDF2 {
  /// `byteCount` bytes of `password` and `salt` after so many iterations, at least one.
  public static func derive<P>(
    password: RawSpan, salt: RawSpan, iterations: Int, byteCount: Int,
    as purpose: P.Type = P.self
  ) -> Secret<P> {
    precondition(iterations >= 1, "Sodium: PBKDF2 takes at least one iteration")
    // Hashed with the key once, and copied for each iteration: half the work.
    var keyed = KeyedHash(key: password)
    defer { keyed.wipe() }
    return Secret(byteCount: byteCount) { out in
      var index: UInt32 = 0
      var done = 0
      while done < out.byteCount {
        index += 1
        let block: Secret<P> = block(index, keyed, salt: salt, iterations: iterations)
        let count = min(HMACSHA256.byteCount, out.byteCount - done)
        block.withBytes { block in
          unsafe out.withPointer { out in
            unsafe block.withPointer { block in
              unsafe (out + done).update(from: block, count: count)
            }
          }
        }
        done += count
      }
    }
  }

  /// U_1 xor U_2 xor ..., U_1 of the salt and the block's number, each other of the one before.
  private static func block<P>(
    _ index: UInt32, _ keyed: borrowing KeyedHash, salt: RawSpan, iterations: Int
  ) -> Secret<P> {
    let number = (0..<4).map { UInt8(truncatingIfNeeded: index >> (24 - 8 * UInt32($0))) }
    var state = keyed.copy()
    defer { state.wipe() }
    // `last` is U_i.
    return Secret(byteCount: HMACSHA256.byteCount) { sum in
      var last = [UInt8](repeating: 0, count: HMACSHA256.byteCount)
      defer { Sodium.wipe(&last) }
      state.update(salt)
      state.update(number.rawSpan)
      last.withMutableBytes { state.finish(into: &$0) }
      sum.xor(last.rawSpan)
      for _ in 1..<iterations {
        state.reset(to: keyed)
        state.update(last.rawSpan)
        last.withMutableBytes { state.finish(into: &$0) }
        sum.xor(last.rawSpan)
      }
    }
  }
}

/// HMAC-SHA256 in the making.
private struct KeyedHash: ~Copyable {
  private var state = crypto_auth_hmacsha256_state()

  init(key: RawSpan) {
    Library.require()
    let byteCount = key.byteCount
    _ = unsafe key.withPointer { unsafe crypto_auth_hmacsha256_init(&state, $0, byteCount) }
  }

  private init(_ state: crypto_auth_hmacsha256_state) {
    self.state = state
  }

  borrowing func copy() -> KeyedHash {
    KeyedHash(state)
  }

  mutating func reset(to other: borrowing KeyedHash) {
    state = other.state
  }

  mutating func update(_ bytes: RawSpan) {
    let byteCount = UInt64(bytes.byteCount)
    _ = unsafe bytes.withPointer { unsafe crypto_auth_hmacsha256_update(&state, $0, byteCount) }
  }

  /// Writes the authenticator's 32 bytes.
  mutating func finish(into out: inout MutableRawSpan) {
    _ = unsafe out.withPointer { unsafe crypto_auth_hmacsha256_final(&state, $0) }
  }

  mutating func wipe() {
    unsafe withUnsafeMutableBytes(of: &state) { buffer in
      if let base = buffer.baseAddress { unsafe sodium_memzero(base, buffer.count) }
    }
  }
}

extension MutableRawSpan {
  /// Adds the bytes of `other`, of the same length, without carry.
  fileprivate mutating func xor(_ other: RawSpan) {
    precondition(byteCount == other.byteCount, "Sodium: xor of different lengths")
    let count = byteCount
    unsafe withPointer { target in
      unsafe other.withPointer { source in
        for i in 0..<count { unsafe target[i] ^= source[i] }
      }
    }
  }
}
