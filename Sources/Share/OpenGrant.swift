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
  private enum Stage {
    case open
    case manifest
    case done
  }

  private let id: GrantID
  private let access: Secret<GrantAccess>
  private let name: [UInt8]
  private let nonce: [UInt8]
  private var stage = Stage.open
  private var answer: GrantOpenAnswer?
  private var opener: BundleOpener?
  private var prefix = SecretBuffer(capacity: Limits.partBytes)
  private var nextBlock: UInt32 = 0

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
    switch stage {
    case .open:
      return Request(
        .grantOpen,
        GrantOpenRequest(
          id: id, openAuth: GrantKeys.openAuth(access), openNonce: nonce, name: name))
    case .manifest: return opener?.request([UInt16(nextBlock)])
    case .done: return nil
    }
  }

  public func receive(_ response: Response) throws(VaultError) {
    switch stage {
    case .open:
      let answer: GrantOpenAnswer
      do {
        answer = try response.message()
      } catch .refused(.notFound) {
        throw .notFound
      }
      opener = BundleOpener(
        key: GrantKeys.bundleKey(access, keyShare: answer.keyShare), id: id,
        token: answer.token, blockCount: answer.blockCount)
      stage = .manifest
    case .manifest:
      guard let opener else { return }
      let block = try opener.blocks(response, count: 1)[0]
      let part = try opener.open(Array(block), number: UInt16(nextBlock))
      part.withBytes { prefix.append($0) }
      nextBlock += 1
      if let bundle = try readPrefix(opener) {
        bundle.keep(prefix.take())
        self.bundle = bundle
        stage = .done
      } else if nextBlock == opener.blockCount {
        throw .damaged(.grant)
      }
    case .done: throw .nonsense
    }
  }

  /// The bundle, if the whole manifest has come.
  private func readPrefix(_ opener: BundleOpener) throws(VaultError) -> Bundle? {
    var failed = false
    let bundle = prefix.withBytes { bytes -> Bundle? in
      // Compared before it becomes an Int, which has 32 bits in WebAssembly.
      let claimed = bigEndian(bytes.extracting(0..<4).copied()[...])
      guard claimed <= UInt64(Manifest.maxBytes) else {
        failed = true
        return nil
      }
      let manifestBytes = Int(claimed)
      guard bytes.byteCount >= 4 + manifestBytes else { return nil }
      guard
        let manifest = try? Manifest(reading: bytes.extracting(4..<4 + manifestBytes)),
        let bundle = Bundle(
          manifest: manifest, start: UInt64(4 + manifestBytes), opener: opener)
      else {
        failed = true
        return nil
      }
      return bundle
    }
    if failed { throw .damaged(.grant) }
    // What was read behind the bundle's end is zero, as in every other block.
    if let bundle, UInt64(prefix.byteCount) > bundle.length {
      let isPadded = prefix.withBytes { bytes in
        bytes.extracting(Int(bundle.length)..<bytes.byteCount).copied().allSatisfy { $0 == 0 }
      }
      guard isPadded else { throw .damaged(.grant) }
    }
    return bundle
  }
}

/// Opens the blocks of one bundle.
final class BundleOpener {
  private let key: Secret<ContentKey>
  private let id: GrantID
  private let token: [UInt8]
  let blockCount: UInt32

  init(key: consuming Secret<ContentKey>, id: GrantID, token: [UInt8], blockCount: UInt32) {
    self.key = key
    self.id = id
    self.token = token
    self.blockCount = blockCount
  }

  func request(_ numbers: [UInt16]) -> Request {
    Request(.grantBlocksGet, GrantBlocksGetRequest(token: token, numbers: numbers))
  }

  /// The blocks of an answer; a 404 means that the grant ended meanwhile.
  func blocks(_ response: Response, count: Int) throws(VaultError) -> [ArraySlice<UInt8>] {
    do {
      return try response.blocks(count: count)
    } catch .refused(.notFound) {
      throw .notFound
    }
  }

  /// The 130,992 bytes of a block; nothing is said of zeros behind the bundle's end.
  func open(
    _ block: [UInt8], number: UInt16, length: UInt64 = Content.maxLength
  ) throws(VaultError) -> Secret<Plaintext> {
    var failure: VaultError?
    let part = Secret<Plaintext>(byteCount: Limits.partBytes) { part in
      do throws(VaultError) {
        try Content.openBlock(
          block.rawSpan, key: key, place: .grant(id), index: UInt32(number),
          count: blockCount, length: length, into: &part)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return part
  }
}

/// An opened grant: what it holds, and how to fetch it.
public final class Bundle {
  public let manifest: Manifest
  /// Where the first document starts, in bytes of the bundle.
  private let start: UInt64
  let length: UInt64
  private let opener: BundleOpener

  /// nil if the documents don't fit the bundle's blocks.
  init?(manifest: Manifest, start: UInt64, opener: BundleOpener) {
    length = manifest.items.reduce(start) { $0 + $1.length }
    guard Content.bundleBlockCount(length: length) == opener.blockCount else { return nil }
    self.manifest = manifest
    self.start = start
    self.opener = opener
  }

  /// The bundle's first bytes, which came with the manifest: a short document is among them, and is
  /// not fetched twice.
  private var prefix = SecretBuffer(capacity: 0)

  func keep(_ prefix: consuming SecretBuffer) { self.prefix = prefix }

  /// How many bytes of the bundle are there already.
  public var prefixBytes: UInt64 { min(UInt64(prefix.byteCount), length) }

  /// Lends the part of `range` that is there already; an empty one if none is.
  public func withPrefix<R: ~Copyable>(of range: Range<UInt64>, _ body: (RawSpan) -> R) -> R {
    prefix.withBytes { bytes in
      let part = range.clamped(to: 0..<prefixBytes)
      return body(bytes.extracting(Int(part.lowerBound)..<Int(part.upperBound)))
    }
  }

  /// Where document `index` lies, in bytes of the bundle.
  public func range(ofDocument index: Int) -> Range<UInt64> {
    let offset = manifest.items[..<index].reduce(start) { $0 + $1.length }
    return offset..<offset + manifest.items[index].length
  }

  /// The blocks that hold these bytes; none for an empty range.
  public func blocks(holding range: Range<UInt64>) -> Range<UInt16> {
    guard !range.isEmpty else { return 0..<0 }
    let part = UInt64(Limits.partBytes)
    return UInt16(range.lowerBound / part)..<UInt16((range.upperBound - 1) / part + 1)
  }

  /// A request for blocks, at most 16.
  public func request(_ numbers: [UInt16]) -> Request {
    opener.request(numbers)
  }

  /// The blocks of the answer to ``request(_:)``, opened: 130,992 bytes each.
  ///
  /// - Throws: `.notFound` if the grant ended; `.damaged(.block)`.
  public func open(
    _ response: Response, numbers: [UInt16], _ body: (UInt16, RawSpan) throws(VaultError) -> Void
  ) throws(VaultError) {
    let blocks = try opener.blocks(response, count: numbers.count)
    for (number, block) in zip(numbers, blocks) {
      let part = try opener.open(Array(block), number: number, length: length)
      try part.withBytes { (bytes) throws(VaultError) in try body(number, bytes) }
    }
  }
}
