/// JSON with its members in the order in which they were given, so that the same vectors are
/// always the same bytes.
enum JSON {
  case string(String)
  case number(UInt64)
  case array([JSON])
  case object([(String, JSON)])

  /// The text, a member or item a line, but for short ones without structure inside.
  func text(indent: Int) -> String {
    switch self {
    case .string(let string): return JSON.quoted(string)
    case .number(let number): return String(number)
    case .array(let items):
      return JSON.enclosed(
        "[", items.map { $0.text(indent: indent + 2) }, "]", indent,
        flat: items.allSatisfy(\.isPlain))
    case .object(let members):
      return JSON.enclosed(
        "{", members.map { JSON.quoted($0) + ": " + $1.text(indent: indent + 2) }, "}", indent,
        flat: members.allSatisfy(\.1.isPlain))
    }
  }

  private var isPlain: Bool {
    switch self {
    case .string, .number: true
    case .array(let items): items.isEmpty
    case .object(let members): members.isEmpty
    }
  }

  private static func enclosed(
    _ open: String, _ parts: [String], _ close: String, _ indent: Int, flat: Bool
  ) -> String {
    if parts.isEmpty { return open + close }
    let line = open + parts.joined(separator: ", ") + close
    if flat, line.utf8.count <= 72 { return line }
    let inner = String(repeating: " ", count: indent + 2)
    let outer = String(repeating: " ", count: indent)
    return open + "\n" + inner + parts.joined(separator: ",\n" + inner) + "\n" + outer + close
  }

  private static func quoted(_ string: String) -> String {
    var text = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"", "\\": text += "\\" + String(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0x7f:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}
