import Vault
import Wire

/// Answers with blocks, in the order of the blocks, whatever order they come in.
struct Arrivals {
  /// The block that comes next.
  private(set) var next: UInt16 = 0
  private var waiting: [(ticket: Int, numbers: Range<UInt16>)] = []
  private var early: [(numbers: Range<UInt16>, response: Response)] = []

  init(from next: UInt16 = 0) {
    self.next = next
  }

  mutating func expect(_ numbers: Range<UInt16>, _ ticket: Int) {
    waiting.append((ticket, numbers))
  }

  /// Takes an answer; one that nobody waits for is let go.
  mutating func take(_ response: Response, _ ticket: Int) {
    guard let index = waiting.firstIndex(where: { $0.ticket == ticket }) else { return }
    early.append((waiting.remove(at: index).numbers, response))
  }

  /// The answer whose turn it is, if it is there.
  mutating func removeNext() -> (numbers: Range<UInt16>, response: Response)? {
    guard let index = early.firstIndex(where: { $0.numbers.lowerBound == next }) else { return nil }
    let arrived = early.remove(at: index)
    next = arrived.numbers.upperBound
    return arrived
  }
}
