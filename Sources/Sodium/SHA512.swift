import CSodium

/// SHA-512 over bytes that come in pieces: the digest of a request's body.
@safe public struct SHA512: ~Copyable {
  private let state: UnsafeMutablePointer<crypto_hash_sha512_state>

  public init() {
    Library.require()
    unsafe state = .allocate(capacity: 1)
    _ = unsafe crypto_hash_sha512_init(state)
  }

  /// Takes the next piece.
  public mutating func update(_ bytes: RawSpan) {
    let byteCount = UInt64(bytes.byteCount)
    _ = unsafe bytes.withPointer { unsafe crypto_hash_sha512_update(state, $0, byteCount) }
  }

  /// The digest, 64 bytes.
  public consuming func finalize() -> [UInt8] {
    unsafe bytes(64) { _ = unsafe crypto_hash_sha512_final(state, $0) }
  }

  /// The digest of `bytes`, 64 bytes.
  public static func hash(_ bytes: RawSpan) -> [UInt8] {
    var hash = SHA512()
    hash.update(bytes)
    return hash.finalize()
  }

  /// The digest of `bytes`, 64 bytes.
  public static func hash(_ bytes: [UInt8]) -> [UInt8] {
    hash(bytes.rawSpan)
  }

  deinit {
    unsafe state.deallocate()
  }
}
