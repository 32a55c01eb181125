import Sodium
public import Wire

/// Opens a wallet with a credential: harden, read slots, open the space, read its
/// journal and its snapshot; then move the slot to the newest epoch, if it is of an older one.
///
/// A wrong credential ends it after the reading of slots, with `.noSuchWallet`,
/// whatever was wrong. Up to there every credential makes the same calls.
/// - SeeAlso: Specs/slots.md, "Opening"; Specs/journal.md, "Reading".
public final class OpenWallet: Exchange {
  private enum Stage {
    case harden
    case readSlots
    case open
    case read
    case move
    case done
  }

  private let info: Info
  private let isPinned: Bool
  private let clockOffset: Int64
  private let hardening: Hardening
  private var candidates: CandidateList?
  private var found: FoundSlot?
  private var standing: Standing?
  private var reader: JournalReader?
  private var failure: (baseSeq: UInt64, error: VaultError)?
  private var move: WriteSlots?
  private var stage = Stage.harden

  /// - Parameters:
  ///   - localTime: this machine's clock, in seconds since 1970, when `info` came.
  ///   - pin: the hash of the whole epoch list that the caller trusts; nil to trust `info`'s.
  /// - Throws: `.epochsNotPinned`.
  public init(
    _ credential: consuming Credential, info: Info, pin: [UInt8]?, localTime: UInt64
  ) throws(VaultError) {
    self.info = info
    isPinned = pin != nil
    clockOffset = Int64(clamping: info.time) - Int64(clamping: localTime)
    if let pin, info.epochs.hash != pin { throw .epochsNotPinned }
    hardening = try Hardening(credential, epochs: EpochsAtHand(info.epochs))
  }

  /// The opened wallet, once the exchange is over.
  public private(set) var compartment: Compartment?

  public func next() throws(VaultError) -> Request? {
    switch stage {
    case .harden: return hardening.next()
    case .readSlots:
      return Request(.slotsRead, SlotsReadRequest(ids: candidates?.slotIDs ?? []))
    case .open:
      return Request(.openSpace, NoFields(), signer: reader?.signer)
    case .read: return reader?.nextRequest()
    case .move: return try move?.next()
    case .done: return nil
    }
  }

  public var following: Request? { stage == .harden ? hardening.following : nil }

  public func receive(_ response: Response) throws(VaultError) {
    switch stage {
    case .harden:
      try hardening.receive(response)
      guard hardening.next() == nil else { return }
      candidates = try hardening.candidates()
      stage = .readSlots
    case .readSlots:
      let answer: SlotsReadAnswer = try response.message()
      guard
        let found = try candidates?.open(
          answer.records, epochs: info.epochs, isPinned: isPinned)
      else { throw .noSuchWallet }
      reader = JournalReader(found.contents)
      self.found = found
      stage = .open
    case .open:
      guard let found else { throw .nonsense }
      let answer: OpenSpaceAnswer
      do {
        answer = try response.message()
      } catch .refused(.notFound) {
        // Locked or deleted between two calls: the one answer that there is.
        throw .noSuchWallet
      }
      guard answer.generation == found.contents.generation else {
        throw .damaged(.generation)
      }
      // Read again, and the base is where it was: what is missing was not let go by
      // another session's snapshot.
      if let failure, failure.baseSeq == answer.journal.baseSeq { throw failure.error }
      standing = Standing(
        answer, found: found, role: hardening.role, cardTag: hardening.cardTag)
      try reader?.begin(answer.journal, floorSeq: found.contents.floorSeq)
      try advance()
    case .read:
      guard let found else { throw .nonsense }
      do {
        try reader?.receive(response)
      } catch .damaged(let damage) {
        failure = (reader?.baseSeq ?? 0, .damaged(damage))
        reader = JournalReader(found.contents)
        stage = .open
        return
      }
      try advance()
    case .move: advanceMove(response)
    case .done: throw .nonsense
    }
  }

  private func advance() throws(VaultError) {
    guard let reader, reader.nextRequest() == nil else {
      stage = .read
      return
    }
    guard let standing, let found else { throw .nonsense }
    let epochs = EpochsAtHand(
      info.epochs, isPinned: isPinned, writtenUnder: found.contents.epochListHash)
    let compartment = try reader.finish(
      clockOffset: clockOffset, epochs: epochs, standing: standing)
    self.compartment = compartment
    self.reader = nil
    beginMove(of: found, in: compartment)
    self.found = nil
    candidates = nil
  }

  /// A slot of an older epoch is written under the newest one, where that is pinned and the journal
  /// says what the others are; if that fails, the next opening does it.
  private func beginMove(of found: FoundSlot, in compartment: Compartment) {
    stage = .done
    guard isPinned, found.isOfOlderEpoch, let candidates, compartment.layout != nil else { return }
    let move = WriteSlots(moving: candidates, of: compartment, time: info.time)
    self.move = move
    stage = (try? move.next()) == nil ? .done : .move
  }

  private func advanceMove(_ response: Response) {
    do throws(VaultError) {
      try move?.receive(response)
      if try move?.next() != nil { return }
    } catch {
      // The wallet is open all the same.
    }
    move = nil
    stage = .done
  }
}
