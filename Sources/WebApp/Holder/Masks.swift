import Sodium
import Vault
import Wire

/// What of a wallet the page may know of now.
///
/// A masked document is not in what the page gets before the holder asks for it, nor after it was
/// hidden again. In accompanied mode a document that is not masked is there without its words,
/// until it is revealed by itself.
/// - SeeAlso: Specs/journal.md, "Masks".
struct Revealed {
  /// Documents that the holder asked for, or just added or described, in this session.
  private var documents: Set<DocumentID> = []
  private(set) var isAccompanied = false

  enum Visibility {
    case shown
    /// There, without its words.
    case hidden
    /// Not there.
    case masked
  }

  func visibility(of document: Document, in state: WalletState) -> Visibility {
    if documents.contains(document.id) { return .shown }
    if state.isMasked(document) { return .masked }
    return isAccompanied ? .hidden : .shown
  }

  /// What rests is not there in accompanied mode.
  func shows(_ resting: RestingDocument, in state: WalletState) -> Bool {
    documents.contains(resting.document.id) || !(isAccompanied || state.isMasked(resting))
  }

  mutating func reveal(_ id: DocumentID) { documents.insert(id) }
  mutating func hide(_ id: DocumentID) { documents.remove(id) }
  mutating func hideAll() { documents = [] }

  /// Masked ones are hidden again.
  mutating func hideMasked(in state: WalletState) {
    documents = documents.filter { id in
      state.document(id).map { !state.isMasked($0) } ?? false
    }
  }

  /// Begins or ends accompanied mode; either way nothing stays revealed.
  mutating func setAccompanied(_ value: Bool) {
    isAccompanied = value
    documents = []
  }
}

extension Input {
  func identifiers<Kind>(_ kind: Kind.Type = Kind.self) throws(CoreFailure) -> [Identifier<Kind>] {
    var ids: [Identifier<Kind>] = []
    for _ in 0..<(try count()) { ids.append(try identifier()) }
    return ids
  }
}

/// Shows documents for this session: those named, or every masked one if none is.
final class RevealDocuments: Operation {
  private let session: Session

  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    self.session = session
    let state = try session.compartment().state
    let ids: [DocumentID] = try input.identifiers()
    for id in ids where state.document(id) != nil { session.revealed.reveal(id) }
    if ids.isEmpty {
      for document in state.documents where state.isMasked(document) {
        session.revealed.reveal(document.id)
      }
      for resting in state.resting(at: session.around.serverTime) where state.isMasked(resting) {
        session.revealed.reveal(resting.document.id)
      }
    }
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    try json.summary(session)
  }
}

/// Hides what was revealed: the documents named, or all if none is.
final class HideDocuments: Operation {
  private let session: Session

  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    self.session = session
    let ids: [DocumentID] = try input.identifiers()
    for id in ids { session.revealed.hide(id) }
    if ids.isEmpty { session.revealed.hideAll() }
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    try json.summary(session)
  }
}

/// Begins or ends accompanied mode: every title hidden, to be shown one by one.
final class SetAccompanied: Operation {
  private let session: Session

  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    self.session = session
    session.revealed.setAccompanied(try input.flag())
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    try json.summary(session)
  }
}

/// Says in the journal what is masked; what is masked then is hidden at once.
final class ChangeMasks: Operation {
  private let session: Session
  private let changes: [Change]
  private var isAsked = false

  /// Of documents: 0 shown, 1 masked, 2 as their kinds are, 3 masked and reminding.
  init(documents session: Session, _ input: Input) throws(CoreFailure) {
    self.session = session
    var changes: [Change] = []
    let ids: [DocumentID] = try input.identifiers()
    guard let number = UInt8(exactly: try input.number()), let mask = Mask(rawValue: number) else {
      throw .badCall
    }
    for id in ids {
      let document = try session.document(id)
      if try session.compartment().state.mask(of: document.id) != mask {
        changes.append(.masked(document.id, mask))
      }
    }
    self.changes = changes
  }

  /// Of kinds: those that are masked from now on.
  init(kinds session: Session, _ input: Input) throws(CoreFailure) {
    self.session = session
    _ = try session.compartment()
    var kinds: [[UInt8]] = []
    for _ in 0..<(try input.count()) { kinds.append(try input.bytes()) }
    let chosen = kinds
    changes = [try core { () throws(VaultError) in try Change.masking(kinds: chosen) }]
  }

  override func proceed() throws(CoreFailure) -> Activity? {
    guard !isAsked else {
      session.revealed.hideMasked(in: try session.compartment().state)
      return nil
    }
    isAsked = true
    guard !changes.isEmpty else { return try proceed() }
    return try session.commit(changes)
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    try json.summary(session)
  }
}
