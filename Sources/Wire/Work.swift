import Sodium

/// The work that a flooded server asks for before it computes.
///
///     challenge 32 = u8 bits || u64 time || 23 bytes that only the server can make
///     work 40      = challenge || nonce 8
///     H(32, "pde1/work/try", challenge || BLAKE2b-256(body with work zeroed) || nonce)
///                    begins with `bits` zero bits
///
/// `work` is always the last field of the body it stands in.
/// - SeeAlso: Specs/http.md, "Work and rates".
public enum Work {
  public static let byteCount = 40
  public static let challengeBytes = 32
  /// What stands in the body when no work was asked for.
  public static let none = [UInt8](repeating: 0, count: byteCount)
  /// How long a challenge is good for, in seconds.
  public static let lifetime: UInt64 = 300
  /// The most bits that a server asks for, and a client works for: an old PC does them in less
  /// than a minute, by the plain module.
  public static let maxBits: UInt8 = 23

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
    return leadingZeroBits(of: hash) >= Int(work[0])
  }

  /// Looks for a solution among `tries` nonces from `start` on; nil if none is there.
  ///
  /// A caller takes slices, so that it can show progress and stop.
  public static func solve(
    challenge: [UInt8], bodyHash: [UInt8], from start: UInt64, tries: UInt64
  ) -> [UInt8]? {
    precondition(challenge.count == challengeBytes, "Wire: a challenge has 32 bytes")
    return searchNonce(
      label: .workTry, prefix: challenge + bodyHash, leadingZeroBits: Int(challenge[0]),
      from: start, tries: tries
    ).map { challenge + bigEndianBytes($0) }
  }

  /// The field of a 429 that carries its challenge.
  public static let challengeFieldName: StaticString = "pde-challenge"

  /// A challenge as its field's value: a byte sequence, `:base64:` (RFC 9651).
  public static func challengeField(_ challenge: [UInt8]) -> [UInt8] {
    [0x3a] + base64Characters(challenge) + [0x3a]
  }

  /// The challenge of a field's value; nil unless it is one.
  public static func challenge(field: [UInt8]) -> [UInt8]? {
    guard field.count > 2, field.first == 0x3a, field.last == 0x3a,
      let challenge = base64Decode(Array(field.dropFirst().dropLast())),
      challenge.count == challengeBytes
    else { return nil }
    return challenge
  }
}
