import Wire

/// The checksum of SLIP-0039: three words at a share's end, a Reed-Solomon code over GF(1024).
///
/// It finds any error of up to three words. It does not branch on the words, which are secret.
enum RS1024 {
  static let wordCount = 3

  private static let generator: [UInt32] = [
    0xe0e040, 0x1c1c080, 0x3838100, 0x7070200, 0xe0e0009, 0x1c0c2412, 0x38086c24, 0x3090fc48,
    0x21b1f890, 0x3f3f120,
  ]

  /// Whether the last three words are the checksum of those before them.
  static func isValid(_ words: [UInt16], isExtendable: Bool) -> Bool {
    polynomial(customization(isExtendable) + words) == 1
  }

  /// The three words that belong behind `words`.
  static func checksum(_ words: [UInt16], isExtendable: Bool) -> [UInt16] {
    let value = polynomial(customization(isExtendable) + words + [0, 0, 0]) ^ 1
    return [2, 1, 0].map { UInt16(value >> (10 * $0) & 1023) }
  }

  private static func customization(_ isExtendable: Bool) -> [UInt16] {
    let text = isExtendable ? asciiBytes("shamir_extendable") : asciiBytes("shamir")
    return text.map { UInt16($0) }
  }

  private static func polynomial(_ values: [UInt16]) -> UInt32 {
    var remainder: UInt32 = 1
    for value in values {
      let top = remainder >> 20
      remainder = (remainder & 0xfffff) << 10 ^ UInt32(value)
      for i in 0..<generator.count {
        remainder ^= generator[i] & (0 &- (top >> UInt32(i) & 1))
      }
    }
    return remainder
  }
}
