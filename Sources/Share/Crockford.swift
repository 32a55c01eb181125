import Sodium
import Wire

/// Crockford's base32, as codes are printed: 10 characters of 5 bits, and a check of the same alphabet.
/// - SeeAlso: Specs/grants.md, "Codes".
package enum Crockford {
  package static let alphabet: [UInt8] = CrockfordAlphabet.symbols
  static let characters = 10

  /// The ten characters of a number below 2^50.
  static func encode(_ value: UInt64) -> [UInt8] {
    precondition(value < 1 << 50, "Share: a code has 50 bits")
    return (0..<characters).map {
      alphabet[Int(value >> UInt64(5 * (characters - 1 - $0)) & 31)]
    }
  }

  /// The number that ten canonical characters stand for; nil for any others.
  static func decode(_ canonical: [UInt8]) -> UInt64? {
    guard canonical.count == characters else { return nil }
    var value: UInt64 = 0
    for character in canonical {
      guard let digit = alphabet.firstIndex(of: character) else { return nil }
      value = value << 5 | UInt64(digit)
    }
    return value
  }

  /// The check of ten canonical characters: Damm's algorithm over GF(32).
  ///
  /// One character that is another, or any two that changed places, give another check. Codes of
  /// another kind begin with another value of `start`, so that none passes for one of these.
  static func check(_ canonical: [UInt8], start: UInt8 = 0) -> UInt8 {
    let sum = canonical.reduce(start) { sum, character in
      double(sum) ^ UInt8(alphabet.firstIndex(of: character) ?? 0)
    }
    return alphabet[Int(double(sum))]
  }

  /// Twice an element of GF(2)[x] / (x^5 + x^2 + 1).
  private static func double(_ element: UInt8) -> UInt8 {
    element << 1 ^ (element & 16 == 0 ? 0 : 0b100101)
  }

  /// The canonical ten characters of a typed code, whose check fits or was left out: any case,
  /// separators left out, O read as 0, I and L as 1.
  static func canonical(typed: [UInt8]) -> [UInt8]? {
    let symbols = plainText(typed).filter { $0 != 0x20 && $0 != 0x2d }
    guard symbols.count == characters || symbols.count == characters + 1 else { return nil }
    let all = symbols.map { CrockfordAlphabet.canonical(typed: $0) }
    let canonical = Array(all[..<characters])
    guard decode(canonical) != nil else { return nil }
    if all.count > characters, all.last != check(canonical) { return nil }
    return canonical
  }
}

/// The code on the holder's stub: who has it can end the grant, and nothing else.
///
/// 50 random bits, independent of every key.
public struct RevocationCode: Sendable, Equatable {
  /// Ten upper-case characters without the check: what the server gets.
  public let canonical: [UInt8]

  public static func random() -> RevocationCode {
    let value = bigEndian(randomBytes(8)[...]) >> 14
    return RevocationCode(checked: Crockford.encode(value))
  }

  private init(checked canonical: [UInt8]) {
    self.canonical = canonical
  }

  /// The code of a journal's ten characters; nil for any others.
  public init?(canonical: [UInt8]) {
    guard Crockford.decode(canonical) != nil else { return nil }
    self.canonical = canonical
  }

  /// The code that was typed from a stub; nil unless its check fits or was left out.
  ///
  /// Without a check a wrong character goes unnoticed: who typed it has to see it whole, as it is
  /// `printed`, before it is sent.
  public init?(typed: [UInt8]) {
    guard let canonical = Crockford.canonical(typed: typed) else { return nil }
    self.canonical = canonical
  }

  /// As it is printed: `XXXXX-XXXXX-C`.
  public var printed: [UInt8] {
    Array(canonical[..<5]) + [0x2d] + Array(canonical[5...]) + [0x2d]
      + [Crockford.check(canonical)]
  }
}
