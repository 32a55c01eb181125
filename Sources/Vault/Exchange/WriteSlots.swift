import Sodium
import Wire

/// Changes what opens a wallet beside the phrase: a card, recovery shares.
///
/// What the slots will be is written in the journal first, then the slots are written, the
/// others kept. A change that is cut short in between has not happened, and the journal tells:
/// its hash is not the server's. An answer that was lost is noticed by asking what the slots
/// are now.
/// - SeeAlso: Specs/slots.md, "Writing".
public final class WriteSlots: Exchange {
  private enum Plan {
    case card
    case noCard
    case recovery(waitHours: UInt16)
    case noRecovery
    /// The slot that the session was opened from, under the newest epoch.
    case move
    /// All but the slot that the session was opened from.
    case anew
  }

  private enum Stage {
    case harden
    case note
    case write
    case look
    case refresh
    case done
  }

  private let compartment: Compartment
  private let plan: Plan
  private let time: UInt64
  private var hardening: Hardening?
  private var candidates: CandidateList?
  private var commit: CommitChanges?
  private var refresh: RefreshWallet?
  private var slots: [Slot?] = []
  private var written: WrittenLayout?
  private var hashes: [[UInt8]] = []
  private var tries = 0
  private var stage = Stage.done

  private init(
    _ plan: Plan, of compartment: Compartment, hardening: Hardening? = nil,
    candidates: CandidateList? = nil, time: UInt64
  ) {
    self.plan = plan
    self.compartment = compartment
    self.hardening = hardening
    self.candidates = candidates
    self.time = time
  }

  /// Makes a card that opens the wallet, instead of the one that does, if any.
  ///
  /// - Parameter time: the server's time, in seconds since 1970; likewise below.
  /// - Throws: `.damaged(.slots)`; likewise below.
  public convenience init(
    card: consuming CardCredential, of compartment: Compartment, time: UInt64
  ) throws(VaultError) {
    self.init(
      .card, of: compartment,
      hardening: try Hardening(.card(card), epochs: compartment.epochs), time: time)
    stage = .harden
  }

  /// Voids the card.
  public static func withoutCard(
    _ compartment: Compartment, time: UInt64
  ) throws(VaultError) -> WriteSlots {
    try begun(WriteSlots(.noCard, of: compartment, time: time))
  }

  /// Sets up recovery, instead of the one that is, if any: older shares are void.
  ///
  /// - Parameter waitHours: how long the shares wait, 0...720.
  public convenience init(
    recovery: consuming RecoveryCredential, waitHours: UInt16, of compartment: Compartment,
    time: UInt64
  ) throws(VaultError) {
    guard waitHours <= Limits.maxWaitHours else { throw .invalid(.wait) }
    let hardening = try Hardening(.recovery(recovery), epochs: compartment.epochs)
    self.init(
      .recovery(waitHours: waitHours), of: compartment,
      candidates: try hardening.candidates(), time: time)
    try begin()
  }

  /// Stops recovery: an attempt under way, and all shares.
  public static func withoutRecovery(
    _ compartment: Compartment, time: UInt64
  ) throws(VaultError) -> WriteSlots {
    try begun(WriteSlots(.noRecovery, of: compartment, time: time))
  }

  /// Keeps what the session was opened from, and nothing else: for slots of which the journal
  /// does not tell what they are.
  public static func anew(
    _ compartment: Compartment, time: UInt64
  ) throws(VaultError) -> WriteSlots {
    try begun(WriteSlots(.anew, of: compartment, time: time))
  }

  private static func begun(_ exchange: WriteSlots) throws(VaultError) -> WriteSlots {
    try exchange.begin()
    return exchange
  }

  /// Moves a slot to the newest epoch.
  convenience init(
    moving candidates: CandidateList, of compartment: Compartment, time: UInt64
  ) {
    self.init(.move, of: compartment, candidates: candidates, time: time)
    // What the slots are is known, or nothing is moved.
    try? begin()
  }

  public func next() throws(VaultError) -> Request? {
    switch stage {
    case .harden: return hardening?.next()
    case .note: return try commit?.next()
    case .write:
      guard let written else { return nil }
      return Request(
        .slotsWrite,
        SlotsWriteRequest(
          expectGeneration: compartment.journal.generation,
          expectSlotsHash: compartment.standing.slotsHash, slots: slots,
          cardTags: written.layout.cardTags), signer: compartment.signer)
    case .look: return Request(.openSpace, NoFields(), signer: compartment.signer)
    case .refresh: return try refresh?.next()
    case .done: return nil
    }
  }

  public var following: Request? { stage == .harden ? hardening?.following : nil }

  public func receive(_ response: Response) throws(VaultError) {
    switch stage {
    case .harden:
      guard let hardening else { throw .nonsense }
      try hardening.receive(response)
      guard hardening.next() == nil else { return }
      candidates = try hardening.candidates()
      try begin()
    case .note:
      guard let commit else { throw .nonsense }
      try commit.receive(response)
      if try commit.next() == nil { stage = .write }
    case .write:
      do throws(VaultError) {
        try response.done()
        finish()
      } catch .refused(.slotsMoved) {
        stage = .look
      } catch .refused(.notFound) {
        throw .noSuchWallet
      }
    case .look: try look(response)
    case .refresh:
      guard let refresh else { throw .nonsense }
      try refresh.receive(response)
      if try refresh.next() == nil { try begin() }
    case .done: throw .nonsense
    }
  }

  /// Sees what the slots are after they were found to be others.
  private func look(_ response: Response) throws(VaultError) {
    let answer: OpenSpaceAnswer
    do {
      answer = try response.message()
    } catch .refused(.notFound) {
      throw .noSuchWallet
    }
    guard answer.generation == compartment.journal.generation else {
      throw .damaged(.generation)
    }
    if answer.slotHashes == hashes {
      // They are what they were to become: the answer was lost.
      finish()
      return
    }
    // Another session changed them. Said of slots that are as expected, it would be said for
    // ever.
    guard tries < 3, answer.slotHashes != compartment.standing.slotHashes else {
      throw .refused(.slotsMoved)
    }
    compartment.standing.slotHashes = answer.slotHashes
    compartment.standing.requestedAt = answer.requestedAt
    refresh = RefreshWallet(compartment)
    stage = .refresh
  }

  private func finish() {
    compartment.standing.slotHashes = hashes
    for (place, slot) in slots.enumerated() where slot != nil {
      compartment.standing.requestedAt[place] = 0
    }
    stage = .done
  }

  // MARK: The plan

  /// Makes the slots and notes down what they will be.
  private func begin() throws(VaultError) {
    tries += 1
    slots = Array(repeating: nil, count: Limits.slotsPerSpace)
    guard var layout = try changed() else {
      stage = .done
      return
    }
    for (place, slot) in slots.enumerated() where slot != nil && layout.roles[place] != .card {
      layout.cardTags[place] = randomBytes(16)
    }
    hashes = slots.enumerated().map { place, slot in
      slot?.hash ?? compartment.standing.slotHashes[place]
    }
    let written = WrittenLayout(layout, slotsHash: Slot.hash(of: hashes))
    self.written = written
    commit = CommitChanges([.credentials(written)], to: compartment, time: time)
    stage = .note
  }

  /// Fills ``slots`` with what is written; the layout then, or nil if nothing is to be done.
  private func changed() throws(VaultError) -> SlotLayout? {
    if case .anew = plan { return try layoutAnew() }
    guard var layout = compartment.layout else { throw .damaged(.slots) }
    let waitPlace = Int(layout.waitPlace)
    switch plan {
    case .card:
      var place = layout.place(of: .card)
      if place == nil { place = try freePlace(in: layout) }
      guard let place else { return nil }
      layout.roles[place] = .card
      layout.cardTags[place] = candidates?.cardTag ?? []
      slots[place] = candidates?.sealNewest(contents)
    case .noCard:
      guard let place = layout.place(of: .card) else { return nil }
      layout.roles[place] = .filler
      slots[place] = SlotContents.filler(waitHours: 0)
    case .recovery(let hours):
      if let old = layout.place(of: .recovery) { empty(old, in: &layout) }
      let place = hours > 0 ? waitPlace : try freePlace(in: layout)
      layout.roles[place] = .recovery
      if hours > 0 { layout.waitHours = hours }
      slots[place] = candidates?.sealNewest(contents, waitHours: hours)
    case .noRecovery:
      guard let place = layout.place(of: .recovery) else { return nil }
      empty(place, in: &layout)
    case .move:
      guard let place = compartment.standing.ownPlace else { return nil }
      slots[place] = candidates?.sealNewest(contents)
    case .anew: break
    }
    return layout
  }

  /// What the session's own slot and nothing else leaves.
  private func layoutAnew() throws(VaultError) -> SlotLayout {
    let standing = compartment.standing
    guard let own = standing.ownPlace, standing.openedFrom != .recovery else {
      throw .damaged(.slots)
    }
    var waitPlace = Int(randomNumber(below: UInt32(Limits.slotsPerSpace - 1)))
    if waitPlace >= own { waitPlace += 1 }
    var tags = (0..<Limits.slotsPerSpace).map { _ in randomBytes(16) }
    if standing.openedFrom == .card { tags[own] = standing.cardTag }
    for place in 0..<Limits.slotsPerSpace where place != own {
      slots[place] = SlotContents.filler(waitHours: place == waitPlace ? Limits.waitHours : 0)
    }
    return SlotLayout(
      roles: (0..<Limits.slotsPerSpace).map { $0 == own ? standing.openedFrom : .filler },
      waitPlace: UInt8(waitPlace), cardTags: tags)
  }

  /// Puts a filler in the place of the recovery; what waits goes on waiting, as long as usual.
  private func empty(_ place: Int, in layout: inout SlotLayout) {
    layout.roles[place] = .filler
    let waits = place == Int(layout.waitPlace)
    if waits { layout.waitHours = Limits.waitHours }
    slots[place] = SlotContents.filler(waitHours: waits ? Limits.waitHours : 0)
  }

  /// A place that nothing uses and that does not wait: of phrase, card and two more, there is one.
  private func freePlace(in layout: SlotLayout) throws(VaultError) -> Int {
    let free = layout.roles.indices.filter {
      layout.roles[$0] == .filler && $0 != Int(layout.waitPlace)
    }
    guard !free.isEmpty else { throw .damaged(.slots) }
    return free[Int(randomNumber(below: UInt32(free.count)))]
  }

  private var contents: SlotContents {
    SlotContents(
      spaceID: compartment.spaceID, root: compartment.root.copy(),
      generation: compartment.journal.generation, floorSeq: compartment.journal.headSeq + 1,
      epochListHash: compartment.epochs.certain.hash)
  }
}
