public import Wire

/// What an index page of an export says, in the person's language: UTF-8.
public struct ClearExportTexts: Sendable {
  /// Of the page's `lang`.
  public var language: [UInt8]
  public var title: [UInt8]
  /// What a person has to know of the folder, a paragraph each.
  public var notices: [[UInt8]]
  /// Headings of the columns.
  public var paper: [UInt8]
  public var person: [UInt8]
  public var addedAt: [UInt8]
  public var validUntil: [UInt8]
  /// Behind a document that is masked in the wallet.
  public var masked: [UInt8]
  /// In place of the link of a document that could not be read.
  public var unreadable: [UInt8]
  /// The kinds and their names, in the order of the page. The last one is also for documents of
  /// no kind.
  public var kinds: [(kind: [UInt8], name: [UInt8])]
  /// Twelve.
  public var months: [[UInt8]]
  /// How the first day of a month is written.
  public var firstDay: [UInt8]

  public init(
    language: [UInt8], title: [UInt8], notices: [[UInt8]], paper: [UInt8], person: [UInt8],
    addedAt: [UInt8], validUntil: [UInt8], masked: [UInt8], unreadable: [UInt8],
    kinds: [(kind: [UInt8], name: [UInt8])], months: [[UInt8]], firstDay: [UInt8]
  ) {
    precondition(months.count == 12 && !kinds.isEmpty, "Vault: a year and a kind are needed")
    self.language = language
    self.title = title
    self.notices = notices
    self.paper = paper
    self.person = person
    self.addedAt = addedAt
    self.validUntil = validUntil
    self.masked = masked
    self.unreadable = unreadable
    self.kinds = kinds
    self.months = months
    self.firstDay = firstDay
  }
}

/// An export in the clear: which document goes into which file, and the page that lists them.
/// - SeeAlso: Specs/export.md, "In the clear".
public struct ClearExport: Sendable {
  public struct File: Sendable {
    public let document: Document
    public let isMasked: Bool
    /// One component.
    public let folder: [UInt8]
    /// One component.
    public let name: [UInt8]

    /// Below the export's folder.
    public var path: [UInt8] { folder + [UInt8(ascii: "/")] + name }
  }

  /// A kind that has documents.
  private struct Section {
    var heading: [UInt8]
    var files: [File]
  }

  private let texts: ClearExportTexts
  private let sections: [Section]

  public static let indexName = asciiBytes("index.html")

  /// By kind, masked ones too.
  public init(of state: WalletState, _ texts: ClearExportTexts) {
    self.texts = texts
    let documents = state.documents
    var taken: Set<[UInt8]> = [ClearExport.indexName]
    var sections: [Section] = []
    for (kind, heading) in ClearExport.kinds(of: documents, texts) {
      let folder = FileNames.unused(FileNames.folder(heading), &taken)
      var names: Set<[UInt8]> = []
      let files = documents.filter { ClearExport.kind(of: $0, texts) == kind }.map { document in
        File(
          document: document, isMasked: state.isMasked(document), folder: folder,
          name: FileNames.unused(
            FileNames.name(document.title, document.type, from: .oneself), &names))
      }
      if !files.isEmpty { sections.append(Section(heading: heading, files: files)) }
    }
    self.sections = sections
  }

  /// All files but the index, in its order.
  public var files: [File] { sections.flatMap { $0.files } }

  private static func kind(of document: Document, _ texts: ClearExportTexts) -> [UInt8] {
    document.kind.isEmpty ? texts.kinds[texts.kinds.count - 1].kind : document.kind
  }

  /// The known kinds, then the others as they come, under their own names.
  private static func kinds(
    of documents: [Document], _ texts: ClearExportTexts
  ) -> [(kind: [UInt8], heading: [UInt8])] {
    var kinds: [(kind: [UInt8], heading: [UInt8])] = texts.kinds.map { ($0.kind, $0.name) }
    var known = Set(texts.kinds.map { $0.kind })
    for document in documents where known.insert(kind(of: document, texts)).inserted {
      kinds.append((document.kind, document.kind))
    }
    return kinds
  }

  /// The page, as UTF-8.
  ///
  /// - Parameter unreadable: documents whose files are not there.
  public func index(without unreadable: Set<DocumentID> = []) -> [UInt8] {
    var page = HTML()
    page.raw("<!DOCTYPE html>\n<html lang=\"")
    page.text(texts.language)
    page.raw("\"><head><meta charset=\"utf-8\">")
    page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
    page.raw("style-src 'unsafe-inline'\">")
    page.raw("<meta name=\"viewport\" content=\"width=device-width\"><title>")
    page.text(texts.title)
    page.raw("</title><style>body{font:1.1em/1.5 sans-serif;margin:2em auto;max-width:60em;")
    page.raw("padding:0 1em}table{border-collapse:collapse;width:100%}th,td{text-align:start;")
    page.raw("padding:.4em .8em .4em 0;border-bottom:1px solid #999;vertical-align:top}</style>")
    page.raw("</head><body>\n<h1>")
    page.text(texts.title)
    page.raw("</h1>\n")
    for notice in texts.notices { page.element("p", notice) }
    for section in sections {
      page.element("h2", section.heading)
      page.raw("<table><thead><tr>")
      for heading in [texts.paper, texts.person, texts.addedAt, texts.validUntil] {
        page.raw("<th scope=\"col\">")
        page.text(heading)
        page.raw("</th>")
      }
      page.raw("</tr></thead><tbody>\n")
      for file in section.files {
        row(file, isThere: !unreadable.contains(file.document.id), &page)
      }
      page.raw("</tbody></table>\n")
    }
    page.raw("</body></html>\n")
    return page.bytes
  }

  private func row(_ file: File, isThere: Bool, _ page: inout HTML) {
    let document = file.document
    page.raw("<tr><td dir=\"auto\">")
    if isThere {
      page.raw("<a href=\"")
      page.address(file.path)
      page.raw("\">")
      page.text(document.title)
      page.raw("</a>")
    } else {
      page.text(document.title)
      page.raw(" – ")
      page.text(texts.unreadable)
    }
    if file.isMasked {
      page.raw(" – ")
      page.text(texts.masked)
    }
    page.raw("</td><td dir=\"auto\">")
    page.text(document.person)
    page.raw("</td><td>")
    page.text(written(CivilDate(secondsSince1970: document.addedAt)))
    page.raw("</td><td>")
    if let date = CivilDate(number: document.validUntil) { page.text(written(date)) }
    page.raw("</td></tr>\n")
  }

  private func written(_ date: CivilDate) -> [UInt8] {
    (date.day == 1 ? texts.firstDay : decimalBytes(UInt64(date.day))) + [0x20]
      + texts.months[Int(date.month) - 1] + [0x20] + decimalBytes(UInt64(date.year))
  }
}

/// A day of the Gregorian calendar.
struct CivilDate: Equatable {
  let year: UInt32
  /// 1...12.
  let month: UInt32
  let day: UInt32

  /// The day of a time, in UTC.
  init(secondsSince1970 seconds: UInt64) {
    // Days since 1 March of the year 0, in eras of 400 years: 146,097 days each.
    let days = seconds / 86_400 + 719_468
    let ofEra = days % 146_097
    let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * ofYear + 2) / 153
    day = UInt32(ofYear - (153 * shifted + 2) / 5 + 1)
    month = UInt32(shifted < 10 ? shifted + 3 : shifted - 9)
    year = UInt32(days / 146_097 * 400 + yearOfEra) + (month <= 2 ? 1 : 0)
  }

  /// The day of a number yyyymmdd; nil if there is no such day.
  init?(number: UInt32) {
    year = number / 10_000
    month = number / 100 % 100
    day = number % 100
    guard year > 0, (1...12).contains(month), day > 0 else { return nil }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths: [UInt32] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard day <= lengths[Int(month) - 1] else { return nil }
  }
}
