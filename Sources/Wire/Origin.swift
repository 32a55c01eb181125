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

  /// Whether `text` is `host` or `host:port`: 1...255 of a-z, 0-9, `-`, `.`, `:` and the
  /// brackets of an IPv6 address.
  public static func isAuthority(_ text: [UInt8]) -> Bool {
    (1...255).contains(text.count)
      && text.allSatisfy {
        (0x61...0x7a).contains($0) || (0x30...0x39).contains($0)
          || [0x2d, 0x2e, 0x3a, 0x5b, 0x5d].contains($0)
      }
  }
}
