import Client
import Vault
import Wire

/// Everything that the command line says to a person. Each language's catalogue is one
/// exhaustive switch: a text that is missing does not compile.
enum Message: Sendable {
  case error(String)
  case hint(String)

  // Adding, where a device made the file's name up.
  case unnamedPicture
  case unnamedDocument
  // Opening.
  case phrasePrompt
  case codePrompt
  case pseudonymPrompt
  case epochsTrusted(hash: String)
  case mark(changes: UInt64, day: Int, month: Int, year: Int, digits: String)
  case phraseCreated

  // Reading a grant.
  case shownUntil(String)
  case shownFor(String)
  case documentWritten(String)

  // Masks.
  case masked
  /// True of every wallet, and said of every one: who looks on learns nothing from it.
  case maskedNotListed

  // Leaving.
  case exportPhrasePrompt
  case exportInTheClear
  case exportSealed
  case imported(added: Int, alreadyThere: Int, grants: Int)
  case localPhrasePrompt
  case localCreated
  case synced(SyncReport)
  case sameCompartment
  case deleteNowPrompt
  case deleteNowAnswer
  case notDeleted
  case deleted
  case deletionAt(String)
  case deletionInThePast
  case deletionCancelled

  // Sharing.
  case shareCode(String)
  case shareRevocation(String)
  case shareUntil(String)
  case grantLine(GrantLine)

  // Failures.
  case unreachable
  case unreachableHint
  case tooManyTries(seconds: UInt64)
  case tooManyTriesMinutes(UInt64)
  case tooManyTriesHours(UInt64)
  case tooManyTriesForDays
  case unavailable
  case unavailableHint
  case tooLargeOnTheWay
  case tooLargeOnTheWayHint
  case clockDiffers(here: String, there: String)
  case noSuchWallet
  case noSuchWalletHint
  case wrongWords
  case wrongWordsHint
  case notFound
  case epochsNotPinned
  case notTheServerHint
  case nonsense
  case serverRefused(Problem)
  case changedElsewhere
  case changedElsewhereHint
  case walletFull
  case walletFullHint
  case damaged(Damage)
  case damagedHint
  case outOfMemory
  case invalid(InvalidInput)
  case unknownWord(position: Int, nearest: [String])
  case unknownWordHint
  case noTerminal
  case noTerminalHint
  case phraseFileUnreadable
  case pseudonymFileUnreadable
  case pseudonymVariable
  case pseudonymVariableHint
  case secretFileOpenToOthers
  case secretFileHint
  case fileUnreadable
  case fileIsNoFile
  case fileEmpty
  case fileTooLarge
  case fileChanged
  case fileChangedHint
  case fileExists
  case fileExistsHint
  case openedButNotWritten
  case fileUnwritable
  case diskFull
  case folderMissing

  // What opens a wallet.
  case credential(CredentialMessage)

  // The sites.
  case site(SiteMessage)

  // Recovery shares and custody.
  case custody(CustodyMessage)

  // Usage.
  case titleNeedsOneFile
  case badIdentifier
  case badDate
  case badTime
  case badDuration
  case untilAndFor
  case badOpenings
  case badPin
  case badServer
  case badQRName
  case badSheetName
  case badSheetLanguages
  case noLink
  case noCode

  /// A line of `pde shares`.
  struct GrantLine: Sendable {
    var id: String
    var until: String
    var opened: Int
    var openings: UInt32
    var isOver: Bool
    var purpose: String
  }

  /// The text in the person's language.
  var text: String { text(in: .current) }

  func text(in language: Language) -> String {
    switch language {
    case .english: english
    case .french: french
    case .dutch: dutch
    }
  }
}

extension Language {
  /// The language of LC_ALL, LC_MESSAGES or LANG; English for any other.
  static var current: Language {
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
      guard let value = environment(name), !value.isEmpty else { continue }
      if value.hasPrefix("fr") { return .french }
      if value.hasPrefix("nl") { return .dutch }
      return .english
    }
    return .english
  }
}
