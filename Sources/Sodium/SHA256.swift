import CSodium

/// SHA-256, for the files of the sites: what `sha256sum` says too.
public enum SHA256 {
  /// The digest of `bytes`, 32 bytes.
  public static func hash(_ bytes: RawSpan) -> [UInt8] {
    Library.require()
    let byteCount = UInt64(bytes.byteCount)
    return unsafe Sodium.bytes(32) { out in
      _ = unsafe bytes.withPointer { unsafe crypto_hash_sha256(out, $0, byteCount) }
    }
  }

  /// The digest of `bytes`, 32 bytes.
  public static func hash(_ bytes: [UInt8]) -> [UInt8] {
    hash(bytes.rawSpan)
  }
}
