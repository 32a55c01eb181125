import Sodium
import Vault
import Wire

/// A server for the tests of the vault alone: it keeps what the protocol says and
/// nothing else, so that a test can change what it keeps.
final class TestServer {
  /// The hardening keys of an epoch, and those of the second operator where there is one.
  private final class Keys {
    let epoch: UInt32
    let first: POPRF.ServerKey
    let second: POPRF.ServerKey?
    let publicKeys: [[UInt8]]

    init(epoch: UInt32, seed: UInt8, hasSecond: Bool) throws {
      self.epoch = epoch
      first = try TestServer.key(seed, epoch)
      second = hasSecond ? try TestServer.key(seed &+ 100, epoch) : nil
      publicKeys = try (hasSecond ? [seed, seed &+ 100] : [seed]).map {
        try TestServer.key($0, epoch).publicKey.bytes
      }
    }
  }

  private var keys: [Keys] = []
  private(set) var info: Info
  /// What the second operator does instead of answering.
  var second: (Request) -> Response? = { _ in nil }
  private(set) var hardened: [HardenRequest] = []
  var time: UInt64 = 1_760_000_000
  var spaces: [SpaceID: Space] = [:]
  var slots: [SlotID: [UInt8]] = [:]
  private(set) var calls: [Call] = []
  /// How many bytes each request had.
  private(set) var sizes: [Int] = []
  private(set) var destinations: [Destination] = []

  struct Space {
    var verifyKey: [UInt8]
    var entries: [[UInt8]]
    var baseSeq: UInt64 = 1
    var basePrev = [UInt8](repeating: 0, count: 32)
    var blocks: [BlockName: [UInt8]] = [:]
    var generation: UInt32 = 1
    var slots: [Slot] = []
    var requestedAt: [UInt64] = [0, 0, 0, 0]
    var cardTags: [[UInt8]] = []
    var lockedUntil: UInt64 = 0
    var deleteAt: UInt64 = 0

    var headSeq: UInt64 { baseSeq + UInt64(entries.count) - 1 }
    var headHash: [UInt8] { entries.last.map { blake2b256($0) } ?? basePrev }

    func part(from: UInt64) -> JournalPart {
      let first = min(max(from, baseSeq), headSeq + 1)
      return JournalPart(
        headSeq: headSeq, headHash: headHash, baseSeq: baseSeq, basePrev: basePrev,
        firstSeq: first,
        entries: Array(entries.dropFirst(Int(first - baseSeq)).prefix(Limits.entriesPerMessage)))
    }
  }

  init(seed: UInt8 = 1, hasSecond: Bool = false) throws {
    info = Info(
      time: 1_760_000_000, authority: Array("test".utf8), reader: Array("http://test".utf8),
      epochs: EpochList([]), spaceBlocks: 100_000)
    try addEpoch(seed: seed, hasSecond: hasSecond)
  }

  private static func key(_ seed: UInt8, _ epoch: UInt32) throws -> POPRF.ServerKey {
    try POPRF.ServerKey(
      seed: Secret<Never>(copying: [UInt8](repeating: seed, count: 32)),
      info: Array("pde1/epoch/".utf8) + bigEndianBytes(epoch))
  }

  /// Takes the last epoch away again, as who appended it does by going.
  func dropEpoch() {
    keys.removeLast()
    info.epochs.epochs.removeLast()
  }

  /// Appends an epoch to the list.
  func addEpoch(seed: UInt8, hasSecond: Bool = false) throws {
    let epoch = UInt32(keys.count + 1)
    let new = try Keys(epoch: epoch, seed: seed, hasSecond: hasSecond)
    keys.append(new)
    info.epochs.epochs.append(Epoch(number: epoch, publicKeys: new.publicKeys))
    if hasSecond { info.hardener = Array("http://second".utf8) }
  }

  /// What an operator answers: for every epoch in which it has a key.
  private func harden(_ message: HardenRequest, by destination: Destination) throws -> Response {
    var evaluations: [Evaluation] = []
    for key in keys {
      guard let element = Element(message.element) else { return refusal(.malformed) }
      let result: (evaluated: Element, proof: [UInt8])?
      switch destination {
      case .authority: result = try key.first.evaluate(element, info: message.info)
      case .hardener: result = try key.second?.evaluate(element, info: message.info)
      }
      guard let result else { continue }
      evaluations.append(
        Evaluation(epoch: key.epoch, element: result.evaluated.bytes, proof: result.proof))
    }
    return ok(HardenAnswer(evaluations: evaluations))
  }

  func run(_ exchange: some Exchange) throws {
    while let request = try exchange.next() {
      try exchange.receive(answer(request))
    }
  }

  func answer(_ request: Request) throws -> Response {
    calls.append(request.call)
    sizes.append(request.body.count)
    destinations.append(request.destination)
    switch request.call {
    case .harden:
      let message = try HardenRequest(decoding: request.body)
      hardened.append(message)
      if request.destination == .hardener, let instead = second(request) { return instead }
      return try harden(message, by: request.destination)
    case .slotsRead:
      let message = try SlotsReadRequest(decoding: request.body)
      return ok(
        SlotsReadAnswer(records: message.ids.map { read($0) ?? randomBytes(Limits.recordBytes) }))
    case .createSpace:
      let message = try CreateSpaceRequest(decoding: request.body)
      var space = Space(verifyKey: message.verifyKey, entries: [message.entry])
      space.slots = message.slots
      space.cardTags = message.cardTags
      spaces[message.spaceID] = space
      for slot in message.slots { slots[slot.id] = slot.record }
      return Response(status: 201, body: [])
    default: return try answerSigned(request)
    }
  }

  /// The record of an identifier, if it gives one; the first reading starts a wait.
  private func read(_ id: SlotID) -> [UInt8]? {
    for (spaceID, space) in spaces {
      guard let place = space.slots.firstIndex(where: { $0.id == id }) else { continue }
      let wait = UInt64(space.slots[place].waitHours) * 3_600
      if wait > 0, space.requestedAt[place] == 0 {
        spaces[spaceID]!.requestedAt[place] = max(time, space.lockedUntil)
      }
      guard space.lockedUntil <= time else { return nil }
      if wait > 0, time < spaces[spaceID]!.requestedAt[place] + wait { return nil }
    }
    return slots[id]
  }

  private func answerSigned(_ request: Request) throws -> Response {
    let fields = request.signatureFields(time: time, authority: info.authority)
    let parameters = HTTPSignature.Parameters(signatureInput: fields[1].value)!
    guard var space = spaces[parameters.keyID],
      verifySignature(
        HTTPSignature.signature(field: fields[2].value)!,
        of: HTTPSignature.base(
          call: request.call, authority: info.authority, contentDigest: fields[0].value,
          parameters: parameters), verifyKey: space.verifyKey)
    else { return refusal(.notFound) }
    if space.lockedUntil > time { return refusal(.notFound) }
    defer { spaces[parameters.keyID] = space }
    switch request.call {
    case .openSpace:
      return ok(
        OpenSpaceAnswer(
          time: time, generation: space.generation, journal: space.part(from: 0),
          slotHashes: space.slots.map { $0.hash }, requestedAt: space.requestedAt,
          deleteAt: space.deleteAt))
    case .journalGet:
      return ok(space.part(from: try JournalGetRequest(decoding: request.body).from))
    case .journalAppend:
      let message = try JournalAppendRequest(decoding: request.body)
      guard message.expectSeq == space.headSeq, message.expectHash == space.headHash else {
        return refusal(.headMoved)
      }
      guard message.adopt.allSatisfy({ space.blocks[$0] != nil }) else {
        return refusal(.blockMissing)
      }
      space.entries += message.entries
      for name in message.drop { space.blocks[name] = nil }
      if message.base > 0 {
        let count = Int(message.base - space.baseSeq)
        space.basePrev = blake2b256(space.entries[count - 1])
        space.entries.removeFirst(count)
        space.baseSeq = message.base
      }
      return Response(status: 204, body: [])
    case .blocksPut:
      let stride = 16 + Limits.blockBytes
      for start in Swift.stride(from: 0, to: request.body.count, by: stride) {
        let name = BlockName(Array(request.body[start..<start + 16]))!
        space.blocks[name] = Array(request.body[start + 16..<start + stride])
      }
      return Response(status: 204, body: [])
    case .blocksGet:
      var body: [UInt8] = []
      for name in try BlocksGetRequest(decoding: request.body).names {
        guard let block = space.blocks[name] else { return refusal(.notFound) }
        body += block
      }
      return Response(status: 200, body: body)
    case .slotsWrite:
      let message = try SlotsWriteRequest(decoding: request.body)
      guard message.expectGeneration == space.generation,
        message.expectSlotsHash == Slot.hash(space.slots)
      else { return refusal(.slotsMoved) }
      var written = space.slots
      for (place, slot) in message.slots.enumerated() {
        guard let slot else { continue }
        written[place] = slot
        space.requestedAt[place] = 0
      }
      guard written.count(where: { $0.waitHours > 0 }) == 1 else { return refusal(.malformed) }
      replace(&space, with: written, message.cardTags)
      return Response(status: 204, body: [])
    case .rekey:
      let message = try RekeyRequest(decoding: request.body)
      guard message.expectGeneration == space.generation else { return refusal(.slotsMoved) }
      guard message.expectSeq == space.headSeq, message.expectHash == space.headHash else {
        return refusal(.headMoved)
      }
      guard
        verifySignature(
          message.proof, of: message.proofMessage(space: parameters.keyID),
          verifyKey: message.newKey)
      else { return refusal(.notFound) }
      guard message.adopt.allSatisfy({ space.blocks[$0] != nil }) else {
        return refusal(.blockMissing)
      }
      space.basePrev = space.headHash
      space.baseSeq = message.expectSeq + 1
      space.entries = [message.entry]
      space.verifyKey = message.newKey
      space.generation += 1
      space.requestedAt = [0, 0, 0, 0]
      for name in message.drop { space.blocks[name] = nil }
      replace(&space, with: message.slots, message.cardTags)
      return Response(status: 204, body: [])
    case .lock:
      let until = try LockRequest(decoding: request.body).until
      guard until > time, until <= time + Limits.lockSeconds else { return refusal(.notFound) }
      for place in space.requestedAt.indices where space.requestedAt[place] > 0 {
        space.requestedAt[place] += until - time
      }
      space.lockedUntil = until
      return Response(status: 204, body: [])
    default: return refusal(.malformed)
    }
  }

  private func replace(_ space: inout Space, with written: [Slot], _ cardTags: [[UInt8]]) {
    for slot in space.slots { slots[slot.id] = nil }
    for slot in written { slots[slot.id] = slot.record }
    space.slots = written
    space.cardTags = cardTags
  }

  private func ok(_ message: some WireMessage) -> Response {
    Response(status: 200, body: message.encoded())
  }

  private func refusal(_ problem: Problem) -> Response {
    Response(status: problem.status, body: problem.body)
  }
}

extension TestServer {
  /// A credential of its own for each number, without the cost of stretching.
  static func credential(_ number: UInt8 = 7) -> WordsCredential {
    WordsCredential(stretched: Secret(copying: [UInt8](repeating: number, count: 32)))
  }

  func create(_ number: UInt8 = 7) throws -> Compartment {
    let exchange = try CreateWallet(
      Self.credential(number), language: .french, info: info, pin: nil, localTime: time)
    try run(exchange)
    return exchange.compartment!
  }

  func open(_ number: UInt8 = 7) throws -> Compartment {
    try open(.words(Self.credential(number)))
  }

  func open(_ credential: consuming Credential) throws -> Compartment {
    let exchange = try OpenWallet(
      credential, info: info, pin: info.epochs.hash, localTime: time)
    try run(exchange)
    return exchange.compartment!
  }

  func add(_ bytes: [UInt8], title: String, to compartment: Compartment) throws -> Document {
    let document = try Document(
      content: ContentReference(length: UInt64(bytes.count)), title: Array(title.utf8),
      kind: [], type: FileType(mediaType: Array("text/plain".utf8)), addedAt: time, validUntil: 0)
    let blocks = Content.seal(
      bytes.rawSpan, as: document.content, place: document.place(in: compartment.spaceID))
    _ = try answer(
      compartment.putRequest(Array(zip(document.content.blockNames, blocks)).map { ($0, $1) }))
    try run(
      CommitChanges(
        [.added(document)], adopting: document.content.blockNames, to: compartment, time: time))
    return document
  }
}
