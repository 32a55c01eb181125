import Share
import Sodium
import Vault
import Wire

/// Fetches the manifest and the first document. The blocks behind the first one are asked for before the
/// manifest has come, as far as they surely hold something: a slow line never waits for a question.
final class FirstDownload: Activity {
  private let start: BundleStart
  /// The opened bundle, once its manifest has come.
  private(set) var bundle: Bundle?
  /// The first document, as far as it has come.
  private(set) var read = Collected(capacity: 0)

  private var range: Range<UInt64> = 0..<0
  private var nextRequested: UInt16 = 0
  private var end: UInt16
  private var arrivals = Arrivals()

  /// Blocks that are asked for with the manifest's: few, or the manifest would be long in coming.
  private static let ahead: UInt16 = 3

  init(_ start: BundleStart) {
    self.start = start
    end = min(start.sureBlocks.upperBound, FirstDownload.ahead)
  }

  override var isOver: Bool { bundle != nil && arrivals.next == end }

  /// Whether the first document is there whole.
  var isRead: Bool { bundle != nil && progress.done == progress.total }

  override var progress: (done: UInt64, total: UInt64) {
    let reached = min(UInt64(arrivals.next) * UInt64(Limits.partBytes), range.upperBound)
    return (max(reached, range.lowerBound) - range.lowerBound, range.upperBound - range.lowerBound)
  }

  override func next(_ ticket: Int) throws(CoreFailure) -> Request? {
    guard nextRequested < end else { return nil }
    // The manifest's block alone: it is waited for.
    let count = nextRequested == 0 ? 1 : BundleDownload.blocksPerRequest
    let numbers = nextRequested..<min(nextRequested + count, end)
    nextRequested = numbers.upperBound
    arrivals.expect(numbers, ticket)
    return start.request(numbers)
  }

  override func receive(_ response: Response, _ ticket: Int) throws(CoreFailure) {
    arrivals.take(response, ticket)
    do {
      while let (numbers, response) = arrivals.removeNext() {
        if let bundle {
          try open(response, numbers, of: bundle)
        } else if let bundle = try start.receive(response, numbers) {
          know(bundle)
        } else if arrivals.next == end {
          // A long manifest.
          end += 1
        }
      }
    } catch {
      throw .vault(error)
    }
  }

  private func know(_ bundle: Bundle) {
    self.bundle = bundle
    range = bundle.range(ofDocument: 0)
    end = max(nextRequested, bundle.blocks(holding: range).upperBound)
    read = Collected(capacity: Int(range.upperBound - range.lowerBound))
    bundle.withPrefix(of: range) { read.append($0) }
  }

  private func open(
    _ response: Response, _ numbers: Range<UInt16>, of bundle: Bundle
  ) throws(VaultError) {
    let (range, read) = (range, read)
    try bundle.open(response, numbers) { (number, bytes) throws(VaultError) in
      // What was asked for ahead may be of the documents behind the first.
      if number < FirstDownload.ahead { bundle.keep(bytes) }
      let part = bundle.part(number, of: range)
      if !part.isEmpty { read.append(bytes.extracting(part)) }
    }
  }
}
