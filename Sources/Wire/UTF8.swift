/// Whether `bytes` are well-formed UTF-8: shortest forms, no surrogates, nothing
/// above U+10FFFF (Unicode 15, table 3-7).
public func isWellFormedUTF8(_ bytes: [UInt8]) -> Bool {
  var i = 0
  func continues(_ index: Int, _ range: ClosedRange<UInt8> = 0x80...0xbf) -> Bool {
    index < bytes.count && range.contains(bytes[index])
  }
  while i < bytes.count {
    switch bytes[i] {
    case 0x00...0x7f: i += 1
    case 0xc2...0xdf:
      guard continues(i + 1) else { return false }
      i += 2
    case 0xe0...0xef:
      let second: ClosedRange<UInt8> =
        bytes[i] == 0xe0 ? 0xa0...0xbf : bytes[i] == 0xed ? 0x80...0x9f : 0x80...0xbf
      guard continues(i + 1, second), continues(i + 2) else { return false }
      i += 3
    case 0xf0...0xf4:
      let second: ClosedRange<UInt8> =
        bytes[i] == 0xf0 ? 0x90...0xbf : bytes[i] == 0xf4 ? 0x80...0x8f : 0x80...0xbf
      guard continues(i + 1, second), continues(i + 2), continues(i + 3) else { return false }
      i += 4
    default: return false
    }
  }
  return true
}
