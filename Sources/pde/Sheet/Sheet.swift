import Foundation
import Share
import Vault

/// The printed sheet of a grant, and below a line to cut the stub that its holder keeps: a
/// whole HTML page on one A4, without a script or anything to fetch.
///
/// Neutral: nothing on it says more of its holder than they chose. The spoken code is not on
/// it, as whoever finds the sheet would have both.
struct Sheet {
  var link: PrintedLink
  var expiry: UInt64
  var maxOpenings: UInt32
  var codeDigits: Int
  var purpose: String
  var revocationCode: String
  var mark: Mark
  /// One or two; the first is the page's.
  var languages: [Language]

  /// The file's bytes, UTF-8; nil if the link fits no QR code.
  func html() -> [UInt8]? {
    guard let code = QRCode(Array(link.text.utf8), .paper) else { return nil }
    let drawing = String(decoding: code.svg(), as: UTF8.self)
    let text = """
      <!DOCTYPE html>
      <html lang="\(languages[0].code)">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>\(escaped(.title, languages[0]))</title>
      <style>
      \(Sheet.style)</style>
      </head>
      <body>
      <section class="sheet">
      \(titles())
      <div class="sheet-main">
      <div class="sheet-qr">\(drawing)</div>
      <div class="sheet-facts">\(inEach(facts))</div>
      </div>
      <div class="sheet-columns sheet-how">\(inEach { lines([.scan, .type], $0) })</div>
      <div class="sheet-link">
      <p class="sheet-label">\(inAll(.address))</p>
      <p class="sheet-address">\(escape(link.address))</p>
      <p class="sheet-label">\(inAll(.key))</p>
      <p class="sheet-key">\(link.groups)</p>
      </div>
      <div class="sheet-columns sheet-notice">\(inEach { lines([.notice], $0) })</div>
      <footer class="sheet-stub">
      <div class="sheet-columns">\(inEach(stub))</div>
      </footer>
      </section>
      </body>
      </html>

      """
    return Array(text.utf8)
  }

  private func titles() -> String {
    languages.enumerated().map { index, language in
      index == 0
        ? "<h1 lang=\"\(language.code)\">\(escaped(.title, language))</h1>"
        : "<p class=\"sheet-title\" lang=\"\(language.code)\">\(escaped(.title, language))</p>"
    }.joined()
  }

  private func facts(_ language: Language) -> String {
    var all: [SheetLine] = [.what]
    // With a code, what it is for is behind the code.
    if codeDigits == 0, !purpose.isEmpty { all.append(.purpose(purpose)) }
    let until = SheetLine.until(Sheet.time(expiry, in: language))
    var after: [SheetLine] = [.openings(maxOpenings)]
    if codeDigits > 0 { after.append(.code(digits: codeDigits)) }
    return lines(all, language)
      + "<p class=\"sheet-until\">\(escaped(until, language))</p>" + lines(after, language)
  }

  private func stub(_ language: Language) -> String {
    let digits = String(mark.digits)
    let shown = SheetLine.mark(
      changes: mark.changes, date: Sheet.day(mark.lastChangeAt, in: language),
      digits: String(repeating: "0", count: 3 - digits.count) + digits)
    return "<h2>\(escaped(.stub, language))</h2>"
      + "<p class=\"sheet-label\">\(escaped(.stop, language))</p>"
      + "<p class=\"sheet-stop\">\(escape(revocationCode))</p>"
      + lines([.until(Sheet.time(expiry, in: language)), shown], language)
  }

  private func inEach(_ body: (Language) -> String) -> String {
    languages.map { "<div lang=\"\($0.code)\">\(body($0))</div>" }.joined(separator: "\n")
  }

  private func inAll(_ line: SheetLine) -> String {
    languages.map { "<span lang=\"\($0.code)\">\(escaped(line, $0))</span>" }
      .joined(separator: " · ")
  }

  private func lines(_ lines: [SheetLine], _ language: Language) -> String {
    lines.map { "<p>\(escaped($0, language))</p>" }.joined()
  }

  private func escaped(_ line: SheetLine, _ language: Language) -> String {
    escape(line.text(in: language))
  }

  /// Text that holders and servers chose never is markup.
  private func escape(_ text: String) -> String {
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
}
