import Share
import Vault
import Wire

/// Fetches the blocks that hold a range of a bundle, some requests at a time.
final class BundleDownload: Activity {
  private let bundle: Bundle
  private let range: Range<UInt64>
  private let read: Collected
  private var nextRequested: UInt16
  private var nextOpened: UInt16
  private let end: UInt16
  private var waiting: [(ticket: Int, numbers: Range<UInt16>)] = []
  /// Answers that came before those that they follow.
  private var early: [(numbers: Range<UInt16>, response: Response)] = []
  private var done: UInt64

  private static let blocksPerRequest: UInt16 = 2

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
    nextOpened = numbers.lowerBound
    end = numbers.upperBound
  }

  override var isOver: Bool { nextOpened == end }
  override var progress: (done: UInt64, total: UInt64) {
    (done, range.upperBound - range.lowerBound)
  }

  override func next(_ ticket: Int) throws(CoreFailure) -> Request? {
    guard nextRequested < end else { return nil }
    let numbers = nextRequested..<min(nextRequested + BundleDownload.blocksPerRequest, end)
    nextRequested = numbers.upperBound
    waiting.append((ticket, numbers))
    return bundle.request(Array(numbers))
  }

  override func receive(_ response: Response, _ ticket: Int) throws(CoreFailure) {
    guard let index = waiting.firstIndex(where: { $0.ticket == ticket }) else { return }
    early.append((waiting.remove(at: index).numbers, response))
    while let index = early.firstIndex(where: { $0.numbers.lowerBound == nextOpened }) {
      let (numbers, response) = early.remove(at: index)
      try open(response, numbers)
      nextOpened = numbers.upperBound
    }
  }

  private func open(_ response: Response, _ numbers: Range<UInt16>) throws(CoreFailure) {
    let (range, read) = (range, read)
    do {
      try bundle.open(response, numbers: Array(numbers)) { (number, bytes) throws(VaultError) in
        let partStart = UInt64(number) * UInt64(Limits.partBytes)
        let from = Int(max(range.lowerBound, partStart) - partStart)
        let to = Int(min(range.upperBound - partStart, UInt64(Limits.partBytes)))
        read.append(bytes.extracting(from..<to))
      }
    } catch {
      throw .vault(error)
    }
    let reached = min(UInt64(numbers.upperBound) * UInt64(Limits.partBytes), range.upperBound)
    done = reached - range.lowerBound
  }
}
