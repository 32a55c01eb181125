import ArgumentParser
import Client
import Vault
import Wire

struct Add: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Add files as documents; prints one document id a line.",
    discussion: """
      A file is kept byte for byte, with all that a camera wrote into it: the place, the time, the \
      device. The pages take that out of pictures before they keep them.
      """)

  @OptionGroup var wallet: WalletOptions
  @OptionGroup var new: NewDocumentArguments

  func run() async throws {
    let sources = try new.documents()
    try await wallet.withWallet { try await sources.add(to: $0) }
  }
}

/// The files that are to become documents, and what is said of them.
struct NewDocumentArguments: ParsableArguments {
  @Argument(help: "The files.") var files: [String]
  @Option(help: "The title, with one file only; otherwise what the file's name says.") var title:
    String?
  @Option(help: "What kind of paper it is.") var kind: String?
  @Option(help: "Whose paper it is.") var person: String?
  @Option(help: "Until when the paper is valid, YYYY-MM-DD.") var validUntil: String?

  func documents() throws(Failure) -> NewDocuments {
    try NewDocuments(files, title: title, kind: kind, person: person, validUntil: validUntil)
  }
}

/// Files that are to become documents: every one is looked at before anything is asked or sent.
struct NewDocuments {
  private let sources: [(SourceFile, DocumentDescription)]

  init(
    _ files: [String], title: String?, kind: String?, person: String?, validUntil: String?
  ) throws(Failure) {
    guard title == nil || files.count == 1 else { throw .usage(.titleNeedsOneFile) }
    let validUntil = try parseValidUntil(validUntil)
    var sources: [(SourceFile, DocumentDescription)] = []
    for path in argumentBytes(of: files) {
      let source = try source(path)
      let description = DocumentDescription(
        title: title ?? titleFromName(source), kind: kind ?? "", person: person ?? "",
        validUntil: validUntil)
      try check(description)
      sources.append((source, description))
    }
    self.sources = sources
  }

  /// Adds them, and prints an id a line.
  func add(to wallet: Wallet) async throws {
    for (source, description) in sources {
      let id = try await wallet.add(source, description, progress: ProgressLine.make())
      try StandardOutput.line(id.text)
    }
  }
}

struct Note: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Add a text from standard input as a document; prints its id.")

  @OptionGroup var wallet: WalletOptions
  @Option(help: "The title.") var title: String
  @Option(help: "What kind of text it is.") var kind: String?

  func run() async throws {
    let description = DocumentDescription(title: title, kind: kind ?? "")
    try check(description)
    let text = StandardInput.all(limit: Limits.documentBytes)
    guard !text.isEmpty else { throw Failure.input(.fileEmpty) }
    guard text.count <= Limits.documentBytes else { throw Failure.input(.fileTooLarge) }
    try await wallet.withWallet { wallet in
      try StandardOutput.line(try await wallet.addNote(text, description).text)
    }
  }
}

struct List: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the documents that are not hidden.")

  @OptionGroup var wallet: WalletOptions
  @Flag(help: "As JSON.") var json = false
  @Flag(help: "List hidden documents too, and say which they are.") var masked = false

  func run() async throws {
    try await wallet.withWallet { try $0.list(asJSON: json, withMasked: masked) }
  }
}

extension Wallet {
  /// Prints the documents.
  func list(asJSON isJSON: Bool, withMasked: Bool) throws {
    let documents = withMasked ? documents : shownDocuments
    if isJSON {
      try JSON.array(
        documents.map { $0.json(isMasked: withMasked ? isMasked($0) : nil) }
      ).print()
      return
    }
    for document in documents {
      let mark = withMasked && isMasked(document) ? Message.masked.text : nil
      try StandardOutput.line(document.line(mark: mark))
    }
    if !withMasked { StandardError.line(.maskedNotListed) }
  }

  /// Writes a document to standard output, or into a new file.
  ///
  /// - Parameter version: one that was replaced or removed; nil for the document as it is.
  func write(_ id: DocumentID, version: UInt32? = nil, to output: String?) async throws {
    guard let output else {
      try await read(id, version: version) { bytes throws(ClientError) in
        do {
          try StandardOutput.write(bytes)
        } catch {
          throw .file(.unwritable)
        }
      }
      return
    }
    let file = try OutputFile(path: output)
    try await read(id, version: version, progress: ProgressLine.make()) {
      bytes throws(ClientError) in
      try file.write(bytes)
    }
    try file.finish()
  }
}

struct Get: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Get a document's bytes, on standard output or into a new file.")

  @OptionGroup var wallet: WalletOptions
  @OptionGroup var wanted: WantedDocument

  func run() async throws {
    let id = try wanted.documentID()
    try await wallet.withWallet {
      try await $0.write(id, version: wanted.version, to: wanted.output)
    }
  }
}

/// Which document, and where its bytes go.
struct WantedDocument: ParsableArguments {
  @Argument(help: "The document's id.") var id: String
  @Option(name: .shortAndLong, help: "The file to write; it must not exist.")
  var output: String?
  @Option(help: "A version that `removed` lists; otherwise the document as it is.")
  var version: UInt32?

  func documentID() throws(Failure) -> DocumentID { try parseIdentifier(id) }
}

struct Describe: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say something else of a document: what is not given stays.")

  @OptionGroup var wallet: WalletOptions
  @Argument(help: "The document's id.") var id: String
  @OptionGroup var details: NewDetails

  func run() async throws {
    let id: DocumentID = try parseIdentifier(id)
    let change = try details.change()
    try await wallet.withWallet { try await $0.describe(id, change) }
  }
}

/// What is to be said of a document; what is not given stays.
struct NewDetails: ParsableArguments {
  @Option(help: "The title.") var title: String?
  @Option(help: "What kind of paper it is; empty for none.") var kind: String?
  @Option(help: "Whose paper it is; empty for nobody's.") var person: String?
  @Option(help: "Until when the paper is valid, YYYY-MM-DD; empty for always.")
  var validUntil: String?

  func change() throws(Failure) -> (DocumentDetails) throws(VaultError) -> DocumentDetails {
    let date = validUntil == "" ? 0 : try parseValidUntil(validUntil)
    return { (old) throws(VaultError) in
      try DocumentDetails(
        title: title.map { Array($0.utf8) } ?? old.title,
        kind: kind.map { Array($0.utf8) } ?? old.kind,
        person: person.map { Array($0.utf8) } ?? old.person,
        validUntil: validUntil == nil ? old.validUntil : date)
    }
  }
}

/// What the file's name says, or only whether it is a picture where a device made the name up.
private func titleFromName(_ source: SourceFile) -> String {
  guard source.parts.title.isEmpty else {
    return String(decoding: source.parts.title, as: UTF8.self)
  }
  return (source.isPicture ? Message.unnamedPicture : Message.unnamedDocument).text
}

private func source(_ path: [UInt8]) throws(Failure) -> SourceFile {
  do {
    return try SourceFile(path: path)
  } catch {
    throw Failure(error)
  }
}

/// Refuses a description before anything is asked or sent.
private func check(_ description: DocumentDescription) throws(Failure) {
  do {
    _ = try Texts.line(Array(description.title.utf8), maxBytes: Texts.titleBytes)
    _ = try Texts.line(
      Array(description.kind.utf8), maxBytes: Texts.kindBytes, mayBeEmpty: true)
    _ = try Texts.line(
      Array(description.person.utf8), maxBytes: Texts.personBytes, mayBeEmpty: true)
  } catch {
    throw Failure(error)
  }
}

private func parseValidUntil(_ text: String?) throws(Failure) -> UInt32 {
  guard let text else { return 0 }
  guard let date = CalendarDate(text) else { throw .usage(.badDate) }
  return date.number
}

extension Document {
  private var titleText: String { String(decoding: title, as: UTF8.self) }
  private var kindText: String { String(decoding: kind, as: UTF8.self) }
  private var validUntilText: String? {
    CalendarDate(number: validUntil)?.text
  }

  /// - Parameter isMasked: said only where masked documents were asked for.
  fileprivate func json(isMasked: Bool?) -> JSON {
    var members: [String: JSON] = [
      "id": .string(id.text), "title": .string(titleText),
      "kind": .text(kind.isEmpty ? nil : kindText),
      "mediaType": .string(String(decoding: type.mediaType, as: UTF8.self)),
      "byteCount": .number(content.length), "addedAt": .string(timeText(addedAt)),
      "validUntil": .text(validUntilText),
    ]
    if let isMasked { members["masked"] = .flag(isMasked) }
    return .object(members)
  }

  fileprivate func line(mark: String?) -> String {
    ([id.text, titleText, kindText, validUntilText ?? ""] + (mark.map { [$0] } ?? []))
      .joined(separator: "\t")
  }
}
