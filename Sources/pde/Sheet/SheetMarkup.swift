import Vault

/// A text of a printed page, in each language.
protocol SheetText {
  func text(in language: Language) -> String
}

extension SheetLine: SheetText {}

/// The HTML that all printed pages have in common, in one or two languages: a whole file without
/// a script or anything to fetch.
struct SheetMarkup {
  /// The first is the page's.
  var languages: [Language]

  /// The file's bytes, UTF-8.
  func page(title: some SheetText, style: String, _ body: String) -> [UInt8] {
    let text = """
      <!DOCTYPE html>
      <html lang="\(languages[0].code)">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>\(escaped(title, languages[0]))</title>
      <style>
      \(style)</style>
      </head>
      <body>
      \(body)</body>
      </html>

      """
    return Array(text.utf8)
  }

  func titles(_ title: some SheetText) -> String {
    languages.enumerated().map { index, language in
      index == 0
        ? "<h1 class=\"sheet-title\" lang=\"\(language.code)\">\(escaped(title, language))</h1>"
        : "<p class=\"sheet-title\" lang=\"\(language.code)\">\(escaped(title, language))</p>"
    }.joined()
  }

  /// A part for each language, beside each other in a `sheet-columns`.
  func inEach(_ body: (Language) -> String) -> String {
    languages.map { "<div lang=\"\($0.code)\">\(body($0))</div>" }.joined(separator: "\n")
  }

  /// A short text in all languages, on one line.
  func inAll(_ line: some SheetText) -> String {
    languages.map { "<span lang=\"\($0.code)\">\(escaped(line, $0))</span>" }
      .joined(separator: " · ")
  }

  func lines(_ lines: [some SheetText], _ language: Language) -> String {
    lines.map { "<p>\(escaped($0, language))</p>" }.joined()
  }

  func escaped(_ line: some SheetText, _ language: Language) -> String {
    pde.escaped(line.text(in: language))
  }
}

/// Text that holders and servers chose never is markup.
func escaped(_ text: String) -> String {
  var escaped = ""
  for character in text.unicodeScalars {
    switch character {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    case "\"": escaped += "&quot;"
    default: escaped.unicodeScalars.append(character)
    }
  }
  return escaped
}
