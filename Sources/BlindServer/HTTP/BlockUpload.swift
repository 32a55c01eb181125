import NIOCore
import Sodium
import Wire

/// A raw body of blocks, written to where they wait as they come: in memory is one
/// block, whatever the body's size.
///
///     lead || n x (prefix || block), n in 1...16
struct BlockUpload: ~Copyable {
  /// What a body of this form is made of.
  struct Form {
    var leadBytes = 0
    var prefixBytes: Int

    /// The blocks of a body of the declared length.
    /// - Throws: `.malformed` or `.tooLarge` if it can't be of this form, before
    ///   anything is read.
    func blockCount(_ incoming: Incoming) throws -> Int {
      let frameBytes = prefixBytes + Limits.blockBytes
      guard let length = incoming.contentLength, length > leadBytes,
        (length - leadBytes) % frameBytes == 0
      else { throw Refusal(.malformed) }
      let count = (length - leadBytes) / frameBytes
      guard count <= Limits.blocksPerRequest else { throw Refusal(.tooLarge) }
      return count
    }
  }

  private let form: Form
  private let blockCount: Int
  private let storage: any Storage
  private let area: BlockArea
  private var lead: [UInt8] = []
  private var prefixes: [[UInt8]] = []
  private var prefix: [UInt8] = []
  /// Empty until the first block begins.
  private var block = ByteBuffer()
  private var staged: [StagedBlock] = []
  private var hash = SHA512()

  init(_ form: Form, blockCount: Int, storage: any Storage, area: BlockArea) {
    self.form = form
    self.blockCount = blockCount
    self.storage = storage
    self.area = area
  }

  /// Takes the body's next piece. `authorize` gets the lead once it is whole, before any
  /// block is written.
  mutating func take(
    _ piece: ByteBuffer, authorize: ([UInt8]) throws -> Void = { _ in }
  ) async throws {
    var piece = piece
    hash.update(piece.readableBytesSpan)
    while piece.readableBytes > 0 {
      if lead.count < form.leadBytes {
        Self.move(form.leadBytes - lead.count, from: &piece, to: &lead)
        if lead.count == form.leadBytes { try authorize(lead) }
      } else if prefix.count < form.prefixBytes {
        Self.move(form.prefixBytes - prefix.count, from: &piece, to: &prefix)
      } else {
        try await takeBlock(&piece)
      }
    }
  }

  private mutating func takeBlock(_ piece: inout ByteBuffer) async throws {
    block.reserveCapacity(Limits.blockBytes)
    let count = min(Limits.blockBytes - block.readableBytes, piece.readableBytes)
    if var slice = piece.readSlice(length: count) { block.writeBuffer(&slice) }
    guard block.readableBytes == Limits.blockBytes else { return }
    prefixes.append(prefix)
    // The last waits until the digest is known.
    guard prefixes.count < blockCount else { return }
    staged.append(try await storage.stage(block, in: area))
    block.clear()
    prefix = []
  }

  /// The blocks with their prefixes, durable, once the body is whole and `isRight` found
  /// its SHA-512 to be what was signed.
  consuming func finish(isRight: ([UInt8]) -> Bool = { _ in true }) async throws
    -> [(prefix: [UInt8], block: StagedBlock)]
  {
    guard prefixes.count == blockCount else { throw Refusal(.timeout) }
    guard isRight(hash.finalize()) else { throw Refusal(.notFound) }
    guard Set(prefixes).count == blockCount else { throw Refusal(.malformed) }
    staged.append(try await storage.stage(last: block, after: staged, in: area))
    return Array(zip(prefixes, staged)).map { (prefix: $0.0, block: $0.1) }
  }

  private static func move(_ count: Int, from piece: inout ByteBuffer, to bytes: inout [UInt8]) {
    let moved = min(count, piece.readableBytes)
    bytes += piece.readBytes(length: moved) ?? []
  }
}
