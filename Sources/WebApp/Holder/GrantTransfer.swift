import Share
import Sodium
import Vault
import Wire

/// Moves documents into a grant's bundle: fetched and opened, or given, then sealed anew and put.
final class GrantTransfer: Activity {
  /// Where a shared document's bytes come from.
  enum Source {
    case document(Document)
    /// Bytes that the page gave: a copy that was reduced or blacked out.
    case given(Range<Int>)
  }

  private let new: NewGrant
  private let sealer: BundleSealer
  private let input: Input
  private let compartment: Compartment
  private var sources: ArraySlice<Source>
  private var download: Download?
  private var downloading: [Int] = []
  private var ready: [(number: UInt16, block: [UInt8])] = []
  private var putting: [(ticket: Int, count: Int)] = []
  private var doneBlocks: UInt64 = 0
  private var isSealed = false

  private static let blocksPerRequest = 4

  init(
    _ sources: [Source], into new: NewGrant, _ sealer: BundleSealer, of compartment: Compartment,
    from input: Input
  ) throws(CoreFailure) {
    self.sources = sources[...]
    self.new = new
    self.sealer = sealer
    self.input = input
    self.compartment = compartment
    super.init()
    advance()
  }

  override var isOver: Bool { isSealed && ready.isEmpty && putting.isEmpty }

  override var progress: (done: UInt64, total: UInt64) {
    (doneBlocks * UInt64(Limits.partBytes), UInt64(new.blockCount) * UInt64(Limits.partBytes))
  }

  override func next(_ ticket: Int) throws(CoreFailure) -> Request? {
    if ready.count >= GrantTransfer.blocksPerRequest || isSealed && !ready.isEmpty {
      let batch = Array(ready.prefix(GrantTransfer.blocksPerRequest))
      ready.removeFirst(batch.count)
      putting.append((ticket, batch.count))
      return new.putRequest(batch)
    }
    guard let request = try download?.next(ticket) else { return nil }
    downloading.append(ticket)
    return request
  }

  override func receive(_ response: Response, _ ticket: Int) throws(CoreFailure) {
    if let index = putting.firstIndex(where: { $0.ticket == ticket }) {
      try core { () throws(VaultError) in try response.done() }
      doneBlocks += UInt64(putting.remove(at: index).count)
      return
    }
    guard let index = downloading.firstIndex(of: ticket) else { return }
    downloading.remove(at: index)
    try download?.receive(response, ticket)
    advance()
  }

  /// Goes to the next document when one is whole, and seals the rest after the last.
  private func advance() {
    while download?.isOver ?? true, !isSealed {
      switch sources.popFirst() {
      case .document(let document):
        let sealer = sealer
        download = Download(
          document.content, place: document.place(in: compartment.spaceID), of: compartment
        ) { sealer.append($0) }
      case .given(let range):
        download = nil
        input.withBytes(range) { sealer.append($0) }
      case nil:
        download = nil
        sealer.finish()
        isSealed = true
      }
    }
    ready += sealer.takeBlocks()
  }
}
