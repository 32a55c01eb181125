import Sodium
public import Vault
import Wire

/// The beginning of a bundle, up to the end of its manifest.
///
/// Blocks are asked for in any order and handed over in theirs.
public final class BundleStart {
  private let opener: BundleOpener
  private var prefix = SecretBuffer(capacity: Limits.partBytes)
  /// The block that is to be handed over next.
  public private(set) var next: UInt16 = 0

  init(_ opener: BundleOpener) {
    self.opener = opener
  }

  /// The blocks that surely hold something of the manifest or a document, whatever the manifest will
  /// say: a bundle has the least power of two that holds them.
  public var sureBlocks: Range<UInt16> {
    0..<UInt16(opener.blockCount > 1 ? opener.blockCount / 2 + 1 : 1)
  }

  /// A request for blocks, at most 16.
  public func request(_ numbers: Range<UInt16>) -> Request {
    opener.request(numbers)
  }

  /// Opens the blocks of an answer, which begin with ``next``.
  ///
  /// - Returns: the bundle, once its whole manifest has come.
  /// - Throws: `.notFound` if the grant ended; `.damaged`.
  public func receive(
    _ response: Response, _ numbers: Range<UInt16>
  ) throws(VaultError) -> Bundle? {
    precondition(numbers.lowerBound == next, "Share: blocks of a manifest out of order")
    let blocks = try opener.blocks(response, count: numbers.count)
    for (number, block) in zip(numbers, blocks) {
      let part = try opener.open(Array(block), number: number)
      part.withBytes { prefix.append($0) }
    }
    next = numbers.upperBound
    let bundle = try readManifest()
    if bundle == nil && UInt32(next) == opener.blockCount { throw .damaged(.grant) }
    if let bundle { bundle.keep(prefix.take()) }
    return bundle
  }

  /// The bundle, if the whole manifest has come.
  private func readManifest() throws(VaultError) -> Bundle? {
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
