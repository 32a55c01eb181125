import Wire

/// A page in the making. What is no mark-up of ours is escaped.
struct HTML {
  private(set) var bytes: [UInt8] = []

  mutating func raw(_ markup: StaticString) { bytes += asciiBytes(markup) }

  mutating func text(_ text: [UInt8]) {
    for byte in text {
      switch byte {
      case UInt8(ascii: "&"): raw("&amp;")
      case UInt8(ascii: "<"): raw("&lt;")
      case UInt8(ascii: ">"): raw("&gt;")
      case UInt8(ascii: "\""): raw("&quot;")
      case UInt8(ascii: "'"): raw("&#39;")
      default: bytes.append(byte)
      }
    }
  }

  mutating func element(_ name: StaticString, _ content: [UInt8]) {
    raw("<")
    raw(name)
    raw(" dir=\"auto\">")
    text(content)
    raw("</")
    raw(name)
    raw(">\n")
  }

  /// A relative address: everything but letters, digits, `-`, `_`, `.` and `/` as %XX, so that none
  /// of it means anything.
  mutating func address(_ path: [UInt8]) {
    let digits = asciiBytes("0123456789ABCDEF")
    for byte in path {
      switch byte {
      case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."), UInt8(ascii: "/"):
        bytes.append(byte)
      default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
  }
}
