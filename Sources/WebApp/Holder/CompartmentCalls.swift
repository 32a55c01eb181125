import Sodium
import Vault
import Wire

/// Opens a second compartment beside the one of the session, to copy documents into it. The server
/// can see that one session has both.
final class OpenSecond: Operation {
  private let session: Session
  private let typed: Typed
  private var exchange: OpenWallet?

  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    self.session = session
    _ = try session.compartment()
    typed = try Typed(input)
  }

  /// A wrong phrase is answered as at any opening, and the session goes on.
  override var asksOwnWallet: Bool { false }

  override func proceed() throws(CoreFailure) -> Activity? {
    guard let exchange else {
      let info = try session.around.info()
      let credential = try typed.credential()
      let exchange: OpenWallet
      do {
        exchange = try OpenWallet(
          .words(credential), info: info, pin: typed.pin.hash, localTime: session.around.localTime)
      } catch {
        throw .vault(error)
      }
      self.exchange = exchange
      return ExchangeActivity(exchange)
    }
    guard let second = exchange.compartment else { throw .vault(.nonsense) }
    // The phrase of this same compartment: there is nothing to copy to.
    guard second.spaceID != (try session.compartment().spaceID) else { throw .taken }
    session.second = second
    return nil
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    guard let second = session.second else { throw .notOpen }
    json.object()
    json.key("mark")
    json.mark(second.mark)
    json.flag("isPrepared", second.state.isPrepared)
    json.time("deleteAt", second.deleteAt)
    json.end()
  }
}

/// Ends the session of the second compartment: its keys are wiped. Its mark stands on paper
/// somewhere, and changed with each copy.
final class CloseSecond: Operation {
  private let mark: Mark?

  init(_ session: Session) {
    mark = session.second?.mark
    session.second = nil
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    json.object()
    if let mark {
      json.key("mark")
      json.mark(mark)
    }
    json.end()
  }
}

/// Copies a document into the second compartment, sealed anew; of a move, the document is removed
/// here once the copy is stored.
/// - SeeAlso: Specs/export.md, "Copying between compartments".
final class CopyToSecond: Operation {
  private let session: Session
  private let second: Compartment
  private let document: Document
  private let isMove: Bool
  private let read: Collected
  private var content = SecretBuffer(capacity: 0)
  private var copy: Document?
  private var edit: EditThumbnails?
  private var stage = 0

  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    self.session = session
    document = try session.document(input.identifier())
    isMove = try input.flag()
    guard let second = session.second else { throw .notOpen }
    self.second = second
    read = Collected(capacity: Int(document.content.length))
  }

  /// From the third stage to the fifth it writes to the other.
  override var asksOwnWallet: Bool { !(3...5).contains(stage) }

  override func proceed() throws(CoreFailure) -> Activity? {
    let compartment = try session.compartment()
    stage += 1
    switch stage {
    case 1:
      let read = self.read
      return Download(
        document.content, place: document.place(in: compartment.spaceID), of: compartment
      ) { read.append($0) }
    case 2:
      content = read.take()
      guard let sheet = compartment.state.thumbnailSheet(of: document.id),
        session.sheet(sheet.id) == nil
      else { return try proceed() }
      return SheetDownload([sheet], session, compartment)
    case 3:
      let copy = try made()
      self.copy = copy
      return put(copy)
    case 4:
      guard let edit = try thumbnailEdit(compartment) else { return try proceed() }
      self.edit = edit
      return ExchangeActivity(edit)
    case 5:
      guard let copy else { return nil }
      let mask = compartment.state.mask(of: document.id)
      let changes: [Change] =
        mask == .byKind ? [.added(copy)] : [.added(copy), .masked(copy.id, mask)]
      return ExchangeActivity(
        CommitChanges(
          changes + (edit?.changes ?? []),
          adopting: copy.content.blockNames + (edit?.adopt ?? []), dropping: edit?.drop ?? [],
          to: second, time: session.around.serverTime))
    case 6:
      guard isMove else { return nil }
      let id = document.id
      let edit = try core { () throws(VaultError) in
        try EditThumbnails(nil, of: id, in: compartment)
      }
      self.edit = edit
      return ExchangeActivity(edit)
    case 7:
      guard isMove else { return nil }
      // Nothing of it stays here, at rest either.
      let (changes, drop) = Change.removing(document, in: compartment.state)
      return try session.commit(
        changes + (edit?.changes ?? []), adopting: edit?.adopt ?? [],
        dropping: drop + (edit?.drop ?? []))
    default: return nil
    }
  }

  /// A new document of the other compartment. Its time is that of the copy: an older one would show
  /// that there was another compartment.
  private func made() throws(CoreFailure) -> Document {
    let document = self.document
    let time = session.around.serverTime
    return try core { () throws(VaultError) in
      try Document(
        content: ContentReference(length: document.content.length), title: document.title,
        kind: document.kind, person: document.person, type: document.type, addedAt: time,
        validUntil: document.validUntil)
    }
  }

  private func put(_ copy: Document) -> Activity {
    let place = copy.place(in: second.spaceID)
    let blocks = content.withBytes { Content.seal($0, as: copy.content, place: place) }
    let named = Array(zip(copy.content.blockNames, blocks))
    var requests: [Request] = []
    for start in stride(from: 0, to: named.count, by: 4) {
      let part = named[start..<min(start + 4, named.count)].map { (name: $0.0, block: $0.1) }
      requests.append(second.putRequest(part))
    }
    return RequestsActivity(requests) { (response) throws(VaultError) in
      do throws(VaultError) {
        try response.done()
      } catch .refused(.notFound) {
        throw .noSuchWallet
      }
    }
  }

  /// What puts the thumbnail; nil if there is none.
  private func thumbnailEdit(_ compartment: Compartment) throws(CoreFailure) -> EditThumbnails? {
    guard let copy, let sheet = compartment.state.thumbnailSheet(of: document.id),
      let item = sheet.item(of: document.id), let opened = session.sheet(sheet.id)
    else { return nil }
    let second = self.second
    return try core { () throws(VaultError) in
      try opened.withBytes(of: item) { (image) throws(VaultError) in
        try EditThumbnails(image, of: copy.id, in: second)
      }
    }
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    try json.summary(session)
  }
}
