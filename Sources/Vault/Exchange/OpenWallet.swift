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
    case rest
    case snapshot
    case done
  }

  private let info: Info
  private let clockOffset: Int64
  private var hardening: Hardening?
  private var candidates: CandidateList?
  private var contents: SlotContents?
  private var reader: JournalReader?
  private var stage = Stage.harden

  /// - Parameters:
  ///   - localTime: this machine's clock, in seconds since 1970, when `info` came.
  ///   - pin: the hash of the epoch list that the caller trusts; nil to trust `info`'s.
  /// - Throws: `.epochsNotPinned`.
  public init(
    _ credential: consuming WordsCredential, info: Info, pin: [UInt8]?, localTime: UInt64
  ) throws(VaultError) {
    self.info = info
    clockOffset = Int64(clamping: info.time) - Int64(clamping: localTime)
    if let pin, !info.epochs.hasBeginning(hash: pin) { throw .epochsNotPinned }
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
    case .rest, .snapshot: return reader?.nextRequest()
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
      let answer: OpenSpaceAnswer
      do {
        answer = try response.message()
      } catch .refused(.notFound) {
        // Locked or deleted between two calls: the one answer that there is.
        throw .noSuchWallet
      }
      guard let contents else { return }
      guard answer.generation == contents.generation else { throw .damaged(.generation) }
      try reader?.begin(answer.journal, floorSeq: contents.floorSeq)
      try advance()
    case .rest, .snapshot:
      try reader?.receive(response)
      try advance()
    case .done: throw .nonsense
    }
  }

  private func advance() throws(VaultError) {
    guard let reader, reader.nextRequest() == nil else {
      stage = .rest
      return
    }
    compartment = try reader.finish(clockOffset: clockOffset)
    self.reader = nil
    contents = nil
    stage = .done
  }
}

/// Reads a journal from its base: pages of entries, then the base's snapshot, then
/// every entry in its order.
final class JournalReader {
  let signer: SpaceSigner
  private var journal: Journal?
  private let spaceID: SpaceID
  private let generation: UInt32
  private var entries: [[UInt8]] = []
  private var headSeq: UInt64 = 0
  private var headHash: [UInt8] = []
  private var baseSeq: UInt64 = 0
  private var snapshot: Content.Collector?
  private var state: WalletState?
  private var replayed = 0

  init(_ contents: SlotContents) {
    spaceID = contents.spaceID
    generation = contents.generation
    signer = SpaceSigner(spaceID: contents.spaceID, root: contents.root)
    journal = Journal(
      spaceID: contents.spaceID, generation: contents.generation, root: contents.root)
  }

  /// Takes the first page.
  ///
  /// - Throws: `.damaged(.rolledBack)` for a head before `floorSeq`.
  func begin(_ part: JournalPart, floorSeq: UInt64) throws(VaultError) {
    guard part.headSeq >= floorSeq else { throw .damaged(.rolledBack) }
    guard part.baseSeq >= 1, part.baseSeq <= part.headSeq, part.firstSeq == part.baseSeq,
      UInt64(part.entries.count) <= part.headSeq - part.baseSeq + 1
    else { throw .damaged(.head) }
    headSeq = part.headSeq
    headHash = part.headHash
    baseSeq = part.baseSeq
    journal?.start(before: part.baseSeq, prev: part.basePrev)
    if part.baseSeq == 1, part.basePrev != Journal.zeroHash { throw .damaged(.chain(seq: 1)) }
    entries = part.entries
    try readBase()
  }

  private var missingCount: UInt64 {
    headSeq - baseSeq + 1 - UInt64(entries.count)
  }

  /// The next page or the next blocks of the snapshot; nil when nothing more is needed.
  func nextRequest() -> Request? {
    if missingCount > 0 {
      return Request(
        .journalGet, JournalGetRequest(from: baseSeq + UInt64(entries.count)), signer: signer)
    }
    guard snapshot != nil else { return nil }
    let names = snapshot?.nextNames ?? []
    guard !names.isEmpty else { return nil }
    return Request(.blocksGet, BlocksGetRequest(names: names), signer: signer)
  }

  func receive(_ response: Response) throws(VaultError) {
    if missingCount > 0 {
      let part: JournalPart = try response.message()
      // The journal went on, or was cut, while it was read: what was promised first
      // has to be there, or somebody changed it.
      guard part.firstSeq == baseSeq + UInt64(entries.count), !part.entries.isEmpty else {
        throw .damaged(.head)
      }
      entries += part.entries.prefix(Int(clamping: missingCount))
      return
    }
    let count = snapshot?.nextNames.count ?? 0
    let blocks: [ArraySlice<UInt8>]
    do {
      blocks = try response.blocks(count: count)
    } catch .refused(.notFound) {
      throw .damaged(.block)
    }
    for block in blocks { try snapshot?.take(Array(block).rawSpan) }
  }

  /// Opens the base entry, which is the creation or a snapshot.
  private func readBase() throws(VaultError) {
    guard let first = entries.first else { throw .damaged(.head) }
    guard let change = try journal?.open(first).change else { return }
    switch change {
    case .created(let layout, let language) where baseSeq == 1:
      state = WalletState(layout: layout, language: language)
    case .snapshot(let content) where baseSeq > 1:
      snapshot = Content.Collector(
        content, place: .snapshot(spaceID, generation: generation, seq: baseSeq))
      snapshotContent = content
    default: throw .damaged(.entry(seq: baseSeq))
    }
    replayed = 1
  }

  private(set) var snapshotContent: ContentReference?

  /// Replays the entries and checks that they end where the server says.
  func finish(clockOffset: Int64) throws(VaultError) -> Compartment {
    if let content = snapshotContent {
      let read = snapshot?.withBytes { try? WalletState(snapshotContent: $0) } ?? nil
      guard var read else { throw .damaged(.content) }
      read.snapshot = content
      state = read
    }
    guard let state, let journal = journal.take() else { throw .damaged(.head) }
    let compartment = Compartment(
      journal: journal, signer: signer, state: state, clockOffset: clockOffset)
    try compartment.take(Array(entries.dropFirst(replayed)))
    guard compartment.journal.headSeq == headSeq, compartment.journal.headHash == headHash
    else { throw .damaged(.head) }
    return compartment
  }
}
