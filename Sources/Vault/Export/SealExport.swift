import Sodium
public import Wire

/// Seals an export as it is made: bytes in, blocks of the file out, one at a time.
///
/// In this order: ``head``, then ``begin(_:)``; for each document of the manifest its thumbnail, then
/// its bytes; then ``finish()``. After each step ``takeBlocks()`` has what goes into the file.
/// - SeeAlso: Specs/export.md, "Sealed".
public final class SealExport {
  private let key: ExportKey
  private var part = SecretBuffer(capacity: Limits.partBytes)
  private var nextIndex: UInt32 = 0
  private var finished: [[UInt8]] = []

  /// - Throws: `.invalid(.fileWordCount)` for a phrase that is none of a file; `.outOfMemory`.
  public convenience init(_ phrase: consuming Phrase) throws(VaultError) {
    self.init(try ExportKey(new: phrase))
  }

  init(_ key: consuming ExportKey) {
    self.key = key
  }

  /// The file's first bytes.
  public var head: [UInt8] { key.head }

  /// Writes what the export holds.
  ///
  /// - Throws: `.refused(.full)` for a wallet whose manifest no reader takes.
  public func begin(_ manifest: ExportManifest) throws(VaultError) {
    var writer = CBORWriter(capacity: 4_096 + manifest.items.count * 256)
    manifest.write(to: &writer)
    guard writer.byteCount <= ExportManifest.maxBytes else { throw .refused(.full) }
    append(bigEndianBytes(UInt32(writer.byteCount)).rawSpan)
    writer.withBytes { append($0) }
  }

  /// Begins the next document, with its thumbnail, or no bytes if it has none.
  public func beginDocument(thumbnail: RawSpan) {
    precondition(thumbnail.byteCount <= Limits.thumbnailBytes, "Vault: no thumbnail is larger")
    append(bigEndianBytes(UInt16(thumbnail.byteCount)).rawSpan)
    append(thumbnail)
  }

  /// Takes the document's next bytes: as many in all as the manifest says.
  public func append(_ bytes: RawSpan) {
    var offset = 0
    while offset < bytes.byteCount {
      // A full part waits for what comes after it: the last one is sealed as the last.
      if part.byteCount == Limits.partBytes { seal(isLast: false) }
      let count = min(Limits.partBytes - part.byteCount, bytes.byteCount - offset)
      part.append(bytes.extracting(offset..<offset + count))
      offset += count
    }
  }

  public func finish() { seal(isLast: true) }

  /// The blocks that were finished since the last call, in order.
  public func takeBlocks() -> [[UInt8]] {
    defer { finished = [] }
    return finished
  }

  private func seal(isLast: Bool) {
    part.appendZeros(Limits.partBytes - part.byteCount)
    let context = ExportKey.context(nextIndex, isLast: isLast)
    finished.append(
      part.withBytes { Seal.seal($0, with: key.key, label: .exportBlock, context: context) })
    nextIndex += 1
    part = SecretBuffer(capacity: Limits.partBytes)
  }
}
