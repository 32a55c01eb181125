/// The alphabet of base32 (RFC 4648, section 6).
private let alphabet: [UInt8] = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

/// Base32 without padding, in upper case: what QR codes hold in fewer modules.
public func base32Characters(_ bytes: [UInt8]) -> [UInt8] {
  var characters: [UInt8] = []
  var bits: UInt32 = 0
  var bitCount = 0
  for byte in bytes {
    bits = bits << 8 | UInt32(byte)
    bitCount += 8
    while bitCount >= 5 {
      bitCount -= 5
      characters.append(alphabet[Int(bits >> UInt32(bitCount) & 31)])
    }
  }
  if bitCount > 0 { characters.append(alphabet[Int(bits << UInt32(5 - bitCount) & 31)]) }
  return characters
}

/// The bytes of a canonical base32 text without padding, or nil if it is anything else.
///
/// The bits behind the last byte have to be zero, so that bytes have one spelling.
public func base32Decode(_ characters: [UInt8]) -> [UInt8]? {
  var bytes: [UInt8] = []
  var bits: UInt32 = 0
  var bitCount = 0
  for character in characters {
    guard let value = alphabet.firstIndex(of: character) else { return nil }
    bits = bits << 5 | UInt32(value)
    bitCount += 5
    if bitCount >= 8 {
      bitCount -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(bitCount)))
    }
  }
  guard bitCount < 5, bits & (1 << UInt32(bitCount) - 1) == 0 else { return nil }
  return bytes
}
