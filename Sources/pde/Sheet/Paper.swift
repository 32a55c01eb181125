import Share
import Vault

/// The papers that a holder keeps or confides, each a whole HTML page on one A4: a card, a
/// recovery share, a stub. Neutral: no name, no address, nothing of what they open.
///
/// - SeeAlso: Specs/recovery-shares.md, "What is printed"; Specs/decisions/0021-printed-papers.md.
struct Paper {
  /// One or two; the first is the page's.
  var languages: [Language]

  private var markup: SheetMarkup { SheetMarkup(languages: languages) }

  /// A card to cut out and fold. Its six digits are not on it, and never are.
  ///
  /// - Parameter card: `C` and 26 characters, what the QR code holds.
  func card(_ card: String, mark: Mark) -> [UInt8]? {
    guard let drawing = drawing(of: card) else { return nil }
    let text = groups(String(card.dropFirst()), 4, perLine: 2)
      .map { "<div>\($0)</div>" }.joined()
    let back = languages.map {
      "<p lang=\"\($0.code)\">\(markup.escaped(line(mark, $0), $0))</p>"
    }.joined()
    return page(
      .cardTitle,
      """
      \(columns([.cardCut]))
      <div class="sheet-middle">
      <div class="sheet-card">
      <div class="sheet-card-front">
      <div class="sheet-card-code">\(drawing)</div>
      <div class="sheet-card-text">\(text)</div>
      </div>
      <div class="sheet-card-back">\(back)</div>
      </div>
      </div>
      \(columns([.cardCode, .cardLost]))
      """)
  }

  /// One recovery share, for who keeps it. It says neither whose it is, nor how many there are.
  ///
  /// - Parameter share: `S` and 66 characters, what the QR code holds.
  func share(_ share: String) -> [UInt8]? {
    guard let drawing = drawing(of: share) else { return nil }
    let text = groups(String(share.dropFirst()), 6, perLine: 4)
      .map { "<p>\($0)</p>" }.joined()
    return page(
      .shareTitle,
      """
      \(columns([.shareWhat, .shareAlone, .shareGive, .shareKeep], "sheet-share-how"))
      <div class="sheet-share-code">\(drawing)</div>
      <p class="sheet-label">\(markup.inAll(PaperLine.shareType))</p>
      <div class="sheet-share-text">\(text)</div>
      """)
  }

  /// A share's end and the code that ends it before.
  struct RevocableShare {
    var revocationCode: String
    var expiry: UInt64
  }

  /// What the holder keeps of shares and of a lock: codes, ends, the mark.
  func stub(_ shares: [RevocableShare], lockedUntil: UInt64?, mark: Mark) -> [UInt8] {
    let part = markup.inEach { language in
      var text = "<h2>\(markup.escaped(PaperLine.stubTitle, language))</h2>"
      if let lockedUntil {
        let until = PaperLine.stubLocked(time: Sheet.time(lockedUntil, in: language))
        text += "<p class=\"sheet-until\">\(markup.escaped(until, language))</p>"
        text += markup.lines([PaperLine.stubNobody], language)
      }
      for share in shares {
        let until = PaperLine.stubUntil(time: Sheet.time(share.expiry, in: language))
        text +=
          "<p class=\"sheet-label\">\(markup.escaped(PaperLine.stubStop, language))</p>"
          + "<p class=\"sheet-stop\">\(escaped(share.revocationCode))</p>"
          + markup.lines([until], language)
      }
      return text + markup.lines([line(mark, language)], language)
    }
    return markup.page(
      title: PaperLine.stubTitle, style: Paper.style,
      """
      <section class="sheet">
      <div class="sheet-talon"><div class="sheet-columns">\(part)</div></div>
      </section>

      """)
  }

  private func page(_ title: PaperLine, _ body: String) -> [UInt8] {
    markup.page(
      title: title, style: Paper.style,
      """
      <section class="sheet">
      \(markup.titles(title))
      \(body)
      </section>

      """)
  }

  private func columns(_ lines: [PaperLine], _ name: String? = nil) -> String {
    let names = name.map { "sheet-columns " + $0 } ?? "sheet-columns"
    return "<div class=\"\(names)\">\(markup.inEach { markup.lines(lines, $0) })</div>"
  }

  private func line(_ mark: Mark, _ language: Language) -> PaperLine {
    .mark(
      changes: mark.changes, date: Sheet.day(mark.lastChangeAt, in: language),
      digits: Sheet.digits(mark))
  }

  private func drawing(of text: String) -> String? {
    QRCode(Array(text.utf8), .paper).map { String(decoding: $0.svg(), as: UTF8.self) }
  }

  /// Characters in groups of `size`, so many groups on a line.
  private func groups(_ text: String, _ size: Int, perLine: Int) -> [String] {
    var lines: [String] = []
    for (index, character) in text.enumerated() {
      if index % (size * perLine) == 0 {
        lines.append("")
      } else if index % size == 0 {
        lines[lines.count - 1] += " "
      }
      lines[lines.count - 1].append(character)
    }
    return lines
  }
}
