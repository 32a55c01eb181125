import Sodium
import Vault
import Wire

/// Seals the bytes of a document into blocks and puts them, some requests at a time.
final class Upload: Activity {
  private let document: Document
  private let compartment: Compartment
  /// Lends the bytes of a range of the document.
  private let lend: (Range<Int>, (RawSpan) -> Void) -> Void
  private var nextIndex: UInt32 = 0
  private var waiting: [(ticket: Int, bytes: UInt64)] = []
  private var done: UInt64 = 0

  /// Half a megabyte a request: what is dropped on a bad line is not much.
  private static let blocksPerRequest: UInt32 = 4

  init(
    _ document: Document, of compartment: Compartment,
    lend: @escaping (Range<Int>, (RawSpan) -> Void) -> Void
  ) {
    self.document = document
    self.compartment = compartment
    self.lend = lend
  }

  /// - Parameter range: where the document's bytes lie in `input`.
  convenience init(
    _ document: Document, of compartment: Compartment, from input: Input, _ range: Range<Int>
  ) {
    self.init(document, of: compartment) { part, take in
      input.withBytes(range.lowerBound + part.lowerBound..<range.lowerBound + part.upperBound, take)
    }
  }

  override var isOver: Bool { nextIndex == document.content.count && waiting.isEmpty }
  override var progress: (done: UInt64, total: UInt64) { (done, document.content.length) }

  override func next(_ ticket: Int) throws(CoreFailure) -> Request? {
    let content = document.content
    guard nextIndex < content.count else { return nil }
    let end = min(nextIndex + Upload.blocksPerRequest, content.count)
    var blocks: [(name: BlockName, block: [UInt8])] = []
    var bytes: UInt64 = 0
    for index in nextIndex..<end {
      let start = Int(index) * Limits.partBytes
      let count = Content.partByteCount(length: content.length, index: index)
      var block = [UInt8](repeating: 0, count: Limits.blockBytes)
      lend(start..<start + count) { part in
        block.withMutableBytes {
          Content.sealBlock(
            part, key: content.key.secret, place: document.place(in: compartment.spaceID),
            index: index, count: content.count, into: &$0)
        }
      }
      blocks.append((content.blockName(index), block))
      bytes += UInt64(count)
    }
    nextIndex = end
    waiting.append((ticket, bytes))
    return compartment.putRequest(blocks)
  }

  override func receive(_ response: Response, _ ticket: Int) throws(CoreFailure) {
    do {
      try response.done()
    } catch .refused(.notFound) {
      // One's own space answers as none: it is locked or gone.
      throw .vault(.noSuchWallet)
    } catch {
      throw .vault(error)
    }
    for request in waiting where request.ticket == ticket { done += request.bytes }
    waiting.removeAll { $0.ticket == ticket }
  }
}

/// Fetches the blocks of a content, some requests at a time, and hands its parts over in order.
final class Download: Activity {
  private let content: ContentReference
  private let place: Place
  private let compartment: Compartment
  private var nextRequested: UInt32 = 0
  private var nextOpened: UInt32 = 0
  private var waiting: [(ticket: Int, blocks: Range<UInt32>)] = []
  /// Blocks that came before those that they follow.
  private var early: [(first: UInt32, blocks: [ArraySlice<UInt8>])] = []
  private var done: UInt64 = 0
  private let take: (RawSpan) -> Void

  private static let blocksPerRequest: UInt32 = 2

  init(
    _ content: ContentReference, place: Place, of compartment: Compartment,
    _ take: @escaping (RawSpan) -> Void
  ) {
    self.content = content
    self.place = place
    self.compartment = compartment
    self.take = take
  }

  override var isOver: Bool { nextOpened == content.count }
  override var progress: (done: UInt64, total: UInt64) { (done, content.length) }

  override func next(_ ticket: Int) throws(CoreFailure) -> Request? {
    guard nextRequested < content.count else { return nil }
    let blocks =
      nextRequested..<min(nextRequested + Download.blocksPerRequest, content.count)
    nextRequested = blocks.upperBound
    waiting.append((ticket, blocks))
    return compartment.getRequest(blocks.map { content.blockName($0) })
  }

  override func receive(_ response: Response, _ ticket: Int) throws(CoreFailure) {
    guard let index = waiting.firstIndex(where: { $0.ticket == ticket }) else { return }
    let range = waiting.remove(at: index).blocks
    do {
      early.append((range.lowerBound, try response.blocks(count: range.count)))
    } catch .refused(.notFound) {
      throw .missing
    } catch {
      throw .vault(error)
    }
    while let index = early.firstIndex(where: { $0.first == nextOpened }) {
      for block in early.remove(at: index).blocks { try open(Array(block)) }
    }
  }

  private func open(_ block: [UInt8]) throws(CoreFailure) {
    var failure: VaultError?
    let part = Secret<Plaintext>(byteCount: Limits.partBytes) { part in
      do throws(VaultError) {
        try Content.openBlock(
          block.rawSpan, key: content.key.secret, place: place, index: nextOpened,
          count: content.count, length: content.length, into: &part)
      } catch {
        failure = error
      }
    }
    if let failure { throw .vault(failure) }
    let count = Content.partByteCount(length: content.length, index: nextOpened)
    part.withBytes { take($0.extracting(0..<count)) }
    done += UInt64(count)
    nextOpened += 1
  }
}
