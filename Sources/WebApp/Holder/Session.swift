import Sodium
import Vault
import Wire

/// The holder's session: an opened wallet, and what was read of it to be shown again.
final class Session {
  let around: Surroundings
  private var opened: Compartment?
  /// Sheets of thumbnails that were fetched; wiped with the session.
  private var sheets: [SheetID: OpenedSheet] = [:]
  /// A second compartment, opened to copy documents into it.
  var second: Compartment?
  /// An export in the clear that is under way.
  var export: ClearExportRun?
  /// A sealed one, and one that is brought back.
  var sealedExport: SealedExport?
  var sealedImport: SealedImport?
  /// What the page may know of.
  var revealed = Revealed()

  init(_ around: Surroundings) {
    self.around = around
  }

  func open(_ compartment: Compartment) {
    opened = compartment
    sheets = [:]
    revealed = Revealed()
    export = nil
    second = nil
    sealedExport = nil
    sealedImport = nil
    around.isOpen = true
  }

  /// - Throws: `.notOpen` before a wallet is open.
  func compartment() throws(CoreFailure) -> Compartment {
    guard let opened else { throw .notOpen }
    return opened
  }

  /// - Throws: `.notFound` also for a document that the page does not know of now.
  func document(_ id: DocumentID) throws(CoreFailure) -> Document {
    let state = try compartment().state
    guard let document = state.document(id),
      revealed.visibility(of: document, in: state) == .shown
    else { throw .vault(.notFound) }
    return document
  }

  /// Whether the page may have the words of a document.
  func shows(_ id: DocumentID) -> Bool { (try? document(id)) != nil }

  func grant(_ id: GrantID) throws(CoreFailure) -> GrantRecord {
    guard let grant = try compartment().state.grant(id) else { throw .vault(.notFound) }
    return grant
  }

  func sheet(_ id: SheetID) -> OpenedSheet? { sheets[id] }
  func keep(_ sheet: OpenedSheet, as id: SheetID) { sheets[id] = sheet }

  func commit(
    _ changes: [Change], adopting adopt: [BlockName] = [], dropping drop: [BlockName] = []
  ) throws(CoreFailure) -> Activity {
    ExchangeActivity(
      CommitChanges(
        changes, adopting: adopt, dropping: drop, to: try compartment(), time: around.serverTime))
  }
}

extension Session {
  /// The call of a number; call-list.js has the names.
  func operation(_ number: Int32, _ input: Input) throws(CoreFailure) -> Operation {
    switch number {
    case 1: ReadInfo(around)
    case 2: try CompleteWord(input)
    case 3: try CheckWord(input)
    case 4: try CheckPhrase(input)
    case 5: try CanonicalPseudonym(input)
    case 6: try NewPhrase(input)
    case 7: try CreateCall(self, input)
    case 8: try OpenWithWords(self, input)
    case 9: RefreshCall(self)
    case 10: try AddDocument(self, input)
    case 11: try ReplaceDocument(self, input)
    case 12: try DescribeDocument(self, input)
    case 13: try RemoveDocument(self, input)
    case 14: try ReadDocument(self, input)
    case 15: try ReadThumbnails(self, input)
    case 16: try MakeGrant(self, input)
    case 17: try ReadReceipts(self, input)
    case 18: try RevokeGrants(self, input)
    case 19: try RevokeGrants(all: self)
    case 20: try ShowGrantLink(self, input)
    case 21: try DrawQRCode(input)
    case 22: try DeleteWallet(self, input)
    case 23: ShowMark(self)
    case 24: try ReadFileName(input)
    case 25: ReadResting(self)
    case 26: try EndRest(self, input, isBack: true)
    case 27: try EndRest(self, input, isBack: false)
    case 28: try ReadDocument(resting: self, input)
    case 60: try RevealDocuments(self, input)
    case 61: try HideDocuments(self, input)
    case 62: try SetAccompanied(self, input)
    case 63: try ChangeMasks(documents: self, input)
    case 64: try ChangeMasks(kinds: self, input)
    case 65: try ExportBegin(self, input)
    case 66: try ExportNext(self)
    case 67: try ExportEnd(self)
    case 68: try OpenSecond(self, input)
    case 69: try CopyToSecond(self, input)
    case 70: CloseSecond(self)
    case 71: try SealBegin(self, input)
    case 72: try SealNext(self)
    case 73: try SealEnd(self)
    case 74: try ImportBegin(self, input)
    case 75: try ImportCheck(self, input)
    case 76: try ImportMasks(self)
    case 77: try ImportBlock(self, input)
    case 78: try ImportEnd(self)
    case 80...99: try credentialCall(number, input)
    default: throw .badCall
    }
  }

  /// The calls about locks and about what opens the wallet.
  private func credentialCall(_ number: Int32, _ input: Input) throws(CoreFailure) -> Operation {
    switch number {
    case 80: try LockWallet(self, input)
    case 81: try RevokeByCode(input)
    case 82: NewCard()
    case 93: try WholeCode(input)
    case 94: try SetThumbnail(self, input)
    case 83: try AddCard(self, input)
    case 84: VoidCard(self)
    case 85: try OpenWithCard(self, input)
    case 86: try NewShares(input)
    case 87: try CheckShare(input)
    case 88: try SetUpRecovery(self, input)
    case 89: StopRecovery(self)
    case 90: try OpenWithShares(self, input)
    case 91: try ChangeEverything(self, input)
    case 92: WriteSlotsAnew(self)
    default: throw .badCall
    }
  }
}

extension Input {
  func identifier<Kind>(_ kind: Kind.Type = Kind.self) throws(CoreFailure) -> Identifier<Kind> {
    guard let bytes = hexDecode(try bytes()), let id = Identifier<Kind>(bytes) else {
      throw .vault(.notFound)
    }
    return id
  }

  func date() throws(CoreFailure) -> UInt32 {
    guard let date = UInt32(exactly: try number()) else { throw .vault(.invalid(.date)) }
    return date
  }
}
