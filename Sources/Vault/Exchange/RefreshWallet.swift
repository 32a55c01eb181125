import Wire

/// Brings a compartment up to date with what other sessions appended.
///
/// Where another session's snapshot has let the entries in between go, the journal is
/// read again from its base; it never goes back behind what was read before.
/// - SeeAlso: Specs/journal.md, "Appending".
public final class RefreshWallet: Exchange {
  private enum Stage {
    case tail
    case base
    case reread
    case done
  }

  private let compartment: Compartment
  private var reader: JournalReader?
  private var stage = Stage.tail

  /// The sealed entries that came, in order, unless the journal was read again.
  private(set) var entries: [[UInt8]] = []
  /// Whether the journal was read again from its base.
  private(set) var wasReread = false

  public init(_ compartment: Compartment) {
    self.compartment = compartment
  }

  public func next() throws(VaultError) -> Request? {
    switch stage {
    case .tail: request(from: compartment.journal.headSeq + 1)
    case .base: request(from: 0)
    case .reread: reader?.nextRequest()
    case .done: nil
    }
  }

  private func request(from seq: UInt64) -> Request {
    Request(.journalGet, JournalGetRequest(from: seq), signer: compartment.signer)
  }

  public func receive(_ response: Response) throws(VaultError) {
    do {
      try take(response)
    } catch .refused(.notFound) {
      // One's own space answers as none: it is locked or gone.
      throw .noSuchWallet
    }
  }

  private func take(_ response: Response) throws(VaultError) {
    switch stage {
    case .tail: try takeTail(response.message())
    case .base:
      let reader = JournalReader(again: compartment)
      try reader.begin(response.message(), floorSeq: compartment.journal.headSeq)
      self.reader = reader
      try finishRereading()
    case .reread:
      try reader?.receive(response)
      try finishRereading()
    case .done: throw .nonsense
    }
  }

  private func takeTail(_ part: JournalPart) throws(VaultError) {
    let journal = (seq: compartment.journal.headSeq, hash: compartment.journal.headHash)
    guard part.headSeq >= journal.seq else { throw .damaged(.rolledBack) }
    if part.baseSeq > journal.seq + 1 {
      stage = .base
      return
    }
    guard part.firstSeq == journal.seq + 1, !part.entries.isEmpty || part.headSeq == journal.seq
    else { throw .damaged(.head) }
    try compartment.take(part.entries)
    entries += part.entries
    guard compartment.journal.headSeq < part.headSeq else {
      guard compartment.journal.headSeq == part.headSeq,
        compartment.journal.headHash == part.headHash
      else { throw .damaged(.head) }
      stage = .done
      return
    }
  }

  private func finishRereading() throws(VaultError) {
    guard let reader, reader.nextRequest() == nil else {
      stage = .reread
      return
    }
    let newer = try reader.finish(
      clockOffset: compartment.clockOffset, epochs: compartment.epochs,
      standing: compartment.standing)
    compartment.replace(with: newer)
    wasReread = true
    stage = .done
  }
}
