import Sodium
public import Wire

/// An opened compartment: its keys, its journal's end and its state.
///
/// It belongs to one thread or task at a time. Dropping it wipes its keys.
public final class Compartment {
  public let spaceID: SpaceID
  public let signer: SpaceSigner
  /// What the server's clock shows less what ours does, in seconds.
  public let clockOffset: Int64
  public internal(set) var state: WalletState
  var journal: Journal
  let root: Secret<RootKey>
  let epochs: EpochsAtHand
  /// What the server said of the space beside its journal.
  var standing: Standing
  /// The mark as it was found: opening may itself change something, such as the epoch of a slot,
  /// and what a person compares with paper is the mark before that.
  public let openedMark: Mark

  init(
    journal: consuming Journal, signer: SpaceSigner, root: consuming Secret<RootKey>,
    state: WalletState, clockOffset: Int64, epochs: EpochsAtHand, standing: Standing
  ) {
    spaceID = journal.spaceID
    openedMark = journal.mark
    self.journal = journal
    self.signer = signer
    self.root = root
    self.state = state
    self.clockOffset = clockOffset
    self.epochs = epochs
    self.standing = standing
  }

  /// The freshness mark as of now.
  public var mark: Mark { journal.mark }

  /// Whether a snapshot is due before the next entry.
  var needsSnapshot: Bool {
    journal.headSeq + 1 - journal.baseSeq >= Limits.entriesPerSnapshot
  }

  /// Takes entries that follow the head.
  ///
  /// - Throws: `.damaged` at the first that does not follow, open or make sense.
  func take(_ entries: [[UInt8]]) throws(VaultError) {
    for entry in entries {
      let (change, time) = try journal.open(entry)
      guard state.apply(change, at: time) else { throw .damaged(.entry(seq: journal.headSeq)) }
      if case .snapshot = change { journal.baseSeq = journal.headSeq }
    }
  }

  /// Goes on from where a newer reading of the same journal is.
  func replace(with newer: Compartment) {
    journal = newer.journal.continued()
    state = newer.state
  }

  /// A request that puts blocks of this space, at most 16.
  public func putRequest(_ blocks: [(name: BlockName, block: [UInt8])]) -> Request {
    var body: [UInt8] = []
    body.reserveCapacity(blocks.count * (16 + Limits.blockBytes))
    for (name, block) in blocks {
      body += name.bytes
      body += block
    }
    return Request(.blocksPut, body: body, signer: signer)
  }

  /// A request for blocks of this space, at most 16.
  public func getRequest(_ names: [BlockName]) -> Request {
    Request(.blocksGet, BlocksGetRequest(names: names), signer: signer)
  }

  /// A request that deletes the whole space: at once for a time in the past.
  public func deleteRequest(at time: UInt64) -> Request {
    Request(.deleteSpace, DeleteSpaceRequest(at: time), signer: signer)
  }

  /// A request that locks the space until a time; nobody can undo it. The session is over
  /// once it was answered, and every key of it is to be dropped.
  ///
  /// - Parameter now: the server's time, in seconds since 1970.
  /// - Throws: `.invalid(.lockEnd)` for a time that has passed or is over 72 hours away.
  public func lockRequest(until: UInt64, now: UInt64) throws(VaultError) -> Request {
    guard until > now, until - now <= Limits.lockSeconds else { throw .invalid(.lockEnd) }
    return Request(.lock, LockRequest(until: until), signer: signer)
  }
}
