import Client
import Vault
import Wire

extension Message {
  var english: String {
    switch self {
    case .site(let message): message.text(in: .english)
    case .credential(let message): message.text(in: .english)
    case .custody(let message): message.text(in: .english)
    case .error(let text): "error: \(text)"
    case .hint(let text): "hint: \(text)"
    case .unnamedPicture: "Photo"
    case .unnamedDocument: "Document"
    case .phrasePrompt: "Your words: "
    case .codePrompt: "Code: "
    case .pseudonymPrompt: "Pseudonym: "
    case .epochsTrusted(let hash):
      """
      no pin was given: the server's keys are trusted without a check, for this run only \
      (--pin \(hash))
      """
    case .mark(let changes, let day, let month, _, let digits):
      "check number: change \(changes), \(day) \(Message.englishMonths[month - 1]), \(digits)"
    case .phraseCreated:
      """
      only these words open your wallet: write them down, keep them in a separate place, \
      tell them to nobody
      """
    case .shownUntil(let time): "shown until \(time)"
    case .shownFor(let purpose): "shown for: \(purpose)"
    case .documentWritten(let name): "written: \(name)"
    case .masked: "hidden"
    case .maskedNotListed: "hidden documents are not in this list; --masked lists them"
    case .exportPhrasePrompt: "The seven words of the file: "
    case .exportInTheClear:
      """
      everything is written without protection, hidden documents too: whoever has these files \
      can read it
      """
    case .exportSealed:
      """
      only these seven words open the file: write them down, keep them apart from it; a copy \
      of the file can't be locked or called back
      """
    case .imported(let added, let alreadyThere, let grants):
      """
      documents added: \(added); there already, left as they are: \(alreadyThere); \
      shares taken over: \(grants)
      """
    case .localPhrasePrompt: "The seven words of the file: "
    case .localCreated:
      """
      only these seven words open the file: write them down, keep them apart from it; a copy \
      of the file can't be locked or called back
      """
    case .synced(let report):
      """
      added here \(report.addedHere), at the service \(report.addedThere); changed here \
      \(report.changedHere), at the service \(report.changedThere); removed here \
      \(report.removedHere), at the service \(report.removedThere); kept twice \
      \(report.keptTwice)
      """
    case .sameCompartment: "the words of both open the same wallet"
    case .deleteNowPrompt: "Everything will be deleted now. Type DELETE if that is what you want: "
    case .deleteNowAnswer: "DELETE"
    case .notDeleted: "nothing was deleted"
    case .deleted: "the wallet is deleted, with everything in it"
    case .deletionAt(let time):
      "the wallet will be deleted at \(time); until then `pde delete --cancel` keeps it"
    case .deletionInThePast: "the time of a deletion has to be later than now; --now is at once"
    case .deletionCancelled: "the wallet will not be deleted"
    case .shareCode(let code): "code: \(code)"
    case .shareRevocation(let code): "code to stop the share: \(code)"
    case .shareUntil(let time): "until: \(time)"
    case .grantLine(let line) where line.isOver:
      """
      \(line.id)  over  \(line.until)  opened \(line.opened) of \(line.openings)  \
      \(line.purpose)
      """
    case .grantLine(let line):
      """
      \(line.id)  until \(line.until)  opened \(line.opened) of \(line.openings)  \
      \(line.purpose)
      """
    case .unreachable: "the server can't be reached, or its answer is incomplete or too late"
    case .unreachableHint: "check the address of the server (--server), and try again"
    case .tooManyTries(seconds: 1): "too many tries, or too much sent: come back in 1 second"
    case .tooManyTries(let seconds):
      "too many tries, or too much sent: come back in \(seconds) seconds"
    case .tooManyTriesMinutes(let minutes):
      "too many tries, or too much sent: come back in \(minutes) minutes"
    case .tooManyTriesHours(let hours):
      "too many tries, or too much sent: come back in \(hours) hours"
    case .tooManyTriesForDays:
      "the server says to come back in more than a day: ask those who run it"
    case .unavailable: "the server has no room just now, or doubts its clock"
    case .unavailableHint: "try again later; opening and ending a share still work"
    case .tooLargeOnTheWay: "something between here and the server refuses what is this large"
    case .tooLargeOnTheWayHint: "tell those who run the server: its proxy has to let 2 MB through"
    case .clockDiffers(let here, let there):
      "careful: the clock here says \(here), the server's \(there); the server's counts"
    case .noSuchWallet: "wrong words, or no such wallet"
    case .noSuchWalletHint:
      "check each word and the pseudonym; a locked wallet gives this same answer"
    case .wrongWords: "these words do not open this file, or its beginning was altered"
    case .wrongWordsHint: "a protected file has words of its own: not those of the wallet"
    case .notFound:
      "no such document or share: it never was, it is over, or the code is wrong"
    case .epochsNotPinned: "the server's keys are not the pinned ones (--pin)"
    case .notTheServerHint:
      "this may not be your server; it has learned nothing about your words"
    case .nonsense: "the server's answer makes no sense"
    case .serverRefused(let problem):
      "the server refused or failed (number \(problem.status))"
    case .changedElsewhere: "the wallet was changed elsewhere at the same time"
    case .changedElsewhereHint: "open it again to see what is in it; nothing was lost"
    case .walletFull: "the wallet is full"
    case .walletFullHint: "delete a document for good first: pde remove --now"
    case .damaged(let damage): Message.english(damage)
    case .damagedHint:
      """
      somebody or something changed what is stored; if a check number is shown, compare it \
      with yours
      """
    case .outOfMemory: "this machine has too little free memory: 64 MiB is needed"
    case .invalid(let input): Message.english(input)
    case .unknownWord(let position, let nearest) where nearest.isEmpty:
      "word \(position) is in no list"
    case .unknownWord(let position, let nearest):
      "word \(position) is in no list; words like it: \(nearest.joined(separator: ", "))"
    case .unknownWordHint: "nothing was sent; correct the word and try again"
    case .noTerminal: "your words can't be asked for here: there is no terminal"
    case .noTerminalHint:
      "write your words in a file, and put the file's name in PDE_PHRASE_FILE"
    case .phraseFileUnreadable: "the file that PDE_PHRASE_FILE names can't be read"
    case .pseudonymFileUnreadable: "the file that PDE_PSEUDONYM_FILE names can't be read"
    case .pseudonymVariable: "PDE_PSEUDONYM is not used any more: others can read it"
    case .pseudonymVariableHint:
      """
      write the pseudonym in a file, and put the file's name in PDE_PSEUDONYM_FILE, or type it \
      with --pseudonym
      """
    case .secretFileOpenToOthers: "others can read this secret file"
    case .secretFileHint: "type: chmod 600 and the file's name, then try again"
    case .fileUnreadable: "a file can't be read"
    case .fileIsNoFile: "this is a folder or a device; a file is needed"
    case .fileEmpty: "an empty document can't be added"
    case .fileTooLarge: "a document has at most 25,000,000 bytes (25 MB)"
    case .fileChanged: "a file changed while it was read; nothing of it was added"
    case .fileChangedHint: "wait until the file is finished, and add it again"
    case .fileExists: "there is a file of this name already; nothing was overwritten"
    case .fileExistsHint: "choose another name or place with --output, --qr or --sheet"
    case .openedButNotWritten: "the opening was counted, but nothing was written"
    case .fileUnwritable: "a file can't be written here"
    case .diskFull: "this machine's disk is full; nothing half-written was left"
    case .folderMissing: "the folder given with --output can't be used"
    case .titleNeedsOneFile: "--title goes with one file only"
    case .badIdentifier:
      "the id of a document or share has 32 characters: 0 to 9 and a to f"
    case .badDate: "a date is written YYYY-MM-DD, for example 2026-03-01"
    case .badTime: "a time is written like this: 2026-03-01T15:00:00Z"
    case .badDuration: "a duration is written 90m (minutes), 24h (hours) or 7d (days)"
    case .untilAndFor: "give --until or --for, not both"
    case .badOpenings: "--openings takes 1 to 10,000"
    case .badPin: "a pin has 64 characters: 0 to 9 and a to f"
    case .badServer: "a server is written http://host:port or https://host"
    case .badQRName: "the name of a QR code's file ends in .svg or .png"
    case .badSheetName: "the name of a sheet's file ends in .html"
    case .badSheetLanguages:
      "--sheet-language goes with --sheet, once or twice, each language once"
    case .noLink: "the link is missing: it is the first line that pde reads"
    case .noCode: "the code is missing: it is the second line that pde reads"
    }
  }

  static let englishMonths = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  static func english(_ damage: Damage) -> String {
    switch damage {
    case .slots: CredentialMessage.slotsUnknown.text(in: .english)
    case .slotRecord: "damage: what your words open is not in the right form"
    case .epochList: "damage: the server has other keys than this wallet knows"
    case .generation: "damage: two parts of the wallet do not belong together"
    case .rolledBack: "damage: the server gives an older state of the wallet; changes are missing"
    case .chain(let seq): "damage: change \(seq) does not follow from the one before it"
    case .entry(let seq): "damage: change \(seq) is not in the right form, or is not possible"
    case .head: "damage: the list of changes does not end where the server says"
    case .block: "damage: a stored piece is missing or was altered"
    case .content: "damage: the content of a stored piece is not in the right form"
    case .export: "damage: this file was cut short or altered, or was put together of several"
    case .grant: "damage: this share is not in the right form"
    }
  }

  static func english(_ input: InvalidInput) -> String {
    switch input {
    case .unknownWord(let position): "word \(position + 1) is in no list"
    case .wordCount(let count): "it takes five to seven words; you gave \(count)"
    case .fileWordCount(let count): "a protected file has seven words; you gave \(count)"
    case .localFile: "this is no file of a wallet"
    case .anotherWallet:
      "this file was brought together with another wallet before (--other-wallet)"
    case .archive: "an archive takes at most 65,535 files and 4 GiB"
    case .exportFile: "this is no protected file"
    case .pseudonym:
      """
      this pseudonym can't be used: it is empty, too long, or has a character that is not \
      allowed
      """
    case .pseudonymIsAWord: "a pseudonym can't be one of the words of our lists"
    case .documentTooLarge: "a document has at most 25,000,000 bytes (25 MB)"
    case .textTooLong(let maxBytes):
      "this text is too long: at most \(maxBytes) bytes (a letter takes 1 to 4)"
    case .textHasControls: "a text can't have line breaks or characters that do not show"
    case .textEmpty: "a text can't be empty here"
    case .date: "there is no such day"
    case .maskedKinds: "a list of kinds to hide has at most 24 kinds, each once"
    case .thumbnail: "the thumbnail is empty or too large"
    case .card: CredentialMessage.badCard.text(in: .english)
    case .cardCode: CredentialMessage.badCardCode.text(in: .english)
    case .wait: CredentialMessage.badWait.text(in: .english)
    case .lockEnd: CredentialMessage.badLockEnd.text(in: .english)
    case .link: "this is not the link of a share, or a character of it is wrong"
    case .code: "a code has 4 to 6 digits"
    case .expiry: "the end has to be later than now, and at most 30 days from now"
    case .openings: "a share can be opened 1 to 10,000 times"
    case .grantOpenings(let most): "documents of this size can be opened at most \(most) times"
    case .grantSize: "a share takes 1 to 512 documents, at most 256 MiB in all"
    }
  }
}
