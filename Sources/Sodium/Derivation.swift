import CSodium

/// K(key, label, data) = BLAKE2b-256(key, u8(len label) || label || data), and
/// H(n, label, data), the same without a key.
/// - SeeAlso: Specs/derivation.md; libsodium `crypto_generichash`.
enum BLAKE2b {
  /// Hashes u8(len label) || label || first || second with an optional key.
  ///
  /// `out` is 16...64 bytes, `key` nil or 16...64. The assembled message is
  /// wiped: what is hashed may be secret.
  static func labelled(
    key: RawSpan?, label: Label, _ first: RawSpan, _ second: RawSpan,
    into out: inout MutableRawSpan
  ) {
    var message = SecretBuffer(
      capacity: 1 + label.byteCount + first.byteCount + second.byteCount)
    message.append(UInt8(label.byteCount))
    message.append(label.bytes)
    message.append(first)
    message.append(second)
    message.withBytes { plain(key: key, $0, into: &out) }
  }

  /// BLAKE2b of `message`, of `out.byteCount` bytes, with an optional key.
  static func plain(key: RawSpan?, _ message: RawSpan, into out: inout MutableRawSpan) {
    Library.require()
    let byteCount = out.byteCount
    let messageByteCount = UInt64(message.byteCount)
    let status = unsafe out.withPointer { out in
      unsafe message.withPointer { message in
        guard let key else {
          return unsafe crypto_generichash(out, byteCount, message, messageByteCount, nil, 0)
        }
        precondition((16...64).contains(key.byteCount), "Sodium: K takes a key of 16...64 bytes")
        return unsafe key.withPointer {
          unsafe crypto_generichash(
            out, byteCount, message, messageByteCount, $0, key.byteCount)
        }
      }
    }
    precondition(status == 0, "Sodium: crypto_generichash refused its lengths")
  }
}

extension Secret {
  /// K(self, label, data): another secret of 32 bytes. `self` has 16...64 bytes.
  public borrowing func derive<Q>(
    _ label: Label, data: RawSpan, as purpose: Q.Type = Q.self
  ) -> Secret<Q> {
    withBytes { key in
      Secret<Q>(byteCount: 32) { out in
        BLAKE2b.labelled(key: key, label: label, data, RawSpan(), into: &out)
      }
    }
  }

  /// K(self, label, data) with public data.
  public borrowing func derive<Q>(
    _ label: Label, data: [UInt8] = [], as purpose: Q.Type = Q.self
  ) -> Secret<Q> {
    derive(label, data: data.rawSpan)
  }

  /// The first `byteCount` (1...32) bytes of K(self, label, data), for what is sent
  /// or stored openly: identifiers, tags, authenticators.
  public borrowing func deriveOpenly(
    _ label: Label, data: [UInt8] = [], byteCount: Int = 32
  ) -> [UInt8] {
    let full: Secret<Never> = derive(label, data: data.rawSpan)
    return full.withBytes { $0.extracting(0..<byteCount).copied() }
  }
}

/// H(`byteCount`, label, data): an unkeyed, labelled BLAKE2b of 16...64 bytes.
public func labelledHash(_ byteCount: Int, _ label: Label, _ data: [UInt8]) -> [UInt8] {
  labelledHash(byteCount, label, data.rawSpan)
}

/// As ``labelledHash(_:_:_:)``, over borrowed bytes.
public func labelledHash(_ byteCount: Int, _ label: Label, _ data: RawSpan) -> [UInt8] {
  var hash = [UInt8](repeating: 0, count: byteCount)
  hash.withMutableBytes { BLAKE2b.labelled(key: nil, label: label, data, RawSpan(), into: &$0) }
  return hash
}

/// BLAKE2b-256 of `data`, without key or label: the hash of a sealed entry.
public func blake2b256(_ data: [UInt8]) -> [UInt8] {
  Library.require()
  return blake2b256(data.rawSpan)
}

/// As ``blake2b256(_:)``, over borrowed bytes.
public func blake2b256(_ data: RawSpan) -> [UInt8] {
  var hash = [UInt8](repeating: 0, count: 32)
  hash.withMutableBytes { BLAKE2b.plain(key: nil, data, into: &$0) }
  return hash
}
