import Sodium
import Wire

/// What stands in a text that has a link in it somewhere.
///
/// - SeeAlso: Specs/grants.md, "Links as they arrive".
extension GrantLink {
  static let mostBytes = 4_096

  /// Origin and secret of the first link in a text; nil if there is none.
  static func find(in typed: [UInt8]) -> (origin: [UInt8], secret: [UInt8])? {
    guard typed.count <= mostBytes else { return nil }
    let text = upperCased(plainText(percentDecoded(typed)))
    for position in text.indices {
      guard let length = markLength(of: text[position...]),
        let secret = secretBytes(in: text[(position + length)...]),
        let origin = lastOrigin(in: text[..<position])
      else { continue }
      return (origin, secret)
    }
    return nil
  }

  /// How many characters the mark has that a text begins with; nil if it begins with none.
  private static func markLength(of text: ArraySlice<UInt8>) -> Int? {
    if text.first == 0x23 { return 1 }
    return text.starts(with: asciiBytes("%23")) ? 3 : nil
  }

  /// The secret that a text begins with; nil if it is not whole, or more of it follows.
  private static func secretBytes(in text: ArraySlice<UInt8>) -> [UInt8]? {
    var characters: [UInt8] = []
    var rest = text
    while characters.count < secretCharacters {
      guard let character = rest.popFirst() else { return nil }
      switch character {
      case 0x20, 0x2d, 0x2e: continue
      case 0x30: characters.append(0x4f)
      case 0x31: characters.append(0x49)
      case 0x38: characters.append(0x42)
      default: characters.append(character)
      }
    }
    // What is none of the alphabet is refused with the rest.
    if let behind = rest.first(where: { $0 != 0x2d }), isLetterOrDigit(behind) { return nil }
    return base32Decode(characters)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte)
  }

  /// The origin of the last page whose address a text ends with.
  private static func lastOrigin(in text: ArraySlice<UInt8>) -> [UInt8]? {
    for start in text.indices.reversed() where text[start] == 0x48 {
      if let origin = pageOrigin(of: text[start...]) { return origin }
    }
    return nil
  }

  /// The origin of an address, if it is a reader's page: scheme, host, `/G`, and nothing but a slash
  /// and a query.
  private static func pageOrigin(of address: ArraySlice<UInt8>) -> [UInt8]? {
    guard let scheme = ["HTTPS", "HTTP"].map(asciiBytes).first(where: address.starts) else {
      return nil
    }
    var rest = address.dropFirst(scheme.count)
    guard take(0x3a, from: &rest), take(0x2f, from: &rest), take(0x2f, from: &rest) else {
      return nil
    }
    let host = rest.drop { $0 == 0x20 }.prefix { $0 != 0x20 && $0 != 0x2f }
    var name = Array(host)
    // It is the same host.
    let end = name.firstIndex(of: 0x3a) ?? name.count
    if end > 0, name[end - 1] == 0x2e { name.remove(at: end - 1) }
    let origin = lowerCased(scheme + asciiBytes("://") + name)
    rest = rest[host.endIndex...]
    guard Origin.isOrigin(origin), take(0x2f, from: &rest), take(0x47, from: &rest) else {
      return nil
    }
    _ = take(0x2f, from: &rest)
    rest = rest.drop { $0 == 0x20 }
    return rest.isEmpty || rest.first == 0x3f && !rest.contains(0x23) ? origin : nil
  }

  /// Takes a sign from the beginning of a text, with spaces before it; false if it doesn't begin with that.
  private static func take(_ sign: UInt8, from text: inout ArraySlice<UInt8>) -> Bool {
    let behind = text.drop { $0 == 0x20 }
    guard behind.first == sign else { return false }
    text = behind.dropFirst()
    return true
  }

  /// Each `%` with two hexadecimal digits as the byte that they stand for, once.
  private static func percentDecoded(_ text: [UInt8]) -> [UInt8] {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(text.count)
    var position = 0
    while position < text.count {
      if text[position] == 0x25, position + 2 < text.count,
        let high = hexDigit(text[position + 1]), let low = hexDigit(text[position + 2])
      {
        decoded.append(high << 4 | low)
        position += 3
      } else {
        decoded.append(text[position])
        position += 1
      }
    }
    return decoded
  }

  private static func hexDigit(_ character: UInt8) -> UInt8? {
    switch character {
    case 0x30...0x39: character - 0x30
    case 0x41...0x46: character - 0x41 + 10
    case 0x61...0x66: character - 0x61 + 10
    default: nil
    }
  }

  static func lowerCased(_ text: [UInt8]) -> [UInt8] {
    text.map { (0x41...0x5a).contains($0) ? $0 + 32 : $0 }
  }

  static func upperCased(_ text: [UInt8]) -> [UInt8] {
    text.map { (0x61...0x7a).contains($0) ? $0 - 32 : $0 }
  }
}
