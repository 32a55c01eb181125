import ArgumentParser
import Client
import Sodium
import Vault
import Wire

#if canImport(Glibc)
  import Glibc
#endif

struct Export: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take everything with you: without protection, or protected by words of its own.",
    discussion: """
      DIR is a new folder, with the documents by kind and a page that lists them, hidden ones too. \
      Whoever gets it can read it. --sealed FILE writes one file instead, and prints the seven \
      words that open it, alone, on standard output; `import` takes it in again.
      """)

  @OptionGroup var wallet: WalletOptions
  @Argument(help: "The folder to make.") var folder: String?
  @Option(help: "The file to make instead.") var sealed: String?
  @Option(help: "The language of the page, or of the words: fr, nl or en (usual: the wallet's).")
  var language: Create.PhraseLanguage?

  func validate() throws {
    guard (folder == nil) != (sealed == nil) else {
      throw ValidationError("Give a folder, or --sealed and a file.")
    }
  }

  func run() async throws {
    try await wallet.withWallet { wallet in
      let language = language?.language ?? wallet.language
      if let sealed {
        try await export(wallet, sealedTo: sealed, language)
      } else if let folder {
        try await export(wallet, to: folder, language)
      }
    }
  }

  private func export(_ wallet: Wallet, sealedTo path: String, _ language: Language) async throws {
    let phrase = Phrase.generateForFile(language)
    let words = String(decoding: phrase.spelledOut(), as: UTF8.self)
    let file = try OutputFile(path: path)
    try await wallet.export(sealedWith: phrase, to: file, progress: ProgressLine.make()) {
      // Before the file has its name: a file whose words nobody saw is lost.
      try StandardOutput.line(words)
    }
    StandardError.line(.exportSealed)
  }

  private func export(_ wallet: Wallet, to folder: String, _ language: Language) async throws {
    guard mkdir(folder, 0o700) == 0 else {
      throw errno == EEXIST ? Failure.input(.fileExists) : Failure(ClientError.file(.unwritable))
    }
    StandardError.line(.exportInTheClear)
    let plan = wallet.clearExport(in: language)
    var unreadable: Set<DocumentID> = []
    for file in plan.files {
      do {
        try await write(file, of: wallet, below: folder)
      } catch ClientError.vault(.damaged), ClientError.vault(.notFound) {
        // The others are not kept from their holder by one.
        unreadable.insert(file.document.id)
      }
    }
    let index = try OutputFile(path: folder + "/index.html")
    try index.write(plan.index(without: unreadable).span.bytes)
    try index.finish()
    if !unreadable.isEmpty { throw Failure(ClientError.vault(.damaged(.block))) }
  }

  private func write(
    _ file: ClearExport.File, of wallet: Wallet, below folder: String
  ) async throws {
    let path = folder + "/" + String(decoding: file.folder, as: UTF8.self)
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
      throw ClientError.file(errno == ENOSPC ? .diskFull : .unwritable)
    }
    let output = try OutputFile(path: path + "/" + String(decoding: file.name, as: UTF8.self))
    try await wallet.read(file.document.id, progress: ProgressLine.make()) {
      (bytes) throws(ClientError) in
      try output.write(bytes)
    }
    try output.finish()
  }
}

struct Import: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take a protected file into this wallet; what it has stays as it is.",
    discussion: """
      The seven words are asked on the terminal, or are the first line of the file that \
      PDE_EXPORT_PHRASE_FILE names. Doing it again adds nothing twice.
      """)

  @OptionGroup var wallet: WalletOptions
  @Argument(help: "The file.") var file: String

  func run() async throws {
    let source: ExportFile
    do {
      source = try ExportFile(path: file)
    } catch {
      throw Failure(error)
    }
    let phrase = try Prompt.phrase(
      fileVariable: "PDE_EXPORT_PHRASE_FILE", prompt: .exportPhrasePrompt)
    try await wallet.withWallet(phrase) { wallet, phrase in
      let report = try await wallet.importExport(
        source, openedWith: phrase, progress: ProgressLine.make())
      StandardError.line(
        .imported(
          added: report.added, alreadyThere: report.alreadyThere, grants: report.grants))
    }
  }
}

extension WalletOptions {
  /// As `withWallet`, with a phrase that is used up.
  fileprivate func withWallet(
    _ phrase: consuming Phrase, _ body: (Wallet, consuming Phrase) async throws -> Void
  ) async throws {
    let box = PhraseBox(phrase)
    try await withWallet { wallet in
      guard let phrase = box.take() else { return }
      try await body(wallet, phrase)
    }
  }
}

/// A phrase on its way into a closure.
private final class PhraseBox {
  private var phrase: Phrase?

  init(_ phrase: consuming Phrase) {
    self.phrase = consume phrase
  }

  func take() -> Phrase? { phrase.take() }
}
