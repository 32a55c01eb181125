public import Sodium
public import Wire

/// Opens a sealed export block by block, and gives out what is in it piece by piece.
///
///     take(block) ... nextPiece() ... nextPiece() nil, take(block) ... isOver
///
/// What it gives is the beginning of what was exported, and whole only once ``isOver``.
/// - SeeAlso: Specs/export.md, "Reading".
public final class OpenExport {
  /// Some bytes of a document.
  public struct Piece: Sendable {
    public enum Part: Sendable {
      /// All of the thumbnail; no bytes if there is none. It comes first.
      case thumbnail
      case content
    }

    /// Its place in the manifest.
    public let document: Int
    public let part: Part
    /// Whether the document ends with it.
    public let isEnd: Bool
    fileprivate let range: Range<Int>

    public var byteCount: Int { range.count }
  }

  private enum Stage {
    case manifestLength
    case manifest(Int)
    case thumbnailLength(document: Int)
    case thumbnail(document: Int, Int)
    case content(document: Int, left: UInt64)
    case end
  }

  private let key: ExportKey
  private var stage = Stage.manifestLength
  private var nextIndex: UInt32 = 0
  private var hasLast = false
  /// Opened, and not given out yet.
  private var buffer = SecretBuffer(capacity: 0)
  private var offset = 0

  public private(set) var manifest: ExportManifest?
  /// Whether all is opened and given out.
  public private(set) var isOver = false

  public static let headBytes = ExportKey.headBytes

  /// - Parameter head: the file's first 64 bytes, or fewer if it has not as many.
  /// - Throws: `.invalid(.exportFile)`, `.invalid(.fileWordCount)`, `.wrongWords`, `.outOfMemory`.
  public init(_ phrase: consuming Phrase, head: [UInt8]) throws(VaultError) {
    key = try ExportKey(phrase, head: head)
  }

  init(_ key: consuming ExportKey) {
    self.key = key
  }

  /// The same file, to be opened again from its first block.
  public func again() -> OpenExport { OpenExport(key.copy()) }

  /// Opens the next block.
  ///
  /// - Parameter isLast: whether the file ends behind it.
  /// - Throws: `.damaged(.export)`; nothing can be done with the file then.
  public func take(_ block: RawSpan, isLast: Bool) throws(VaultError) {
    guard block.byteCount == Limits.blockBytes, !hasLast else { throw .damaged(.export) }
    let opened: Secret<Plaintext>
    do {
      opened = try Seal.open(
        block, with: key.key, label: .exportBlock,
        context: ExportKey.context(nextIndex, isLast: isLast))
    } catch {
      throw .damaged(.export)
    }
    nextIndex += 1
    hasLast = isLast
    var rest = SecretBuffer(capacity: left + Limits.partBytes)
    buffer.withBytes { rest.append($0.extracting(offset..<$0.byteCount)) }
    opened.withBytes { rest.append($0) }
    buffer = rest
    offset = 0
  }

  private var left: Int { buffer.byteCount - offset }

  /// The next piece; nil when another block is needed, or it is over.
  ///
  /// - Throws: `.damaged(.export)`.
  public func nextPiece() throws(VaultError) -> Piece? {
    while true {
      switch stage {
      case .manifestLength:
        guard let length = try number(4) else { return nil }
        guard length <= ExportManifest.maxBytes else { throw .damaged(.export) }
        stage = .manifest(length)
      case .manifest(let length):
        guard let range = try bytes(length) else { return nil }
        let read = buffer.withBytes { try? ExportManifest($0.extracting(range)) }
        guard let read else { throw .damaged(.export) }
        manifest = read
        stage = read.items.isEmpty ? .end : .thumbnailLength(document: 0)
      case .thumbnailLength(let document):
        guard let length = try number(2) else { return nil }
        guard length <= Limits.thumbnailBytes else { throw .damaged(.export) }
        stage = .thumbnail(document: document, length)
      case .thumbnail(let document, let length):
        guard let range = try bytes(length), let item = manifest?.items[document] else {
          return nil
        }
        stage = .content(document: document, left: item.length)
        return Piece(document: document, part: .thumbnail, isEnd: false, range: range)
      case .content(let document, let missing):
        let count = Int(min(missing, UInt64(left)))
        guard count > 0 || missing == 0 else {
          if hasLast { throw .damaged(.export) }
          return nil
        }
        let range = offset..<offset + count
        offset += count
        let isEnd = missing == UInt64(count)
        stage =
          isEnd ? after(document) : .content(document: document, left: missing - UInt64(count))
        return Piece(document: document, part: .content, isEnd: isEnd, range: range)
      case .end:
        guard hasLast else {
          // Behind the stream's end there is no further block.
          if left > 0 || nextIndex == 0 { throw .damaged(.export) }
          return nil
        }
        let isZero = buffer.withBytes { OpenExport.isZero($0.extracting(offset..<$0.byteCount)) }
        guard isZero, left < Limits.partBytes else { throw .damaged(.export) }
        isOver = true
        return nil
      }
    }
  }

  /// Lends the bytes of the piece that was given out last.
  public func withBytes<R: ~Copyable, E: Error>(
    of piece: Piece, _ body: (RawSpan) throws(E) -> R
  ) throws(E) -> R {
    try buffer.withBytes { (bytes) throws(E) in try body(bytes.extracting(piece.range)) }
  }

  private func after(_ document: Int) -> Stage {
    document + 1 < manifest?.items.count ?? 0 ? .thumbnailLength(document: document + 1) : .end
  }

  /// The next bytes, once all are there.
  private func bytes(_ count: Int) throws(VaultError) -> Range<Int>? {
    guard left >= count else {
      if hasLast { throw .damaged(.export) }
      return nil
    }
    offset += count
    return offset - count..<offset
  }

  private func number(_ byteCount: Int) throws(VaultError) -> Int? {
    guard let range = try bytes(byteCount) else { return nil }
    let digits = buffer.withBytes { $0.extracting(range).copied() }
    return Int(bigEndian(digits[...]))
  }

  private static func isZero(_ bytes: RawSpan) -> Bool {
    bytes.copied().allSatisfy { $0 == 0 }
  }
}
