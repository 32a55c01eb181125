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
    guard text.count <= 255 else { return false }
    var port = text[...]
    if text.first == 0x5b {
      let address = text.dropFirst().prefix {
        isDigit($0) || (0x61...0x66).contains($0) || $0 == 0x3a
      }
      port = text[address.endIndex...]
      guard !address.isEmpty, port.popFirst() == 0x5d else { return false }
    } else {
      let name = text.prefix { $0 != 0x3a }
      port = text[name.endIndex...]
      let labels = name.split(separator: 0x2e, omittingEmptySubsequences: false)
      guard labels.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isOfName) }) else { return false }
    }
    guard port.popFirst() == 0x3a else { return port.isEmpty }
    return (1...5).contains(port.count) && port.allSatisfy(isDigit)
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    (0x61...0x7a).contains(byte) || isDigit(byte) || byte == 0x2d
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
