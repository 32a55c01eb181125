import Sodium
public import Wire

/// Appends changes to a compartment's journal, atomically, making a snapshot first
/// when one is due.
///
/// Another session's entries that came in between are read, checked and kept, and the
/// changes are sealed anew behind them. An answer that was lost is noticed: entries
/// that turn out to be there already are not appended twice.
/// - SeeAlso: Specs/journal.md, "Appending".
public final class CommitChanges: Exchange {
  private enum Stage {
    case snapshotBlocks
    case snapshotEntry
    case append
    case refresh
    case done
  }

  private let compartment: Compartment
  private let changes: [Change]
  private let adopt: [BlockName]
  private let drop: [BlockName]
  private let time: UInt64
  /// What has rested long enough goes with whatever is written.
  private var forgotten: [RestingDocument] = []
  private var sealed: [[UInt8]] = []
  private var snapshot: (content: ContentReference, blocks: [[UInt8]])?
  private var snapshotBlocksSent = 0
  private var isSnapshotting = false
  private var refresh: RefreshWallet?
  private var stage = Stage.append

  /// - Parameters:
  ///   - adopt: the blocks that the changes need, uploaded before.
  ///   - drop: the blocks that the changes leave without a use.
  ///   - time: the server's time, in seconds since 1970.
  public init(
    _ changes: [Change], adopting adopt: [BlockName] = [], dropping drop: [BlockName] = [],
    to compartment: Compartment, time: UInt64
  ) {
    self.compartment = compartment
    self.changes = changes
    self.adopt = adopt
    self.drop = drop
    self.time = time
    start()
  }

  private func start() {
    isSnapshotting = compartment.needsSnapshot
    if isSnapshotting {
      beginSnapshot()
    } else {
      seal()
    }
  }

  private func seal() {
    isSnapshotting = false
    forgotten = forgettable()
    var all = changes
    for item in forgotten { all.append(.forgot(item.document.id, version: item.document.version)) }
    sealed = compartment.journal.seal(all, time: time)
    stage = .append
  }

  public func next() throws(VaultError) -> Request? {
    switch stage {
    case .snapshotBlocks:
      guard let snapshot else { return nil }
      let end = min(
        snapshotBlocksSent + Limits.blocksPerRequest, snapshot.blocks.count)
      return compartment.putRequest(
        (snapshotBlocksSent..<end).map {
          (snapshot.content.blockName(UInt32($0)), snapshot.blocks[$0])
        })
    case .snapshotEntry:
      guard let snapshot else { return nil }
      return appendRequest(
        sealed, adopt: snapshot.content.blockNames,
        drop: (compartment.state.snapshot?.blockNames ?? [])
          + compartment.state.unusedSheets.flatMap { $0.content.blockNames },
        base: compartment.journal.headSeq + 1)
    case .append:
      // Seen again after each refresh: another session may have removed what is removed here.
      guard changes.isEmpty || isPossible else { throw .notFound }
      return appendRequest(sealed, adopt: adopt, drop: allDropped, base: 0)
    case .refresh: return try refresh?.next()
    case .done: return nil
    }
  }

  public func receive(_ response: Response) throws(VaultError) {
    switch stage {
    case .snapshotBlocks:
      try ownSpace(response)
      snapshotBlocksSent += Limits.blocksPerRequest
      if let snapshot, snapshotBlocksSent >= snapshot.blocks.count {
        sealed = compartment.journal.seal([.snapshot(snapshot.content)], time: time)
        stage = .snapshotEntry
      }
    case .snapshotEntry:
      guard try appended(response) else { return }
      try compartment.take(sealed)
      snapshot = nil
      seal()
    case .append:
      guard try appended(response) else { return }
      try compartment.take(sealed)
      stage = .done
    case .refresh:
      guard let refresh else { return }
      try refresh.receive(response)
      if try refresh.next() == nil { try resume(after: refresh) }
    case .done: throw .nonsense
    }
  }

  private var allDropped: [BlockName] {
    var names = drop
    for item in forgotten { names += item.document.content.blockNames }
    return names
  }

  /// What is over, as far as one message goes; nothing beside changes of what rests.
  private func forgettable() -> [RestingDocument] {
    for change in changes {
      switch change {
      case .removed, .returned, .forgot: return []
      default: break
      }
    }
    var entryCount = changes.count
    var dropCount = drop.count
    var found: [RestingDocument] = []
    for item in compartment.state.rest.all where item.endsAt <= time {
      entryCount += 1
      dropCount += Int(item.document.content.count)
      guard entryCount <= Limits.entriesPerMessage, dropCount <= Limits.namesPerAppend else {
        break
      }
      found.append(item)
    }
    return found
  }

  private var isPossible: Bool {
    var later: Set<GrantID> = []
    var added: Set<DocumentID> = []
    for change in changes {
      switch change {
      case .added(let document): added.insert(document.id)
      case .masked(let id, _) where added.contains(id): continue
      // The version before rests only then.
      case .forgot(let id, _) where added.contains(id): continue
      case .shared(let grant): later.insert(grant.id)
      case .sharedMore(let id, _) where later.contains(id): continue
      default: break
      }
      if !compartment.state.accepts(change) { return false }
    }
    return true
  }

  private func appendRequest(
    _ entries: [[UInt8]], adopt: [BlockName], drop: [BlockName], base: UInt64
  ) -> Request {
    Request(
      .journalAppend,
      JournalAppendRequest(
        expectSeq: compartment.journal.headSeq, expectHash: compartment.journal.headHash,
        entries: entries, adopt: adopt, drop: drop, base: base), signer: compartment.signer)
  }

  /// Whether the append was taken; a moved head leads to a refresh.
  private func appended(_ response: Response) throws(VaultError) -> Bool {
    do {
      try ownSpace(response)
      return true
    } catch .refused(.headMoved) {
      refresh = RefreshWallet(compartment)
      stage = .refresh
      return false
    }
  }

  /// Sees that it was done; a 404 for one's own space means that it is locked or gone.
  private func ownSpace(_ response: Response) throws(VaultError) {
    do {
      try response.done()
    } catch .refused(.notFound) {
      throw .noSuchWallet
    }
  }

  private func beginSnapshot() {
    let place = Place.snapshot(
      compartment.spaceID, generation: compartment.journal.generation,
      seq: compartment.journal.headSeq + 1)
    // What the entry of this time will make of the state, for whoever takes it.
    var state = compartment.state
    state.forgetEnded(at: time)
    snapshot = state.withSnapshot { bytes in
      let content = ContentReference(length: UInt64(bytes.byteCount))
      return (content, Content.seal(bytes, as: content, place: place))
    }
    snapshotBlocksSent = 0
    stage = .snapshotBlocks
  }

  /// Goes on after a refresh: it is done if the changes turn out to be there already.
  ///
  /// - Throws: `.nonsense` if nothing had moved: the server would say so for ever.
  private func resume(after refresh: RefreshWallet) throws(VaultError) {
    guard refresh.wasReread || !refresh.entries.isEmpty else { throw .nonsense }
    snapshot = nil
    let wasTaken =
      refresh.wasReread
      ? changes.allSatisfy { compartment.state.holds($0) }
      : !isSnapshotting && refresh.entries.starts(with: sealed)
    self.refresh = nil
    if wasTaken {
      stage = .done
    } else {
      start()
    }
  }
}
