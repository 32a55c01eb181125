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
    let page = """
      <section class="sheet">
      \(markup.titles(SheetLine.title))
      <div class="sheet-main">
      <div class="sheet-qr">\(drawing)</div>
      <div class="sheet-facts">\(markup.inEach(facts))</div>
      </div>
      <div class="sheet-columns sheet-how">\(markup.inEach { markup.lines([SheetLine.scan, .type], $0) })</div>
      <div class="sheet-link">
      <p class="sheet-label">\(markup.inAll(SheetLine.address))</p>
      <p class="sheet-address">\(escaped(link.address))</p>
      <p class="sheet-label">\(markup.inAll(SheetLine.key))</p>
      <p class="sheet-key">\(link.groups)</p>
      </div>
      <div class="sheet-columns sheet-notice">\(markup.inEach { markup.lines([SheetLine.notice], $0) })</div>
      <footer class="sheet-stub">
      <div class="sheet-columns">\(markup.inEach(stub))</div>
      </footer>
      </section>

      """
    return markup.page(title: SheetLine.title, style: Sheet.style, page)
  }

  private var markup: SheetMarkup { SheetMarkup(languages: languages) }

  private func facts(_ language: Language) -> String {
    var all: [SheetLine] = [.what]
    // With a code, what it is for is behind the code.
    if codeDigits == 0, !purpose.isEmpty { all.append(.purpose(purpose)) }
    let until = SheetLine.until(Sheet.time(expiry, in: language))
    var after: [SheetLine] = [.openings(maxOpenings)]
    if codeDigits > 0 { after.append(.code(digits: codeDigits)) }
    return markup.lines(all, language)
      + "<p class=\"sheet-until\">\(markup.escaped(until, language))</p>"
      + markup.lines(after, language)
  }

  private func stub(_ language: Language) -> String {
    let shown = SheetLine.mark(
      changes: mark.changes, date: Sheet.day(mark.lastChangeAt, in: language),
      digits: Sheet.digits(mark))
    return "<h2>\(markup.escaped(SheetLine.stub, language))</h2>"
      + "<p class=\"sheet-label\">\(markup.escaped(SheetLine.stop, language))</p>"
      + "<p class=\"sheet-stop\">\(escaped(revocationCode))</p>"
      + markup.lines([SheetLine.until(Sheet.time(expiry, in: language)), shown], language)
  }
}
