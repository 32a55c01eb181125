public import Sodium
public import Vault
import Wire

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

  /// Keeps a block that came beside the manifest too: the one behind those that are kept.
  public func keep(_ part: RawSpan) { prefix.append(part) }

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

  /// Where bytes of `range` lie in the part that a block holds; empty if it holds none.
  public func part(_ number: UInt16, of range: Range<UInt64>) -> Range<Int> {
    let start = UInt64(number) * UInt64(Limits.partBytes)
    let part = range.clamped(to: start..<start + UInt64(Limits.partBytes))
    return Int(part.lowerBound - start)..<Int(part.upperBound - start)
  }

  /// A request for blocks, at most 16.
  public func request(_ numbers: Range<UInt16>) -> Request {
    opener.request(numbers)
  }

  /// The blocks of the answer to ``request(_:)``, opened: 130,992 bytes each.
  ///
  /// - Throws: `.notFound` if the grant ended; `.damaged(.block)`.
  public func open(
    _ response: Response, _ numbers: Range<UInt16>,
    _ body: (UInt16, RawSpan) throws(VaultError) -> Void
  ) throws(VaultError) {
    let blocks = try opener.blocks(response, count: numbers.count)
    for (number, block) in zip(numbers, blocks) {
      let part = try opener.open(Array(block), number: number, length: length)
      try part.withBytes { (bytes) throws(VaultError) in try body(number, bytes) }
    }
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

  func request(_ numbers: Range<UInt16>) -> Request {
    Request(.grantBlocksGet, GrantBlocksGetRequest(token: token, numbers: Array(numbers)))
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
