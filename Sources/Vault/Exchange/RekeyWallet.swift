import Sodium
public import Wire

/// Everything that opens a wallet from now on; what opened it before is void.
public struct NewCredentials: ~Copyable {
  var words: WordsCredential
  var card: CardCredential?
  var recovery: RecoveryCredential?
  let waitHours: UInt16

  /// - Parameter waitHours: how long the recovery shares wait, 0...720; of no meaning without
  ///   them.
  public init(
    words: consuming WordsCredential, card: consuming CardCredential? = nil,
    recovery: consuming RecoveryCredential? = nil, waitHours: UInt16 = Limits.waitHours
  ) {
    self.words = words
    self.card = card
    self.recovery = recovery
    self.waitHours = waitHours
  }
}

/// Changes everything that opens a wallet: new slots, a new root key, the state sealed anew.
///
/// Whoever drives it revokes the grants first, if they are to end too. The one request that
/// changes anything is taken whole or not at all. The holder has the new phrase before it is
/// sent: after an answer that was lost, ``answerWasLost()`` finds out which of the two opens
/// the wallet, and so does whoever tries both. An answer that is no "done" says nothing of what
/// happened, whatever it says: what is asked next tells.
/// - SeeAlso: Specs/slots.md, "Changing everything".
public final class RekeyWallet: Exchange {
  private enum Stage {
    case hardenWords
    case hardenCard
    case readSlots
    case refresh
    case snapshotBlocks
    case rekey
    case confirm
    case confirmOld
    case done
  }

  private let old: Compartment
  private let time: UInt64
  private let waitHours: UInt16
  private let root: Secret<RootKey> = .random(byteCount: 32)
  private let newSigner: SpaceSigner
  private let hardeningWords: Hardening
  private let hardeningCard: Hardening?
  private var words: CandidateList?
  private var card: CandidateList?
  private let recovery: CandidateList?
  private var refresh: RefreshWallet?
  private var layout: SlotLayout
  private var places: [Int]
  private var snapshot: (content: ContentReference, blocks: [[UInt8]])?
  private var snapshotBlocksSent = 0
  /// Snapshots that were put and came to nothing.
  private var abandoned: [BlockName] = []
  private var message: RekeyRequest?
  private var prepared: Compartment?
  private var tries = 0
  private var wasSent = false
  /// Whether something else than "done" was answered, which says nothing.
  private var isInDoubt = false
  private var confirmations = 0
  private static let mostConfirmations = 3
  private var stage = Stage.hardenWords

  /// - Parameter time: the server's time, in seconds since 1970.
  /// - Throws: `.invalid(.wait)`; `.hardeningFailed`.
  public init(
    _ compartment: Compartment, to credentials: consuming NewCredentials, time: UInt64
  ) throws(VaultError) {
    guard credentials.waitHours <= Limits.maxWaitHours else { throw .invalid(.wait) }
    old = compartment
    self.time = time
    waitHours = credentials.waitHours
    newSigner = SpaceSigner(spaceID: compartment.spaceID, root: root)
    let epochs = compartment.epochs
    hardeningWords = try Hardening(.words(credentials.words), epochs: epochs)
    if let card = credentials.card {
      hardeningCard = try Hardening(.card(card), epochs: epochs)
    } else {
      hardeningCard = nil
    }
    if let recovery = credentials.recovery {
      self.recovery = try Hardening(.recovery(recovery), epochs: epochs).candidates()
    } else {
      recovery = nil
    }
    places = RekeyWallet.drawnPlaces()
    layout = SlotLayout(
      roles: Array(repeating: .filler, count: Limits.slotsPerSpace), waitPlace: 0,
      cardTags: (0..<Limits.slotsPerSpace).map { _ in randomBytes(16) })
  }

  /// The wallet under its new keys, once the exchange is over; the old one is of no use then.
  public private(set) var compartment: Compartment?
  /// Whether something answered to the new words already: draw others.
  public private(set) var isTaken = false

  /// Says that the last request's answer did not come: what is asked next tells whether
  /// everything was changed, and if not, it is sent once more.
  ///
  /// - Returns: false if nothing was changed and nothing can have been.
  public func answerWasLost() -> Bool {
    guard wasSent, stage == .rekey || stage == .confirm || stage == .confirmOld else {
      return false
    }
    stage = .confirm
    return true
  }

  public func next() throws(VaultError) -> Request? {
    switch stage {
    case .hardenWords: return hardeningWords.next()
    case .hardenCard: return hardeningCard?.next()
    case .readSlots: return Request(.slotsRead, SlotsReadRequest(ids: words?.slotIDs ?? []))
    case .refresh: return try refresh?.next()
    case .snapshotBlocks:
      guard let snapshot else { return nil }
      let end = min(snapshotBlocksSent + Limits.blocksPerRequest, snapshot.blocks.count)
      return old.putRequest(
        (snapshotBlocksSent..<end).map {
          (snapshot.content.blockName(UInt32($0)), snapshot.blocks[$0])
        })
    case .rekey:
      guard let message else { return nil }
      wasSent = true
      return Request(.rekey, message, signer: old.signer)
    case .confirm: return Request(.openSpace, NoFields(), signer: newSigner)
    case .confirmOld: return Request(.openSpace, NoFields(), signer: old.signer)
    case .done: return nil
    }
  }

  public func receive(_ response: Response) throws(VaultError) {
    switch stage {
    case .hardenWords:
      try hardeningWords.receive(response)
      guard hardeningWords.next() == nil else { return }
      words = try hardeningWords.candidates()
      stage = hardeningCard == nil ? .readSlots : .hardenCard
    case .hardenCard:
      guard let hardeningCard else { throw .nonsense }
      try hardeningCard.receive(response)
      guard hardeningCard.next() == nil else { return }
      card = try hardeningCard.candidates()
      stage = .readSlots
    case .readSlots:
      let answer: SlotsReadAnswer = try response.message()
      if try words?.open(answer.records, epochs: old.epochs.all, isPinned: false) != nil {
        isTaken = true
        stage = .done
      } else {
        beginRefresh()
      }
    case .refresh:
      guard let refresh else { throw .nonsense }
      do throws(VaultError) {
        try refresh.receive(response)
      } catch .noSuchWallet where wasSent {
        // The old key opens nothing any more: was it "done" after all?
        stage = .confirm
        return
      }
      if try refresh.next() == nil { sealSnapshot() }
    case .snapshotBlocks:
      try ownSpace(response)
      snapshotBlocksSent += Limits.blocksPerRequest
      if let snapshot, snapshotBlocksSent >= snapshot.blocks.count { try makeMessage() }
    case .rekey: try receiveRekey(response)
    case .confirm: try receiveConfirmation(response)
    case .confirmOld: try receiveOld(response)
    case .done: throw .nonsense
    }
  }

  private func receiveRekey(_ response: Response) throws(VaultError) {
    do throws(VaultError) {
      try response.done()
      finish()
    } catch .refused(.headMoved) {
      try goOnBehindOthers()
    } catch .refused(.blockMissing) {
      try goOnBehindOthers()
    } catch .refused(.notFound) {
      // Its key may have signed this for the last time already: the answer was lost.
      guard confirmations < Self.mostConfirmations else { throw .outcomeUnknown }
      stage = .confirm
    } catch {
      isInDoubt = true
      stage = .confirm
    }
  }

  /// Takes in what another session changed meanwhile, and seals the state once more.
  private func goOnBehindOthers() throws(VaultError) {
    tries += 1
    guard tries < 5 else { throw .refused(.headMoved) }
    abandoned += snapshot?.content.blockNames ?? []
    beginRefresh()
  }

  private func receiveConfirmation(_ response: Response) throws(VaultError) {
    confirmations += 1
    let answer: OpenSpaceAnswer
    do {
      answer = try response.message()
    } catch .refused(.notFound) {
      guard confirmations < Self.mostConfirmations else { throw .outcomeUnknown }
      stage = isInDoubt ? .confirmOld : .rekey
      return
    } catch {
      throw .outcomeUnknown
    }
    guard let message, answer.generation == old.journal.generation + 1,
      answer.slotHashes == message.slots.map({ $0.hash })
    else { throw .damaged(.generation) }
    finish()
  }

  /// The new key opens nothing: if the old one does, nothing was changed so far. What was sent may still be
  /// done, and that would be the end of what opens now: so it is sent again, until it is done.
  private func receiveOld(_ response: Response) throws(VaultError) {
    guard let answer: OpenSpaceAnswer = try? response.message(),
      answer.generation == old.journal.generation
    else { throw .outcomeUnknown }
    stage = .rekey
  }

  private func beginRefresh() {
    refresh = RefreshWallet(old)
    stage = .refresh
  }

  private func finish() {
    compartment = prepared
    stage = .done
  }

  private func ownSpace(_ response: Response) throws(VaultError) {
    do {
      try response.done()
    } catch .refused(.notFound) {
      throw .noSuchWallet
    }
  }

  // MARK: What is written

  private var generation: UInt32 { old.journal.generation + 1 }
  private var seq: UInt64 { old.journal.headSeq + 1 }

  /// The four places in an order that is drawn.
  private static func drawnPlaces() -> [Int] {
    var places = Array(0..<Limits.slotsPerSpace)
    for last in stride(from: places.count - 1, to: 0, by: -1) {
      places.swapAt(last, Int(randomNumber(below: UInt32(last + 1))))
    }
    return places
  }

  private func makeSlots() -> [Slot] {
    let contents = SlotContents(
      spaceID: old.spaceID, root: root.copy(), generation: generation, floorSeq: seq,
      epochListHash: old.epochs.certain.hash)
    let recoveryWaits = recovery != nil && waitHours > 0
    // A recovery without a wait leaves the wait to a filler.
    let waitPlace = recovery != nil && !recoveryWaits ? places[3] : places[2]
    layout.waitPlace = UInt8(waitPlace)
    layout.waitHours = recoveryWaits ? waitHours : Limits.waitHours
    var slots = (0..<Limits.slotsPerSpace).map {
      SlotContents.filler(waitHours: $0 == waitPlace ? Limits.waitHours : 0)
    }
    func put(_ list: CandidateList?, _ place: Int, waitHours: UInt16 = 0) {
      guard let list else { return }
      layout.roles[place] = list.role
      if list.role == .card { layout.cardTags[place] = list.cardTag }
      slots[place] = list.sealNewest(contents, waitHours: waitHours)
    }
    put(words, places[0])
    put(card, places[1])
    put(recovery, places[2], waitHours: waitHours)
    return slots
  }

  private var slots: [Slot] = []

  /// Seals the state as it will be: the layout of the new slots, no mark of having been
  /// prepared, no grant that ended long ago.
  private func sealSnapshot() {
    slots = makeSlots()
    var state = old.state.withCredentials(
      WrittenLayout(layout, slotsHash: Slot.hash(slots)))
    state.forgetEnded(at: time)
    let place = Place.snapshot(old.spaceID, generation: generation, seq: seq)
    snapshot = state.withSnapshot { bytes in
      let content = ContentReference(length: UInt64(bytes.byteCount))
      return (content, Content.seal(bytes, as: content, place: place))
    }
    snapshotBlocksSent = 0
    stage = .snapshotBlocks
  }

  private func makeMessage() throws(VaultError) {
    guard let snapshot else { throw .nonsense }
    var journal = Journal(spaceID: old.spaceID, generation: generation, root: root)
    journal.start(before: seq, prev: old.journal.headHash)
    let change = Change.snapshot(snapshot.content)
    let entry = journal.seal(change, time: time, seq: seq, prev: old.journal.headHash)
    journal.advance(past: entry, time: time)
    var message = RekeyRequest(
      expectGeneration: old.journal.generation, expectSeq: old.journal.headSeq,
      expectHash: old.journal.headHash, newKey: newSigner.verifyKey,
      proof: [UInt8](repeating: 0, count: 64), slots: slots, cardTags: layout.cardTags,
      entry: entry, adopt: snapshot.content.blockNames,
      drop: (old.state.snapshot?.blockNames ?? []) + abandoned
        + old.state.unusedSheets.flatMap { $0.content.blockNames })
    message.proof = newSigner.sign(message.proofMessage(space: old.spaceID))
    self.message = message

    var state = old.state.withCredentials(
      WrittenLayout(layout, slotsHash: Slot.hash(slots)))
    guard state.apply(change, at: time) else { throw .nonsense }
    prepared = Compartment(
      journal: journal, signer: newSigner, root: root.copy(), state: state,
      clockOffset: old.clockOffset, epochs: old.epochs,
      standing: Standing(
        written: slots, deleteAt: old.standing.deleteAt, openedFrom: .words,
        cardTag: CardTags.none.first, at: places[0]))
    stage = .rekey
  }
}
