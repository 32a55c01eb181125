import Sodium
public import Wire

/// Creates a wallet: hardens the credential, sees that nothing answers to it, and
/// writes space, four slots and first entry in one request.
/// - SeeAlso: Specs/slots.md, "Creating".
public final class CreateWallet: Exchange {
  private enum Stage {
    case harden
    case readSlots
    case create
    case done
  }

  private let info: Info
  private let clockOffset: Int64
  private let language: Language
  private let time: UInt64
  private let hardening: Hardening
  private var candidates: CandidateList?
  private var request: Request?
  private var stage = Stage.harden

  /// - Parameters and errors: as of ``OpenWallet``.
  public init(
    _ credential: consuming WordsCredential, language: Language, info: Info, pin: [UInt8]?,
    localTime: UInt64
  ) throws(VaultError) {
    self.info = info
    self.language = language
    time = info.time
    clockOffset = Int64(clamping: info.time) - Int64(clamping: localTime)
    if let pin, info.epochs.hash != pin { throw .epochsNotPinned }
    hardening = try Hardening(.words(credential), epochs: EpochsAtHand(info.epochs))
  }

  /// The new wallet, opened, once the exchange is over.
  public private(set) var compartment: Compartment?
  /// Whether something answered to these words already: draw others.
  public private(set) var isTaken = false

  public func next() throws(VaultError) -> Request? {
    switch stage {
    case .harden: hardening.next()
    case .readSlots: Request(.slotsRead, SlotsReadRequest(ids: candidates?.slotIDs ?? []))
    case .create: request
    case .done: nil
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
      guard let candidates else { return }
      if try candidates.open(answer.records, epochs: info.epochs, isPinned: false) != nil {
        isTaken = true
        stage = .done
      } else {
        makeRequest(candidates)
        stage = .create
      }
    case .create:
      try response.done()
      stage = .done
    case .done: throw .nonsense
    }
  }

  private func makeRequest(_ candidates: CandidateList) {
    let spaceID = SpaceID.random()
    let contents = SlotContents(
      spaceID: spaceID, root: .random(byteCount: 32), generation: 1, floorSeq: 1,
      epochListHash: info.epochs.hash)
    // Which of the four is the phrase's, and which carries the wait, is drawn: order says nothing.
    let wordsPlace = Int(randomNumber(below: UInt32(Limits.slotsPerSpace)))
    var waitPlace = Int(randomNumber(below: UInt32(Limits.slotsPerSpace - 1)))
    if waitPlace >= wordsPlace { waitPlace += 1 }
    let slots = (0..<Limits.slotsPerSpace).map { place in
      place == wordsPlace
        ? candidates.sealNewest(contents)
        : SlotContents.filler(waitHours: place == waitPlace ? Limits.waitHours : 0)
    }
    let layout = SlotLayout(
      roles: (0..<Limits.slotsPerSpace).map { $0 == wordsPlace ? .words : .filler },
      waitPlace: UInt8(waitPlace),
      cardTags: (0..<Limits.slotsPerSpace).map { _ in randomBytes(16) })

    var journal = Journal(spaceID: spaceID, generation: 1, root: contents.root)
    let entry = journal.seal(
      .created(layout, language), time: time, seq: 1, prev: Journal.zeroHash)
    journal.advance(past: entry, time: time)
    let signer = SpaceSigner(spaceID: spaceID, root: contents.root)
    compartment = Compartment(
      journal: journal, signer: signer, root: contents.root.copy(),
      state: WalletState(layout: layout, language: language), clockOffset: clockOffset,
      epochs: EpochsAtHand(info.epochs),
      standing: Standing(
        written: slots, deleteAt: 0, openedFrom: .words, cardTag: CardTags.none.first,
        at: wordsPlace))
    request = Request(
      .createSpace,
      CreateSpaceRequest(
        spaceID: spaceID, verifyKey: signer.verifyKey, slots: slots, cardTags: layout.cardTags,
        entry: entry), signer: signer, takesWork: true)
  }
}
