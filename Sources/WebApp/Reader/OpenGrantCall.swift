import Share
import Sodium
import Vault
import Wire

/// Opens the grant, which counts one opening, and reads its first document. A wrong code answers as
/// a grant that never was.
///
/// Tells what the manifest says as soon as it has come, then the first document.
final class OpenGrantCall: Operation {
  private enum Told { case nothing, manifest, document }

  private let session: Session
  private let exchange: OpenGrant
  private var isAsked = false
  private var download: FirstDownload?
  private var told = Told.nothing

  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    self.session = session
    let digits = try input.bytes()
    let name = try input.bytes()
    let bytes = { () throws(CoreFailure) in try input.bytes() }
    let nonce = try input.optional(bytes) ?? randomBytes(16)
    guard nonce.count == 16 else { throw .badCall }
    let cover = try session.cover()
    let link = try session.link()
    do {
      exchange = try OpenGrant(
        link, cover: cover, code: cover.needsCode ? SpokenCode(typed: digits) : .none, name: name,
        nonce: nonce)
    } catch {
      throw .vault(error)
    }
  }

  override func proceed() throws(CoreFailure) -> Activity? {
    guard isAsked else {
      isAsked = true
      return OpeningActivity(exchange)
    }
    guard download == nil else { return nil }
    guard let start = exchange.start else { throw .vault(.nonsense) }
    let download = FirstDownload(start)
    self.download = download
    return download
  }

  override func tell(
    to json: inout JSONWriter, bytes: inout SecretBuffer
  ) throws(CoreFailure) -> Bool {
    guard let download, let bundle = download.bundle else { return false }
    switch told {
    case .nothing:
      told = .manifest
      session.keep(bundle)
      write(bundle.manifest, to: &json)
      return true
    case .manifest where download.isRead:
      told = .document
      json.object()
      json.text("bytesAre", "bytes")
      json.end()
      bytes = download.read.take()
      return true
    case .manifest, .document: return false
    }
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    write(try session.bundle().manifest, to: &json)
  }

  private func write(_ manifest: Manifest, to json: inout JSONWriter) {
    json.object()
    json.text("purpose", manifest.purpose)
    json.text("name", manifest.name)
    json.key("items")
    json.array()
    for item in manifest.items {
      json.object()
      json.text("title", item.title)
      json.text("mediaType", item.type.mediaType)
      json.text("fileName", FileNames.name(item.title, item.type, from: .another))
      json.number("byteCount", item.length)
      json.number("validUntil", UInt64(item.validUntil))
      json.end()
    }
    json.end()
    json.end()
  }
}

/// The opening alone: its blocks are asked for otherwise.
private final class OpeningActivity: Activity {
  private let exchange: OpenGrant
  private var isAsked = false

  init(_ exchange: OpenGrant) {
    self.exchange = exchange
  }

  override var isOver: Bool { exchange.start != nil }

  override func next(_ ticket: Int) throws(CoreFailure) -> Request? {
    guard !isAsked else { return nil }
    isAsked = true
    do {
      return try exchange.next()
    } catch {
      throw .vault(error)
    }
  }

  override func receive(_ response: Response, _ ticket: Int) throws(CoreFailure) {
    do {
      try exchange.receive(response)
    } catch {
      throw .vault(error)
    }
  }
}
