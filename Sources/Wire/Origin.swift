/// The names of hosts, as the service and links have them.
public enum Origin {
  /// Whether `text` is `http://host` or `https://host`, with a port or without, lower
  /// case, and nothing more.
  public static func isOrigin(_ text: [UInt8]) -> Bool {
    for scheme in ["https://", "http://"] as [StaticString] {
      let prefix = asciiBytes(scheme)
      if text.starts(with: prefix) { return isAuthority(Array(text.dropFirst(prefix.count))) }
    }
    return false
  }

  /// Whether `text` is `host` or `host:port`, of at most 255 characters: a name of a-z, 0-9 and `-`
  /// between dots, or an IPv6 address in brackets; a port of 1 to 5 digits.
  public static func isAuthority(_ text: [UInt8]) -> Bool {
    guard let first = text.first, text.count <= 255 else { return false }
    let isAddress = first == 0x5b
    var position = isAddress ? 1 : 0
    // Whether a label, or the address, has something in it.
    var isNamed = false
    while position < text.count, isAddress ? text[position] != 0x5d : text[position] != 0x3a {
      let byte = text[position]
      if isAddress ? byte == 0x3a || isHexDigit(byte) : byte == 0x2d || isLetterOrDigit(byte) {
        isNamed = true
      } else if byte == 0x2e, !isAddress, isNamed {
        isNamed = false
      } else {
        return false
      }
      position += 1
    }
    guard isNamed else { return false }
    if isAddress {
      guard position < text.count else { return false }
      position += 1
    }
    if position == text.count { return true }
    let port = text[(position + 1)...]
    return text[position] == 0x3a && (1...5).contains(port.count) && port.allSatisfy(isDigit)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
  private static func isHexDigit(_ byte: UInt8) -> Bool { isDigit(byte) || byte &- 0x61 < 6 }
  private static func isLetterOrDigit(_ byte: UInt8) -> Bool { isDigit(byte) || byte &- 0x61 < 26 }
}
