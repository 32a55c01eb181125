/// Crockford's base32, as codes are printed: no letter that is taken for a digit.
/// - SeeAlso: Specs/grants.md, "Codes"; Specs/recovery-shares.md, "As text".
package enum CrockfordAlphabet {
  package static let symbols: [UInt8] = asciiBytes("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

  /// A typed character as the alphabet has it: a capital, O as 0, I and L as 1. Any other stays.
  package static func canonical(typed symbol: UInt8) -> UInt8 {
    switch (0x61...0x7a).contains(symbol) ? symbol - 32 : symbol {
    case UInt8(ascii: "O"): UInt8(ascii: "0")
    case UInt8(ascii: "I"), UInt8(ascii: "L"): UInt8(ascii: "1")
    case let other: other
    }
  }

  /// The five bits of a typed character; nil if it is none of the alphabet.
  package static func value(typed symbol: UInt8) -> UInt8? {
    symbols.firstIndex(of: canonical(typed: symbol)).map { UInt8($0) }
  }

  /// Whether all of these are characters of the alphabet as codes are sent and kept: no small
  /// letter, and none that is read as another.
  package static func isCanonical(_ characters: [UInt8]) -> Bool {
    characters.allSatisfy { symbols.contains($0) }
  }
}

extension CBORReader {
  /// A revocation code in its canonical form, 10 characters.
  mutating func readRevocationCode() throws(CBORError) -> [UInt8] {
    let start = offset
    let code = try readBytes(count: 10)
    guard CrockfordAlphabet.isCanonical(code) else { throw refuse(at: start) }
    return code
  }
}
