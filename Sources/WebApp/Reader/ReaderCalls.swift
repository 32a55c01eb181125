import Share
import Sodium
import Vault
import Wire

/// Reads a grant's cover: counts nothing.
final class ReadCoverCall: Operation {
  private let session: Session
  private let secret: SharedSecret<GrantSecret>
  private let exchange: ReadCover
  private var isAsked = false

  /// The fragment is the 26 characters behind the `#` of a link.
  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    self.session = session
    // Where the link was found in what was typed, link.js has made it plain.
    var key = try input.bytes()
    defer { wipe(&key) }
    guard let link = GrantLink(origin: [], key: key) else { throw .vault(.invalid(.link)) }
    secret = SharedSecret(link.secret.copy())
    exchange = ReadCover(link)
  }

  override func proceed() throws(CoreFailure) -> Activity? {
    guard isAsked else {
      isAsked = true
      return ExchangeActivity(exchange)
    }
    guard let cover = exchange.cover else { throw .vault(.nonsense) }
    session.keep(cover, of: secret)
    return nil
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    let cover = try session.cover()
    json.object()
    json.number("expiry", cover.expiry)
    json.flag("needsCode", cover.needsCode)
    json.text("purpose", cover.purpose)
    json.text("name", cover.name)
    json.end()
  }
}

/// The bytes of one of the grant's documents.
final class ReadItem: Operation {
  private let bundle: Bundle
  private let range: Range<UInt64>
  private let read: Collected
  private var isAsked = false

  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    bundle = try session.bundle()
    let index = try input.number()
    guard index < UInt64(bundle.manifest.items.count) else { throw .vault(.notFound) }
    range = bundle.range(ofDocument: Int(index))
    read = Collected(capacity: Int(range.upperBound - range.lowerBound))
  }

  override func proceed() throws(CoreFailure) -> Activity? {
    guard !isAsked else { return nil }
    isAsked = true
    return BundleDownload(bundle, range, read)
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    json.object()
    json.text("bytesAre", "bytes")
    json.end()
    bytes = read.take()
  }
}

/// Asks for one block of the grant, so that it stays open while somebody reads: what lets others read
/// on ends ten minutes after the last block.
final class KeepOpen: Operation {
  private let bundle: Bundle
  private var isAsked = false

  init(_ session: Session) throws(CoreFailure) {
    bundle = try session.bundle()
  }

  override func proceed() throws(CoreFailure) -> Activity? {
    guard !isAsked else { return nil }
    isAsked = true
    let bundle = bundle
    return RequestsActivity([bundle.request(0..<1)]) { (response) throws(VaultError) in
      try bundle.open(response, 0..<1) { (_, _) throws(VaultError) in }
    }
  }
}
