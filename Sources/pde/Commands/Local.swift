import ArgumentParser
import Client
import Vault
import Wire

struct Local: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "A wallet in one file, without a server, with seven words of its own.",
    discussion: """
      The words are asked on the terminal, or are the first line of the file that \
      PDE_LOCAL_PHRASE_FILE names. A copy of the file that somebody took can't be locked, changed \
      or called back.
      """,
    subcommands: [
      LocalCreate.self, LocalAdd.self, LocalList.self, LocalGet.self, LocalDescribe.self,
      LocalRemove.self, LocalRemoved.self, LocalRestore.self, LocalSync.self,
    ])
}

struct LocalFile: ParsableArguments {
  @Argument(help: "The file.") var file: String

  func open() async throws -> (vault: LocalVault, wallet: Wallet, key: LocalKey) {
    let phrase = try Prompt.phrase(
      fileVariable: "PDE_LOCAL_PHRASE_FILE", prompt: .localPhrasePrompt)
    do {
      let vault = try LocalVault.existing(path: file)
      let (wallet, key) = try await vault.wallet(openedWith: phrase)
      StandardError.line(.mark(wallet.mark))
      return (vault, wallet, key)
    } catch let error as ClientError {
      throw Failure(error)
    }
  }

  func withWallet(_ body: (Wallet) async throws -> Void) async throws {
    let (_, wallet, _) = try await open()
    do {
      try await body(wallet)
    } catch let error as ClientError {
      throw Failure(error)
    }
    StandardError.line(.mark(wallet.mark))
  }
}

struct LocalCreate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Make a file; prints its seven words, alone, on standard output.")

  @Argument(help: "The file to make.") var file: String
  @Option(help: "The language of the words: fr, nl or en.")
  var language: Create.PhraseLanguage = .fr

  func run() async throws {
    let phrase = Phrase.generateForFile(language.language)
    let words = String(decoding: phrase.spelledOut(), as: UTF8.self)
    do {
      _ = try LocalVault.create(
        path: file, key: try LocalKey(new: phrase), language: language.language)
    } catch let error as VaultError {
      throw Failure(error)
    } catch let error as ClientError {
      throw Failure(error)
    }
    try StandardOutput.line(words)
    StandardError.line(.localCreated)
  }
}

struct LocalAdd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Add files as documents; prints one document id a line.")

  @OptionGroup var local: LocalFile
  @OptionGroup var new: NewDocumentArguments

  func run() async throws {
    let sources = try new.documents()
    try await local.withWallet { try await sources.add(to: $0) }
  }
}

struct LocalList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the documents that are not hidden.")

  @OptionGroup var local: LocalFile
  @Flag(help: "As JSON.") var json = false
  @Flag(help: "List hidden documents too, and say which they are.") var masked = false

  func run() async throws {
    try await local.withWallet { try $0.list(asJSON: json, withMasked: masked) }
  }
}

struct LocalGet: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "get",
    abstract: "Get a document's bytes, on standard output or into a new file.")

  @OptionGroup var local: LocalFile
  @OptionGroup var wanted: WantedDocument

  func run() async throws {
    let id = try wanted.documentID()
    try await local.withWallet {
      try await $0.write(id, version: wanted.version, to: wanted.output)
    }
  }
}

struct LocalDescribe: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe",
    abstract: "Say something else of a document: what is not given stays.")

  @OptionGroup var local: LocalFile
  @Argument(help: "The document's id.") var id: String
  @OptionGroup var details: NewDetails

  func run() async throws {
    let id: DocumentID = try parseIdentifier(id)
    let change = try details.change()
    try await local.withWallet { try await $0.describe(id, change) }
  }
}

struct LocalSync: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync",
    abstract: "Bring the file and a wallet at the service together, both ways.",
    discussion: """
      What was changed on both sides is kept twice. A file belongs to one wallet; \
      --other-wallet gives it to another.
      """)

  @OptionGroup var local: LocalFile
  @OptionGroup var wallet: WalletOptions
  @Flag(help: "Give the file to this wallet.") var otherWallet = false

  func run() async throws {
    let (vault, mine, key) = try await local.open()
    try await wallet.withWallet { wallet in
      let report = try await Sync(
        file: (mine, key), in: vault, with: wallet, mayChangeWallet: otherWallet
      ).run()
      StandardError.line(.synced(report))
      StandardError.line(.mark(mine.mark))
    }
  }
}
