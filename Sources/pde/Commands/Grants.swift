import ArgumentParser
import Client
import Share
import Vault
import Wire

struct Share: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Share documents through a link and QR code that end.")

  @OptionGroup var wallet: WalletOptions
  @Argument(help: "The documents' ids.") var ids: [String]
  @Option(help: "When it ends, as 2026-03-01T15:00:00Z.") var until: String?
  @Option(name: .customLong("for"), help: "How long it lasts: 90m, 24h (usual) or 7d.")
  var duration: String?
  @Option(help: "How many openings it takes.") var openings: UInt32 = 10
  @Flag(help: "Draw a code of four digits that the reader is told aloud.") var code = false
  @Option(help: "What it is for, shown to the reader.") var purpose: String?
  @Option(help: "Write the QR code to this .svg or .png file.") var qr: String?
  @Option(help: "Write a sheet to print, with a ticket to keep, to this .html file.")
  var sheet: String?
  @Option(
    name: .customLong("sheet-language"),
    help: "The sheet's language, once or twice: fr, nl or en (usual: fr and nl).")
  var sheetLanguages: [Create.PhraseLanguage] = []
  @Flag(help: "As JSON.") var json = false

  static let usualSeconds: UInt64 = 86_400

  func run() async throws {
    let ids = try ids.map { text throws(Failure) -> DocumentID in try parseIdentifier(text) }
    let seconds = try term()
    guard (1...Limits.grantOpenings).contains(openings) else {
      throw Failure.usage(.badOpenings)
    }
    try checkFileNames()
    let spoken = code ? SpokenCode.random() : .none
    try await wallet.withWallet { wallet in
      // The name is taken before anything is shared, so that a grant never lacks its code.
      let image = try qr.map { path throws(ClientError) in try OutputFile(path: path) }
      let paper = try sheet.map { path throws(ClientError) in try OutputFile(path: path) }
      let expiry: UInt64
      switch seconds {
      case .after(let seconds): expiry = wallet.serverTime + seconds
      case .at(let time): expiry = time
      }
      let grant = try await wallet.share(
        ShareRequest(
          documents: ids, purpose: purpose ?? "", code: spoken, expiry: expiry,
          maxOpenings: openings), progress: ProgressLine.make())
      let link = wallet.link(of: grant)
      if let image { try write(link, to: image) }
      if let paper { try write(sheet(of: grant, link: link, mark: wallet.mark), to: paper) }
      try report(grant, link: link)
    }
  }

  private enum Term {
    case after(UInt64)
    case at(UInt64)
  }

  private func term() throws(Failure) -> Term {
    guard until == nil || duration == nil else { throw .usage(.untilAndFor) }
    if let until {
      guard let time = parseTime(until) else { throw .usage(.badTime) }
      return .at(time)
    }
    guard let duration else { return .after(Share.usualSeconds) }
    guard let seconds = parseDuration(duration) else { throw .usage(.badDuration) }
    return .after(seconds)
  }

  private func checkFileNames() throws(Failure) {
    if let qr, !qr.hasSuffix(".svg"), !qr.hasSuffix(".png") { throw .usage(.badQRName) }
    if let sheet, !sheet.hasSuffix(".html") { throw .usage(.badSheetName) }
    // Three would not fit on one page, and one twice is a mistake.
    guard sheetLanguages.isEmpty || sheet != nil, sheetLanguages.count <= 2,
      Set(sheetLanguages).count == sheetLanguages.count
    else { throw .usage(.badSheetLanguages) }
  }

  private func sheet(of grant: GrantRecord, link: String, mark: Mark) -> Sheet {
    Sheet(
      link: PrintedLink(link), expiry: grant.expiry, maxOpenings: grant.maxOpenings,
      codeDigits: grant.code.count, purpose: String(decoding: grant.purpose, as: UTF8.self),
      revocationCode: grant.printedRevocationCode, mark: mark,
      languages: sheetLanguages.isEmpty
        ? [.french, .dutch] : sheetLanguages.map { $0.language })
  }

  private func write(_ sheet: Sheet, to file: OutputFile) throws {
    guard let bytes = sheet.html() else { throw Failure(VaultError.invalid(.link)) }
    try file.write(bytes.span.bytes)
    try file.finish()
  }

  private func write(_ link: String, to image: OutputFile) throws {
    guard let code = QRCode(Array(link.utf8), .paper) else {
      throw Failure(VaultError.invalid(.link))
    }
    let bytes = qr?.hasSuffix(".svg") == true ? code.svg() : png(of: code, scale: 8)
    try image.write(bytes.span.bytes)
    try image.finish()
  }

  private func report(_ grant: GrantRecord, link: String) throws {
    let code = grant.code.isEmpty ? nil : String(decoding: grant.code, as: UTF8.self)
    if json {
      try JSON.object([
        "id": .string(grant.id.text), "link": .string(link), "code": .text(code),
        "revocationCode": .string(grant.printedRevocationCode),
        "expiresAt": .string(timeText(grant.expiry)),
        "openings": .number(UInt64(grant.maxOpenings)),
      ]).print()
      return
    }
    if StandardOutput.isTerminal, let drawn = QRCode(Array(link.utf8), .screen) {
      try StandardOutput.line(drawing(of: drawn))
    }
    try StandardOutput.line(link)
    if let code { try StandardOutput.line(Message.shareCode(code).text) }
    try StandardOutput.line(Message.shareRevocation(grant.printedRevocationCode).text)
    try StandardOutput.line(Message.shareUntil(timeText(grant.expiry)).text)
  }
}

struct Shares: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List what you share, and what became of it.")

  @OptionGroup var wallet: WalletOptions
  @Flag(help: "As JSON.") var json = false

  func run() async throws {
    try await wallet.withWallet { wallet in
      let now = wallet.serverTime
      var lines: [JSON] = []
      for report in try await wallet.grants() {
        if json {
          lines.append(report.json(link: wallet.link(of: report.grant)))
        } else {
          try StandardOutput.line(Message.grantLine(report.line(now: now)).text)
        }
      }
      if json { try JSON.array(lines).print() }
    }
  }
}

struct Revoke: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "End a share now; the server deletes its bytes.")

  @OptionGroup var wallet: WalletOptions
  @Argument(help: "The share's id.") var id: String

  func run() async throws {
    let id: GrantID = try parseIdentifier(id)
    try await wallet.withWallet { wallet in try await wallet.revoke(id) }
  }
}

extension GrantRecord {
  /// As on the stub.
  var printedRevocationCode: String {
    RevocationCode(canonical: revocationCode)
      .map { String(decoding: $0.printed, as: UTF8.self) } ?? ""
  }
}

extension GrantReport {
  private var opened: Int { events.count { $0.kind == .opened } }

  fileprivate func line(now: UInt64) -> Message.GrantLine {
    Message.GrantLine(
      id: grant.id.text,
      until: timeText(grant.revokedAt > 0 ? grant.revokedAt : grant.expiry), opened: opened,
      openings: grant.maxOpenings,
      isOver: grant.revokedAt > 0 || grant.expiry <= now || opened >= Int(grant.maxOpenings),
      purpose: String(decoding: grant.purpose, as: UTF8.self))
  }

  fileprivate func json(link: String) -> JSON {
    .object([
      "id": .string(grant.id.text), "link": .string(link),
      "code": .text(grant.code.isEmpty ? nil : String(decoding: grant.code, as: UTF8.self)),
      "revocationCode": .string(grant.printedRevocationCode),
      "madeAt": .string(timeText(grant.madeAt)), "expiresAt": .string(timeText(grant.expiry)),
      "revokedAt": .text(grant.revokedAt > 0 ? timeText(grant.revokedAt) : nil),
      "openings": .number(UInt64(grant.maxOpenings)), "opened": .number(UInt64(opened)),
      "purpose": .text(
        grant.purpose.isEmpty ? nil : String(decoding: grant.purpose, as: UTF8.self)),
      "documents": .array(grant.documents.map { .string($0.text) }),
      "events": .array(
        events.map { event in
          .object([
            "time": .string(timeText(event.time)), "kind": .string(event.kind.name),
            "name": .text(event.name.map { String(decoding: $0, as: UTF8.self) }),
          ])
        }),
    ])
  }
}

extension ReceiptEventKind {
  /// The name in JSON.
  fileprivate var name: String {
    switch self {
    case .opened: "opened"
    case .wrongCode: "wrongCode"
    case .usedUp: "usedUp"
    case .revoked: "revoked"
    case .expired: "expired"
    case .deletedAfterWrongCodes: "deletedAfterWrongCodes"
    }
  }
}
