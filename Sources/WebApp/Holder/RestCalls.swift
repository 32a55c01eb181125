import Sodium
import Vault
import Wire

extension Session {
  /// What rests and what the page may know of now.
  func resting() throws(CoreFailure) -> [RestingDocument] {
    let state = try compartment().state
    return state.resting(at: around.serverTime).filter { revealed.shows($0, in: state) }
  }

  /// - Throws: `.notFound` also for what the page does not know of now.
  func resting(_ input: Input) throws(CoreFailure) -> RestingDocument {
    let id: DocumentID = try input.identifier()
    let version = try input.number()
    for one in try resting() where one.document.id == id && UInt64(one.document.version) == version
    {
      return one
    }
    throw .vault(.notFound)
  }
}

/// What was taken away or written over, in the order in which it went.
final class ReadResting: Operation {
  private let session: Session

  init(_ session: Session) {
    self.session = session
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    let resting = try session.resting()
    let state = try session.compartment().state
    json.object()
    json.key("items")
    json.array()
    for item in resting { json.resting(item, isThere: state.document(item.document.id) != nil) }
    json.end()
    json.end()
  }
}

/// Brings back what was taken away, or lets one version go: the server deletes its bytes.
final class EndRest: Operation {
  private let session: Session
  private let document: Document
  private let isBack: Bool
  private var isAsked = false

  init(_ session: Session, _ input: Input, isBack: Bool) throws(CoreFailure) {
    self.session = session
    self.isBack = isBack
    document = try session.resting(input).document
  }

  override func proceed() throws(CoreFailure) -> Activity? {
    guard !isAsked else { return nil }
    isAsked = true
    return isBack
      ? try session.commit([.returned(document.id, version: document.version)])
      : try session.commit(
        [.forgot(document.id, version: document.version)], dropping: document.content.blockNames)
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    guard isBack else { return try super.write(to: &json, bytes: &bytes) }
    session.revealed.reveal(document.id)
    json.document(document, session, try session.compartment().state)
  }
}

extension JSONWriter {
  /// - Parameter isThere: whether its document is in the wallet: then it is an earlier version.
  fileprivate mutating func resting(_ item: RestingDocument, isThere: Bool) {
    let document = item.document
    object()
    identifier("id", document.id)
    number("version", UInt64(document.version))
    text("title", document.title)
    text("kind", document.kind)
    number("restedAt", item.restedAt)
    flag("isEarlier", isThere)
    end()
  }
}
