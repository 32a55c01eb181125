import ArgumentParser
import Client
import Vault

struct Create: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Create a wallet; prints its words, alone, on standard output.")

  @OptionGroup var wallet: WalletOptions

  @Option(help: "The language of the words: fr, nl or en.")
  var language: PhraseLanguage = .fr

  @Flag(help: "For somebody else, who changes the words at the first opening.")
  var prepared = false

  enum PhraseLanguage: String, ExpressibleByArgument {
    case fr, nl, en

    var language: Language {
      switch self {
      case .fr: .french
      case .nl: .dutch
      case .en: .english
      }
    }
  }

  func run() async throws {
    let pseudonym = try wallet.parsedPseudonym()
    let (service, pin) = try await wallet.service.connect()
    do {
      while true {
        let phrase = Phrase.generate(language.language, withPseudonym: pseudonym != nil)
        let spelledOut = String(decoding: phrase.spelledOut(), as: UTF8.self)
        let credential = try WordsCredential(phrase, pseudonym: pseudonym)
        let created = try await Wallet.create(
          credential, language: language.language, on: service, pin: pin)
        // Words that somebody has already (2^-55): draw others.
        guard let created else { continue }
        if prepared { try await created.markPrepared() }
        try StandardOutput.line(spelledOut)
        StandardError.line(.phraseCreated)
        if prepared { StandardError.line(.credential(.wasPrepared)) }
        StandardError.line(.mark(created.mark))
        break
      }
    } catch let error as VaultError {
      throw Failure(error)
    } catch let error as ClientError {
      throw Failure(error)
    }
  }
}
