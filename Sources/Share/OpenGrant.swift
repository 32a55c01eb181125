public import Sodium
public import Vault
import Wire

/// Reads a grant's cover: counts nothing.
public final class ReadCover: Exchange {
  private let link: SharedSecret<GrantSecret>
  /// The cover, once the exchange is over.
  public private(set) var cover: Cover?

  public init(_ link: borrowing GrantLink) {
    self.link = SharedSecret(link.secret.copy())
  }

  public func next() throws(VaultError) -> Request? {
    guard cover == nil else { return nil }
    return Request(
      .grantCover, GrantCoverRequest(id: GrantKeys.id(link.secret)), takesWork: true)
  }

  public func receive(_ response: Response) throws(VaultError) {
    let answer: GrantCoverAnswer
    do {
      answer = try response.message()
    } catch .refused(.notFound) {
      throw .notFound
    }
    cover = try Cover(answer.cover, with: link.secret)
  }
}

/// Opens a grant: counts one opening, and reads its manifest.
///
/// The same object asked again, after a lost answer, is the same opening.
/// - SeeAlso: Specs/grants.md, "Opening".
public final class OpenGrant: Exchange {
  private let id: GrantID
  private let access: Secret<GrantAccess>
  private let name: [UInt8]
  private let nonce: [UInt8]

  /// What the manifest is read with, once the opening was counted. Whoever asks for the blocks by
  /// themselves, to have several on their way, goes on from here.
  public private(set) var start: BundleStart?
  /// The opened bundle, once the exchange is over.
  public private(set) var bundle: Bundle?

  /// - Parameter name: who opens, at most 142 bytes of UTF-8, sealed to the holder; empty to
  ///   say nothing.
  /// - Parameter nonce: 16 random bytes; the same ones again are the same opening, as after a page
  ///   that was loaded anew.
  /// - Throws: `.invalid` for a name that is too long; `.damaged(.grant)` for a cover
  ///   whose key is none.
  public init(
    _ link: borrowing GrantLink, cover: Cover, code: SpokenCode, name: [UInt8] = [],
    nonce: [UInt8] = randomBytes(16)
  ) throws(VaultError) {
    precondition(nonce.count == 16, "Share: the number of an opening has 16 bytes")
    self.nonce = nonce
    id = GrantKeys.id(link.secret)
    access = GrantKeys.access(link.secret, code: code)
    self.name = try ReceiptName.seal(name, to: cover.receiptPublicKey, id: id)
  }

  public func next() throws(VaultError) -> Request? {
    guard bundle == nil else { return nil }
    if let start { return start.request(start.next..<start.next + 1) }
    return Request(
      .grantOpen,
      GrantOpenRequest(
        id: id, openAuth: GrantKeys.openAuth(access), openNonce: nonce, name: name))
  }

  public func receive(_ response: Response) throws(VaultError) {
    if let start {
      bundle = try start.receive(response, start.next..<start.next + 1)
      return
    }
    let answer: GrantOpenAnswer
    do {
      answer = try response.message()
    } catch .refused(.notFound) {
      throw .notFound
    }
    start = BundleStart(
      BundleOpener(
        key: GrantKeys.bundleKey(access, keyShare: answer.keyShare), id: id,
        token: answer.token, blockCount: answer.blockCount))
  }
}
