public import Sodium

/// Pad(n, m) = u16 len m || m || zeros, n bytes in all.
/// - SeeAlso: Specs/encoding.md, "Padding".
public enum Pad {
  /// The most bytes that Pad(`byteCount`) takes.
  public static func capacity(_ byteCount: Int) -> Int { byteCount - 2 }

  /// Pad(`byteCount`, message); nil if the message does not fit.
  public static func pad(_ message: RawSpan, to byteCount: Int) -> SecretBuffer? {
    guard message.byteCount <= capacity(byteCount) else { return nil }
    var padded = SecretBuffer(capacity: byteCount)
    padded.append(bigEndianBytes(UInt16(message.byteCount)))
    padded.append(message)
    padded.appendZeros(byteCount - 2 - message.byteCount)
    return padded
  }

  /// Where the message of a padded text lies; nil unless its length fits and only
  /// zeros follow it.
  public static func messageRange(of padded: RawSpan) -> Range<Int>? {
    guard padded.byteCount >= 2 else { return nil }
    let prefix = padded.extracting(0..<2).copied()
    let end = 2 + Int(bigEndian(prefix[...]))
    guard end <= padded.byteCount,
      padded.extracting(end..<padded.byteCount).copied().allSatisfy({ $0 == 0 })
    else { return nil }
    return 2..<end
  }
}
