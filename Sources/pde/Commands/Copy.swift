import ArgumentParser
import Client
import Vault
import Wire

struct Copy: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Copy documents into another wallet; prints the copies' ids, one a line.",
    discussion: """
      Both wallets are open in one session meanwhile, which the server can see. Nothing in \
      either mentions the other.
      """)

  @OptionGroup var wallet: WalletOptions
  @Argument(help: "The documents' ids.") var ids: [String]
  @Option(help: "The file whose first line is the other wallet's words.") var to: String
  @Option(help: "The file whose first line is the pseudonym that the other words belong to.")
  var toPseudonym: String?
  @Flag(help: "Remove each document here, once its copy is stored.") var move = false

  func run() async throws {
    let ids = try ids.map { text throws(Failure) -> DocumentID in try parseIdentifier(text) }
    let other = try OtherWallet(phraseFile: to, pseudonymFile: toPseudonym)
    try await wallet.withWallet { wallet in
      let other = try await other.open(beside: wallet)
      guard !wallet.isSame(as: other) else { throw Failure.usage(.sameCompartment) }
      for id in ids {
        let copied =
          move
          ? try await wallet.move(id, to: other, progress: ProgressLine.make())
          : try await wallet.copy(id, to: other, progress: ProgressLine.make())
        try StandardOutput.line(copied.text)
      }
      StandardError.line(.mark(other.mark))
    }
  }
}

/// What opens a second compartment in a session; read and checked before any request is made.
final class OtherWallet {
  private var credential: WordsCredential?

  init(phraseFile: String, pseudonymFile: String?) throws(Failure) {
    var typed: [UInt8]?
    if let pseudonymFile { typed = try Prompt.pseudonym(inFile: pseudonymFile) }
    let name = try WalletOptions.pseudonym(typed: typed)
    let phrase = try Prompt.phrase(inFile: phraseFile)
    do {
      credential = try WordsCredential(phrase, pseudonym: name)
    } catch {
      throw Failure(error)
    }
  }

  func open(beside wallet: Wallet) async throws(ClientError) -> Wallet {
    guard let credential = credential.take() else { throw .vault(.noSuchWallet) }
    return try await wallet.openBeside(credential)
  }
}
