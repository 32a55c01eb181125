import Sodium
import Vault
import Wire

/// A server for the tests of the vault alone: it keeps what the protocol says and
/// nothing else, so that a test can change what it keeps.
final class TestServer {
  private let key: POPRF.ServerKey
  let info: Info
  var time: UInt64 = 1_760_000_000
  var spaces: [SpaceID: Space] = [:]
  var slots: [SlotID: [UInt8]] = [:]
  private(set) var calls: [Call] = []

  struct Space {
    var verifyKey: [UInt8]
    var entries: [[UInt8]]
    var baseSeq: UInt64 = 1
    var basePrev = [UInt8](repeating: 0, count: 32)
    var blocks: [BlockName: [UInt8]] = [:]
    var generation: UInt32 = 1

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

  init(seed: UInt8 = 1) throws {
    key = try POPRF.ServerKey(
      seed: Secret<Never>(copying: [UInt8](repeating: seed, count: 32)),
      info: Array("pde1/epoch/".utf8) + [0, 0, 0, 1])
    info = Info(
      time: 1_760_000_000, authority: Array("test".utf8), reader: Array("http://test".utf8),
      epochs: EpochList([Epoch(number: 1, publicKeys: [key.publicKey.bytes])]),
      spaceBlocks: 100_000)
  }

  func run(_ exchange: some Exchange) throws {
    while let request = try exchange.next() {
      try exchange.receive(answer(request))
    }
  }

  func answer(_ request: Request) throws -> Response {
    calls.append(request.call)
    switch request.call {
    case .harden:
      let message = try HardenRequest(decoding: request.body)
      let result = try key.evaluate(Element(message.element)!, info: message.info)
      return ok(
        HardenAnswer(evaluations: [
          Evaluation(epoch: 1, element: result.evaluated.bytes, proof: result.proof)
        ]))
    case .slotsRead:
      let message = try SlotsReadRequest(decoding: request.body)
      return ok(
        SlotsReadAnswer(records: message.ids.map { slots[$0] ?? randomBytes(Limits.recordBytes) }))
    case .createSpace:
      let message = try CreateSpaceRequest(decoding: request.body)
      spaces[message.spaceID] = Space(verifyKey: message.verifyKey, entries: [message.entry])
      for slot in message.slots { slots[slot.id] = slot.record }
      return Response(status: 201, body: [])
    default: return try answerSigned(request)
    }
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
    defer { spaces[parameters.keyID] = space }
    switch request.call {
    case .openSpace:
      return ok(
        OpenSpaceAnswer(
          time: time, generation: space.generation, journal: space.part(from: 0),
          slotHashes: Array(repeating: [UInt8](repeating: 0, count: 32), count: 4), requestedAt: [0, 0, 0, 0], deleteAt: 0))
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
    default: return refusal(.malformed)
    }
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
    let exchange = try OpenWallet(
      Self.credential(number), info: info, pin: info.epochs.hash, localTime: time)
    try run(exchange)
    return exchange.compartment!
  }

  func add(_ bytes: [UInt8], title: String, to compartment: Compartment) throws -> Document {
    let document = try Document(
      content: ContentReference(length: UInt64(bytes.count)), title: Array(title.utf8),
      kind: [], mediaType: Array("text/plain".utf8), addedAt: time, validUntil: 0)
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
