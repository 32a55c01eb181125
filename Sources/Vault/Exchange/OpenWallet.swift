import Sodium
public import Wire

/// Opens a wallet with a credential: harden, read slots, open the space, read its
/// journal and its snapshot.
///
/// A wrong credential ends it after the reading of slots, with `.noSuchWallet`,
/// whatever was wrong.
/// - SeeAlso: Specs/slots.md, "Opening"; Specs/journal.md, "Reading".
public final class OpenWallet: Exchange {
  private enum Stage {
    case harden
    case readSlots
    case open
    case read
    case done
  }

  private let info: Info
  private let clockOffset: Int64
  private var hardening: Hardening?
  private var candidates: CandidateList?
  private var contents: SlotContents?
  private var reader: JournalReader?
  private var failure: (baseSeq: UInt64, error: VaultError)?
  private var stage = Stage.harden

  /// - Parameters:
  ///   - localTime: this machine's clock, in seconds since 1970, when `info` came.
  ///   - pin: the hash of the whole epoch list that the caller trusts; nil to trust `info`'s.
  /// - Throws: `.epochsNotPinned`.
  public init(
    _ credential: consuming WordsCredential, info: Info, pin: [UInt8]?, localTime: UInt64
  ) throws(VaultError) {
    self.info = info
    clockOffset = Int64(clamping: info.time) - Int64(clamping: localTime)
    if let pin, info.epochs.hash != pin { throw .epochsNotPinned }
    hardening = try Hardening(credential, epochs: info.epochs)
  }

  /// The opened wallet, once the exchange is over.
  public private(set) var compartment: Compartment?

  public func next() throws(VaultError) -> Request? {
    switch stage {
    case .harden: return hardening?.request()
    case .readSlots:
      return Request(.slotsRead, SlotsReadRequest(ids: candidates?.slotIDs ?? []))
    case .open:
      return Request(.openSpace, NoFields(), signer: reader?.signer)
    case .read: return reader?.nextRequest()
    case .done: return nil
    }
  }

  public func receive(_ response: Response) throws(VaultError) {
    switch stage {
    case .harden:
      candidates = try hardening.take()?.candidates(response.message())
      stage = .readSlots
    case .readSlots:
      let answer: SlotsReadAnswer = try response.message()
      guard let found = try candidates?.open(answer.records, epochs: info.epochs) else {
        throw .noSuchWallet
      }
      reader = JournalReader(found)
      contents = found
      candidates = nil
      stage = .open
    case .open:
      guard let contents else { throw .nonsense }
      let answer: OpenSpaceAnswer
      do {
        answer = try response.message()
      } catch .refused(.notFound) {
        // Locked or deleted between two calls: the one answer that there is.
        throw .noSuchWallet
      }
      guard answer.generation == contents.generation else { throw .damaged(.generation) }
      // Read again, and the base is where it was: what is missing was not let go by
      // another session's snapshot.
      if let failure, failure.baseSeq == answer.journal.baseSeq { throw failure.error }
      try reader?.begin(answer.journal, floorSeq: contents.floorSeq)
      try advance()
    case .read:
      guard let contents else { throw .nonsense }
      do {
        try reader?.receive(response)
      } catch .damaged(let damage) {
        failure = (reader?.baseSeq ?? 0, .damaged(damage))
        reader = JournalReader(contents)
        stage = .open
        return
      }
      try advance()
    case .done: throw .nonsense
    }
  }

  private func advance() throws(VaultError) {
    guard let reader, reader.nextRequest() == nil else {
      stage = .read
      return
    }
    compartment = try reader.finish(clockOffset: clockOffset)
    self.reader = nil
    contents = nil
    stage = .done
  }
}
