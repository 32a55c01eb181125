/// A text that was typed, pasted or scanned, without what nobody sees in it: white space of every
/// kind as one U+0020 each, every hyphen as `-`. All else stays, ill-formed bytes too.
///
/// - SeeAlso: Specs/encoding.md, "Typed text".
package func plainText(_ typed: [UInt8]) -> [UInt8] {
  var plain: [UInt8] = []
  plain.reserveCapacity(typed.count)
  var position = 0
  while position < typed.count {
    let first = typed[position]
    let second = position + 1 < typed.count ? typed[position + 1] : 0
    let third = position + 2 < typed.count ? typed[position + 2] : 0
    switch (first, second, third) {
    case (0xc2, 0xad, _):
      position += 2
    case (0xe2, 0x80, 0x8b...0x8f), (0xe2, 0x80, 0xaa...0xae), (0xe2, 0x81, 0xa0...0xaf),
      (0xef, 0xbb, 0xbf):
      position += 3
    case (0x09...0x0d, _, _):
      plain.append(0x20)
      position += 1
    case (0xc2, 0xa0, _):
      plain.append(0x20)
      position += 2
    case (0xe2, 0x80, 0x80...0x8a), (0xe2, 0x80, 0xa8...0xa9), (0xe2, 0x80, 0xaf),
      (0xe2, 0x81, 0x9f), (0xe3, 0x80, 0x80):
      plain.append(0x20)
      position += 3
    case (0xe2, 0x80, 0x90...0x95), (0xe2, 0x88, 0x92):
      plain.append(0x2d)
      position += 3
    default:
      plain.append(first)
      position += 1
    }
  }
  return plain
}
