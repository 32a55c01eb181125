public import Sodium
public import Wire

/// What a content is and where it belongs: sealed into each of its blocks.
/// - SeeAlso: Specs/content.md, "Place".
public enum Place: Sendable {
  case document(SpaceID, DocumentID, version: UInt32)
  case snapshot(SpaceID, generation: UInt32, seq: UInt64)
  case thumbnails(SpaceID, SheetID)
  case grant(GrantID)

  func write(to writer: inout CBORWriter) {
    switch self {
    case .document(let space, let document, let version):
      writer.array(4)
      writer.text(asciiBytes("doc"))
      writer.identifier(space)
      writer.identifier(document)
      writer.unsigned(version)
    case .snapshot(let space, let generation, let seq):
      writer.array(4)
      writer.text(asciiBytes("snap"))
      writer.identifier(space)
      writer.unsigned(generation)
      writer.unsigned(seq)
    case .thumbnails(let space, let sheet):
      writer.array(3)
      writer.text(asciiBytes("thumbs"))
      writer.identifier(space)
      writer.identifier(sheet)
    case .grant(let id):
      writer.array(2)
      writer.text(asciiBytes("grant"))
      writer.identifier(id)
    }
  }
}

/// A content's key, length and count: what its journal entry holds.
public struct ContentReference: Sendable {
  public let key: SharedSecret<ContentKey>
  /// In bytes.
  public let length: UInt64
  /// In blocks.
  public let count: UInt32

  /// A content of `length` bytes under a key of its own.
  public init(key: SharedSecret<ContentKey>, length: UInt64) {
    self.key = key
    self.length = length
    count = Content.blockCount(length: length)
  }

  /// A new content of `length` bytes under a random key.
  public init(length: UInt64) {
    self.init(key: SharedSecret(.random(byteCount: 32)), length: length)
  }

  /// The names of its blocks in a space, in order.
  public var blockNames: [BlockName] {
    (0..<count).map { blockName($0) }
  }

  /// blockName_i = K(contentKey, "pde1/block/name", u32 i)[0..<16].
  public func blockName(_ index: UInt32) -> BlockName {
    BlockName(
      key.secret.deriveOpenly(.blockName, data: bigEndianBytes(index), byteCount: 16))!
    // 16 bytes were asked for
  }

  func write(to writer: inout CBORWriter) {
    writer.secret(key.secret)
    writer.unsigned(length)
    writer.unsigned(count)
  }

  /// Reads key, length and count, and refuses a count that is not the length's.
  init(from reader: inout CBORReader) throws(CBORError) {
    key = SharedSecret(try reader.readSecret(count: 32))
    let start = reader.offset
    length = try reader.readUnsigned(upTo: Content.maxLength)
    count = try reader.readInteger()
    guard count == Content.blockCount(length: length) else { throw reader.refuse(at: start) }
  }
}

/// The cutting of bytes into blocks, and the sealing of each.
/// - SeeAlso: Specs/content.md.
public enum Content {
  /// The longest content: that of a grant.
  public static let maxLength = UInt64(Limits.grantBlocks) * UInt64(Limits.partBytes)

  /// max(1, ceil(length / 130,992)).
  public static func blockCount(length: UInt64) -> UInt32 {
    let part = UInt64(Limits.partBytes)
    return UInt32(max(1, (length + part - 1) / part))
  }

  /// The smallest power of two that is at least ``blockCount(length:)``.
  public static func bundleBlockCount(length: UInt64) -> UInt32 {
    var count: UInt32 = 1
    while count < blockCount(length: length) { count *= 2 }
    return count
  }

  /// How many bytes of the content block `index` holds; 0 for one behind the end.
  public static func partByteCount(length: UInt64, index: UInt32) -> Int {
    let start = UInt64(index) * UInt64(Limits.partBytes)
    guard length > start else { return 0 }
    return Int(min(length - start, UInt64(Limits.partBytes)))
  }

  /// Seals block `index` of `count` into `block`, which has 131,072 bytes.
  ///
  /// `part` is the content's bytes of this block: 130,992, or fewer in the last ones.
  public static func sealBlock(
    _ part: RawSpan, key: borrowing Secret<ContentKey>, place: Place, index: UInt32,
    count: UInt32, into block: inout MutableRawSpan
  ) {
    let context = blockContext(place, index, count)
    if part.byteCount == Limits.partBytes {
      Seal.seal(part, with: key, label: .block, context: context, into: &block)
      return
    }
    var padded = SecretBuffer(capacity: Limits.partBytes)
    padded.append(part)
    padded.appendZeros(Limits.partBytes - part.byteCount)
    padded.withBytes {
      Seal.seal($0, with: key, label: .block, context: context, into: &block)
    }
  }

  /// Opens block `index` of `count` into `part`, which has 130,992 bytes, and checks
  /// that those behind the content's `length` are zero.
  ///
  /// - Throws: `.damaged(.block)`; `part` holds nothing usable then.
  public static func openBlock(
    _ block: RawSpan, key: borrowing Secret<ContentKey>, place: Place, index: UInt32,
    count: UInt32, length: UInt64, into part: inout MutableRawSpan
  ) throws(VaultError) {
    guard block.byteCount == Limits.blockBytes else { throw .damaged(.block) }
    do {
      try Seal.open(
        block, with: key, label: .block, context: blockContext(place, index, count),
        into: &part)
    } catch {
      throw .damaged(.block)
    }
    let used = partByteCount(length: length, index: index)
    let rest = part.bytes.extracting(used..<Limits.partBytes)
    guard isZero(rest) else { throw .damaged(.block) }
  }

  /// Seals a content that is whole in memory: its blocks, in order.
  public static func seal(
    _ bytes: RawSpan, as reference: ContentReference, place: Place, count: UInt32? = nil
  ) -> [[UInt8]] {
    precondition(UInt64(bytes.byteCount) == reference.length, "Vault: another length was named")
    let count = count ?? reference.count
    return (0..<count).map { index in
      let start = min(Int(index) * Limits.partBytes, bytes.byteCount)
      let size = partByteCount(length: reference.length, index: index)
      var block = [UInt8](repeating: 0, count: Limits.blockBytes)
      block.withMutableBytes {
        sealBlock(
          bytes.extracting(start..<start + size), key: reference.key.secret, place: place,
          index: index, count: count, into: &$0)
      }
      return block
    }
  }

  /// Collects a content's blocks as they come, in order, into wiped memory.
  package struct Collector: ~Copyable {
    private let reference: ContentReference
    private let place: Place
    private var collected: SecretBuffer
    private(set) var nextIndex: UInt32 = 0

    package init(_ reference: ContentReference, place: Place) {
      self.reference = reference
      self.place = place
      collected = SecretBuffer(capacity: Int(reference.length))
    }

    package var isComplete: Bool { nextIndex == reference.count }

    /// The names of the blocks to fetch next, at most 16.
    var nextNames: [BlockName] {
      let end = min(reference.count, nextIndex + UInt32(Limits.blocksPerRequest))
      return (nextIndex..<end).map { reference.blockName($0) }
    }

    package mutating func take(_ block: RawSpan) throws(VaultError) {
      var failure: VaultError?
      let part = Secret<Plaintext>(byteCount: Limits.partBytes) { part in
        do throws(VaultError) {
          try Content.openBlock(
            block, key: reference.key.secret, place: place, index: nextIndex,
            count: reference.count, length: reference.length, into: &part)
        } catch {
          failure = error
        }
      }
      if let failure { throw failure }
      let used = Content.partByteCount(length: reference.length, index: nextIndex)
      part.withBytes { collected.append($0.extracting(0..<used)) }
      nextIndex += 1
    }

    package borrowing func withBytes<R: ~Copyable, E: Error>(
      _ body: (RawSpan) throws(E) -> R
    ) throws(E) -> R {
      try collected.withBytes(body)
    }
  }

  private static func isZero(_ bytes: RawSpan) -> Bool {
    for i in 0..<bytes.byteCount
    where unsafe bytes.unsafeLoad(fromUncheckedByteOffset: i, as: UInt8.self) != 0 {
      return false
    }
    return true
  }

  private static func blockContext(_ place: Place, _ index: UInt32, _ count: UInt32) -> [UInt8] {
    var writer = CBORWriter(capacity: 96)
    writer.array(3)
    place.write(to: &writer)
    writer.unsigned(index)
    writer.unsigned(count)
    return writer.exposedBytes()
  }
}
