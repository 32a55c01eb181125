import Share
import Vault
import Wire

/// Fetches the blocks that hold a range of a bundle, some requests at a time.
final class BundleDownload: Activity {
  private let bundle: Bundle
  private let range: Range<UInt64>
  private let read: Collected
  private var nextRequested: UInt16
  private let end: UInt16
  private var arrivals: Arrivals
  private var done: UInt64

  static let blocksPerRequest: UInt16 = 2

  init(_ bundle: Bundle, _ range: Range<UInt64>, _ read: Collected) {
    self.bundle = bundle
    self.range = range
    self.read = read
    // What came with the manifest is not fetched again.
    let start = min(max(range.lowerBound, bundle.prefixBytes), range.upperBound)
    bundle.withPrefix(of: range) { read.append($0) }
    done = start - range.lowerBound
    let numbers = bundle.blocks(holding: start..<range.upperBound)
    nextRequested = numbers.lowerBound
    arrivals = Arrivals(from: numbers.lowerBound)
    end = numbers.upperBound
  }

  override var isOver: Bool { arrivals.next == end }
  override var progress: (done: UInt64, total: UInt64) {
    (done, range.upperBound - range.lowerBound)
  }

  override func next(_ ticket: Int) throws(CoreFailure) -> Request? {
    guard nextRequested < end else { return nil }
    let numbers = nextRequested..<min(nextRequested + BundleDownload.blocksPerRequest, end)
    nextRequested = numbers.upperBound
    arrivals.expect(numbers, ticket)
    return bundle.request(numbers)
  }

  override func receive(_ response: Response, _ ticket: Int) throws(CoreFailure) {
    arrivals.take(response, ticket)
    while let (numbers, response) = arrivals.removeNext() { try open(response, numbers) }
  }

  private func open(_ response: Response, _ numbers: Range<UInt16>) throws(CoreFailure) {
    let (bundle, range, read) = (bundle, range, read)
    do {
      try bundle.open(response, numbers) { (number, bytes) throws(VaultError) in
        read.append(bytes.extracting(bundle.part(number, of: range)))
      }
    } catch {
      throw .vault(error)
    }
    let reached = min(UInt64(numbers.upperBound) * UInt64(Limits.partBytes), range.upperBound)
    done = reached - range.lowerBound
  }
}
