import Sodium
import Wire

/// Reads a journal from its base: pages of entries, then the base's snapshot, then
/// every entry in its order.
final class JournalReader {
  let signer: SpaceSigner
  private var journal: Journal?
  /// The first entry that the server keeps.
  private(set) var baseSeq: UInt64 = 0
  /// What the entries behind the base say, in order.
  private var changes: [(change: Change, time: UInt64)] = []
  private var headSeq: UInt64 = 0
  private var headHash: [UInt8] = []
  private var snapshot: Content.Collector?
  private(set) var snapshotContent: ContentReference?
  private var state: WalletState?
  private let generation: UInt32
  private let root: Secret<RootKey>

  /// Reads the journal of an opened slot.
  init(_ contents: SlotContents) {
    signer = SpaceSigner(spaceID: contents.spaceID, root: contents.root)
    generation = contents.generation
    root = contents.root.copy()
    journal = Journal(
      spaceID: contents.spaceID, generation: contents.generation, root: contents.root)
  }

  /// Reads the journal of a compartment again, which went on without it.
  init(again compartment: Compartment) {
    signer = compartment.signer
    generation = compartment.journal.generation
    root = compartment.root.copy()
    journal = compartment.journal.unread()
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
    guard let first = part.entries.first else { throw .damaged(.head) }
    try readBase(first)
    try open(part.entries.dropFirst())
  }

  private var nextSeq: UInt64 { baseSeq + 1 + UInt64(changes.count) }

  private var missingCount: UInt64 {
    headSeq - baseSeq - UInt64(changes.count)
  }

  /// The next page or the next blocks of the snapshot; nil when nothing more is needed.
  func nextRequest() -> Request? {
    if missingCount > 0 {
      return Request(
        .journalGet, JournalGetRequest(from: nextSeq), signer: signer)
    }
    guard snapshot != nil else { return nil }
    let names = snapshot?.nextNames ?? []
    guard !names.isEmpty else { return nil }
    return Request(.blocksGet, BlocksGetRequest(names: names), signer: signer)
  }

  func receive(_ response: Response) throws(VaultError) {
    if missingCount > 0 {
      let part: JournalPart
      do {
        part = try response.message()
      } catch .refused(.notFound) {
        throw .noSuchWallet
      }
      // What was promised first has to be there, or the base has moved meanwhile, or
      // somebody changed it: whoever reads tells by reading again.
      guard part.firstSeq == nextSeq, !part.entries.isEmpty else { throw .damaged(.head) }
      try open(part.entries.prefix(Int(clamping: missingCount)))
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
  private func readBase(_ entry: [UInt8]) throws(VaultError) {
    guard let change = try journal?.open(entry).change else { return }
    switch change {
    case .created(let layout, let language) where baseSeq == 1:
      state = WalletState(layout: layout, language: language)
    case .snapshot(let content) where baseSeq > 1:
      snapshot = Content.Collector(
        content,
        place: .snapshot(signer.spaceID, generation: generation, seq: baseSeq))
      snapshotContent = content
    default: throw .damaged(.entry(seq: baseSeq))
    }
  }

  /// Opens entries as they come, so that nothing is collected that is not the wallet's.
  private func open(_ entries: ArraySlice<[UInt8]>) throws(VaultError) {
    for entry in entries {
      if let opened = try journal?.open(entry) { changes.append(opened) }
    }
  }

  /// Applies the changes and checks that they end where the server says.
  func finish(
    clockOffset: Int64, epochs: EpochsAtHand, standing: Standing
  ) throws(VaultError) -> Compartment {
    if let content = snapshotContent {
      let read = snapshot?.withBytes { try? WalletState(snapshotContent: $0) } ?? nil
      guard var read else { throw .damaged(.content) }
      read.snapshot = content
      state = read
    }
    guard var state, var journal = journal.take() else { throw .damaged(.head) }
    for (index, (change, time)) in changes.enumerated() {
      let seq = baseSeq + 1 + UInt64(index)
      guard state.apply(change, at: time) else { throw .damaged(.entry(seq: seq)) }
      if case .snapshot = change { journal.baseSeq = seq }
    }
    guard journal.headSeq == headSeq, journal.headHash == headHash else {
      throw .damaged(.head)
    }
    return Compartment(
      journal: journal, signer: signer, root: root.copy(), state: state,
      clockOffset: clockOffset, epochs: epochs, standing: standing)
  }
}
