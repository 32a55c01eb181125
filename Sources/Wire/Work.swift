import Sodium

/// The work that a flooded server asks for before it computes.
///
///     challenge 32 = u8 bits || u64 time || 23 bytes that only the server can make
///     work 40      = challenge || nonce 8
///     H(32, "pde1/work/try", challenge || BLAKE2b-256(body with work zeroed) || nonce)
///                    begins with `bits` zero bits
///
/// `work` is always the last field of the body it stands in.
/// - SeeAlso: Specs/http.md, "Work".
public enum Work {
  public static let byteCount = 40
  public static let challengeBytes = 32
  /// What stands in the body when no work was asked for.
  public static let none = [UInt8](repeating: 0, count: byteCount)
  /// How long a challenge is good for, in seconds.
  public static let lifetime: UInt64 = 300
  /// The most bits that a client accepts to work for: some hours on an old PC are
  /// no answer to anything.
  public static let maxBits: UInt8 = 34

  /// BLAKE2b-256 of `body`, whose last 40 bytes are its work, with these zeroed.
  public static func bodyHash(_ body: [UInt8]) -> [UInt8] {
    precondition(body.count >= byteCount, "Wire: the body ends in its work")
    return blake2b256(Array(body.dropLast(byteCount)) + none)
  }

  /// Whether `work` fits the body that `bodyHash` belongs to.
  public static func isSolution(_ work: [UInt8], bodyHash: [UInt8]) -> Bool {
    guard work.count == byteCount else { return false }
    let hash = labelledHash(
      32, .workTry, Array(work[..<challengeBytes]) + bodyHash + Array(work[challengeBytes...]))
    return leadingZeroBits(hash) >= Int(work[0])
  }

  /// Looks for a solution among `tries` nonces from `start` on; nil if none is there.
  ///
  /// Each try costs one hash of about 0.3 microseconds: a caller takes slices, so that it
  /// can show progress and stop.
  public static func solve(
    challenge: [UInt8], bodyHash: [UInt8], from start: UInt64, tries: UInt64
  ) -> [UInt8]? {
    precondition(challenge.count == challengeBytes, "Wire: a challenge has 32 bytes")
    var nonce = start
    for _ in 0..<tries {
      let work = challenge + bigEndianBytes(nonce)
      if isSolution(work, bodyHash: bodyHash) { return work }
      nonce &+= 1
    }
    return nil
  }

  private static func leadingZeroBits(_ hash: [UInt8]) -> Int {
    var count = 0
    for byte in hash {
      guard byte == 0 else { return count + byte.leadingZeroBitCount }
      count += 8
    }
    return count
  }
}
