public import Sodium
public import Vault
public import Wire

/// A server in memory that does as little as answers what a wallet asks: what is measured over
/// it is the wallet.
///
/// It checks neither signature nor digest, but has every request signed, and counts what a
/// client would send.
public final class MemoryServer {
  public let info: Info
  /// The bytes of all requests so far: request line, fields and body.
  public private(set) var receivedBytes: UInt64 = 0
  private let key: POPRF.ServerKey
  private var slots: [SlotID: [UInt8]] = [:]
  private var spaces: [SpaceID: Space] = [:]

  private struct Space {
    var entries: [[UInt8]]
    var baseSeq: UInt64 = 1
    var basePrev = [UInt8](repeating: 0, count: 32)
    var blocks: [BlockName: [UInt8]] = [:]

    var headSeq: UInt64 { baseSeq + UInt64(entries.count) - 1 }
    var headHash: [UInt8] { entries.last.map { blake2b256($0) } ?? basePrev }

    func part(from: UInt64) -> JournalPart {
      let first = min(max(from, baseSeq), headSeq + 1)
      return JournalPart(
        headSeq: headSeq, headHash: headHash, baseSeq: baseSeq, basePrev: basePrev,
        firstSeq: first,
        entries: Array(entries.dropFirst(Int(first - baseSeq)).prefix(Limits.entriesPerMessage)))
    }

    mutating func append(_ request: JournalAppendRequest) -> Response {
      guard request.expectSeq == headSeq, request.expectHash == headHash else {
        return refusal(.headMoved)
      }
      entries += request.entries
      for name in request.drop { blocks[name] = nil }
      if request.base > 0 {
        let count = Int(request.base - baseSeq)
        basePrev = blake2b256(entries[count - 1])
        entries.removeFirst(count)
        baseSeq = request.base
      }
      return Response(status: 204, body: [])
    }
  }

  public init() throws(POPRFError) {
    key = try POPRF.ServerKey(
      seed: Secret<Never>(copying: [UInt8](repeating: 1, count: 32)),
      info: Array("pde1/epoch/".utf8) + [0, 0, 0, 1])
    info = Info(
      time: 1_760_000_000, authority: Array("127.0.0.1:8080".utf8),
      reader: Array("http://127.0.0.1:8080".utf8),
      epochs: EpochList([Epoch(number: 1, publicKeys: [key.publicKey.bytes])]),
      spaceBlocks: 1_000_000)
  }

  /// Carries an exchange through.
  public func run(_ exchange: some Exchange) throws(VaultError) {
    while let request = try exchange.next() {
      try exchange.receive(send(request))
    }
  }

  /// The answer to a request; `.nonsense` for one that no wallet of these measurements sends.
  public func send(_ request: Request) throws(VaultError) -> Response {
    let fields = request.signatureFields(time: info.time, authority: info.authority)
    count(request, fields)
    do throws(CBORError) {
      if fields.isEmpty { return try answer(request) }
      guard let parameters = HTTPSignature.Parameters(signatureInput: fields[1].value) else {
        throw CBORError.unexpected(offset: 0)
      }
      return try answer(request, of: parameters.keyID)
    } catch {
      throw .nonsense
    }
  }

  private func count(_ request: Request, _ fields: [Request.Field]) {
    var bytes = request.call.method.utf8CodeUnitCount + request.call.path.utf8CodeUnitCount + 12
    for field in fields { bytes += field.name.utf8CodeUnitCount + field.value.count + 4 }
    bytes += 80  // host, content-type, content-length and the empty line
    receivedBytes += UInt64(bytes + request.body.count)
  }

  private func answer(_ request: Request) throws(CBORError) -> Response {
    switch request.call {
    case .harden:
      let message = try HardenRequest(decoding: request.body)
      guard let element = Element(message.element),
        let result = try? key.evaluate(element, info: message.info)
      else { return refusal(.malformed) }
      return ok(
        HardenAnswer(evaluations: [
          Evaluation(epoch: 1, element: result.evaluated.bytes, proof: result.proof)
        ]))
    case .slotsRead:
      let message = try SlotsReadRequest(decoding: request.body)
      return ok(
        SlotsReadAnswer(records: message.ids.map { slots[$0] ?? randomBytes(Limits.recordBytes) }))
    default: return refusal(.malformed)
    }
  }

  private func answer(_ request: Request, of id: SpaceID) throws(CBORError) -> Response {
    if request.call == .createSpace {
      let message = try CreateSpaceRequest(decoding: request.body)
      spaces[id] = Space(entries: [message.entry])
      for slot in message.slots { slots[slot.id] = slot.record }
      return Response(status: 201, body: [])
    }
    guard let space = spaces[id] else { return refusal(.notFound) }
    switch request.call {
    case .openSpace:
      return ok(
        OpenSpaceAnswer(
          time: info.time, generation: 1, journal: space.part(from: 0),
          slotHashes: Array(repeating: [UInt8](repeating: 0, count: 32), count: 4),
          requestedAt: [0, 0, 0, 0], deleteAt: 0))
    case .journalGet:
      return ok(space.part(from: try JournalGetRequest(decoding: request.body).from))
    case .journalAppend:
      let message = try JournalAppendRequest(decoding: request.body)
      return spaces[id]?.append(message) ?? refusal(.notFound)
    case .blocksPut:
      for start in stride(from: 0, to: request.body.count, by: 16 + Limits.blockBytes) {
        guard let name = BlockName(Array(request.body[start..<start + 16])) else { continue }
        let end = start + 16 + Limits.blockBytes
        spaces[id]?.blocks[name] = Array(request.body[start + 16..<end])
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
}

private func ok(_ message: some WireMessage) -> Response {
  Response(status: 200, body: message.encoded())
}

private func refusal(_ problem: Problem) -> Response {
  Response(status: problem.status, body: problem.body)
}
