import Client
import Share

/// A QR code in the terminal's characters, two modules in each, light on dark or not.
func drawing(of code: QRCode) -> String {
  var text = ""
  let range = -QRCode.quietZone..<code.size + QRCode.quietZone
  for row in stride(from: range.lowerBound, to: range.upperBound, by: 2) {
    // Black ink on white paper, whatever the terminal's colours are.
    text += "\u{1b}[30;47m"
    for column in range {
      let top = code.isDark(row: row, column: column)
      let bottom = code.isDark(row: row + 1, column: column)
      text += top ? (bottom ? "█" : "▀") : (bottom ? "▄" : " ")
    }
    text += "\u{1b}[0m\n"
  }
  return text
}

/// Long work, shown on a terminal and nowhere else.
enum ProgressLine {
  /// A callback that draws the share done; nil without a terminal.
  static func make() -> Progress? {
    guard StandardError.isTerminal else { return nil }
    return { done, total in
      guard total > 0 else { return }
      StandardError.raw("\r\(done * 100 / total) %")
      if done == total { StandardError.raw("\r      \r") }
    }
  }
}
