import Vault
import Wire

extension Message {
  var english: String {
    switch self {
    case .error(let text): "error: \(text)"
    case .hint(let text): "hint: \(text)"
    case .phrasePrompt: "Phrase: "
    case .codePrompt: "Code: "
    case .epochsTrusted(let hash):
      "no pin was given: the server's epoch list is trusted for this run (--pin \(hash))"
    case .mark(let changes, let day, let month, _, let digits):
      "mark: change \(changes), \(day) \(Message.englishMonths[month - 1]), \(digits)"
    case .phraseCreated:
      "this phrase is the only way in: write it down, keep it apart, tell nobody"
    case .shownUntil(let time): "shown until \(time)"
    case .shownFor(let purpose): "shown for: \(purpose)"
    case .documentWritten(let name): "written: \(name)"
    case .shareCode(let code): "code: \(code)"
    case .shareRevocation(let code): "revocation code: \(code)"
    case .shareUntil(let time): "until: \(time)"
    case .grantLine(let line):
      "\(line.id)  \(line.isOver ? "over " : "until") \(line.until)  opened \(line.opened) of \(line.openings)  \(line.purpose)"
    case .unreachable: "the server can't be reached, or did not answer whole and in time"
    case .unreachableHint: "check the address of --server, and try again"
    case .tooManyTries(let seconds):
      "too many tries: come back in \(seconds) seconds"
    case .noSuchWallet: "wrong phrase, or no such wallet"
    case .noSuchWalletHint:
      "check each word and the pseudonym; a wallet that is locked answers like this too"
    case .notFound: "no such document or grant: it never was, or it is over"
    case .hardeningFailed: "the server did not prove that it has the right keys"
    case .epochsNotPinned: "the server has other keys than those pinned"
    case .notTheServerHint: "this may not be your server; nothing is known of your phrase"
    case .nonsense: "the server's answer makes no sense"
    case .serverRefused(let problem): "the server refused (\(problem.status))"
    case .changedElsewhere: "the wallet was changed elsewhere at the same time"
    case .changedElsewhereHint: "open it again; nothing was lost"
    case .walletFull: "the wallet is full"
    case .walletFullHint: "remove a document first"
    case .damaged(let damage): Message.english(damage)
    case .damagedHint: "somebody or something changed what is stored; compare your mark"
    case .outOfMemory: "this machine did not give 64 MiB of memory"
    case .invalid(let input): Message.english(input)
    case .unknownWord(let position, let nearest):
      nearest.isEmpty
        ? "word \(position) is in no list"
        : "word \(position) is in no list; near it: \(nearest.joined(separator: ", "))"
    case .unknownWordHint: "no request was made; correct the word and try again"
    case .noTerminal: "there is no terminal to ask for the phrase on"
    case .noTerminalHint: "name a file with the phrase in PDE_PHRASE_FILE"
    case .phraseFileUnreadable: "the file that PDE_PHRASE_FILE names can't be read"
    case .fileUnreadable: "a file can't be read"
    case .fileIsNoFile: "a folder or device was given where a file is needed"
    case .fileEmpty: "an empty document can't be added"
    case .fileTooLarge: "a document has at most 25,000,000 bytes"
    case .fileChanged: "a file changed while it was read; nothing of it was added"
    case .fileChangedHint: "wait until it is finished, and add it again"
    case .fileExists: "there is a file of this name already; nothing was overwritten"
    case .fileExistsHint: "choose another place with --output"
    case .openedButNotWritten: "the opening was counted, but nothing was written"
    case .fileUnwritable: "a file can't be written here"
    case .diskFull: "this machine's disk is full; nothing half-written was left"
    case .folderMissing: "the folder of --output can't be used"
    case .titleNeedsOneFile: "--title goes with one file only"
    case .badIdentifier: "an identifier has 32 digits 0-9 and a-f"
    case .badDate: "a date is written YYYY-MM-DD"
    case .badTime: "a time is written 2026-03-01T15:00:00Z"
    case .badDuration: "a duration is written 90m, 24h or 7d"
    case .untilAndFor: "give --until or --for, not both"
    case .badOpenings: "--openings takes 1 to 10,000"
    case .badPin: "a pin has 64 digits 0-9 and a-f"
    case .badServer: "a server is written http://host:port or https://host"
    case .badQRName: "the name of a QR code's file ends in .svg or .png"
    case .noLink: "the first line of standard input is the link"
    case .noCode: "the second line of standard input is the code"
    case .codesDiffer: "the server is not the one of the link"
    }
  }

  static let englishMonths = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  static func english(_ damage: Damage) -> String {
    switch damage {
    case .slotRecord: "damage: the slot is not of its format"
    case .epochList: "damage: the server's keys are not those that the wallet was written under"
    case .generation: "damage: the slot and the journal are of different generations"
    case .rolledBack: "damage: the journal is older than the last change of credentials"
    case .chain(let seq): "damage: change \(seq) does not follow from the one before it"
    case .entry(let seq): "damage: change \(seq) is not of its format"
    case .head: "damage: the journal does not end where the server says"
    case .block: "damage: a block is missing or altered"
    case .content: "damage: a content is not of its format"
    case .grant: "damage: the grant is not of its format"
    }
  }

  static func english(_ input: InvalidInput) -> String {
    switch input {
    case .unknownWord(let position): "word \(position + 1) is in no list"
    case .wordCount(let count): "a phrase has five to seven words; these are \(count)"
    case .pseudonym: "this pseudonym can't be used: it has a character that is not allowed"
    case .pseudonymIsAWord: "a pseudonym can't be one of the words of phrases"
    case .documentTooLarge: "a document has at most 25,000,000 bytes"
    case .textTooLong(let maxBytes): "a text has at most \(maxBytes) bytes here"
    case .textHasControls: "a text can't have line breaks, control or direction characters"
    case .textEmpty: "a text can't be empty here"
    case .link: "this is no link of a grant, or a character of it is wrong"
    case .code: "a code has 4 to 6 digits"
    case .expiry: "the end has to lie ahead, at most 30 days"
    case .openings: "a grant takes 1 to 10,000 openings"
    case .grantSize: "a grant takes 1 to 512 documents of at most 256 MiB in all"
    }
  }
}
