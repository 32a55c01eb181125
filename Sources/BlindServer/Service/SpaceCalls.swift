import NIOCore
import Sodium
import Wire

extension BlindService {
  /// A whole new space, signed with the key that it brings.
  func createSpace(_ incoming: Incoming) async throws -> Answer {
    let signed = try SignatureHeaders(incoming.headers)
    let body = try await incoming.collect(upTo: Limits.unsignedMessageBytes)
    let request = try CreateSpaceRequest(decoding: body)
    guard request.spaceID == signed.parameters.keyID else { throw Refusal(.malformed) }
    try requireRoom(body.count)
    let allowance = incoming.source.isPlace ? Allowance.createAtPlace : .create
    try admit(incoming, allowance, work: request.work, body: body)
    let reading = clock.read()
    guard isSigned(signed, .createSpace, verifyKey: request.verifyKey),
      SHA512.hash(body) == signed.sha512,
      signed.parameters.isTimely(at: reading.wall)
    else { throw Refusal(.notFound) }
    try use(signed)
    guard try await storage.create(request, now: reading.served) else { throw Refusal(.notFound) }
    return .created
  }

  func openSpace(_ incoming: Incoming) async throws -> Answer {
    let authenticated = try await authenticate(incoming)
    _ = try await message(incoming, signedBy: authenticated, NoFields.self)
    let reading = clock.read()
    let opened = try await storage.open(authenticated.signer, now: reading.served)
    return .message(
      OpenSpaceAnswer(
        time: reading.wall, generation: opened.row.generation,
        journal: JournalPart(opened.row, from: opened.row.baseSeq, opened.entries),
        slotHashes: opened.slots.map { $0.hash },
        requestedAt: opened.requestedAt.map(reading.wallTime),
        deleteAt: reading.wallTime(at: opened.row.deleteAt)))
  }

  func getJournal(_ incoming: Incoming) async throws -> Answer {
    let authenticated = try await authenticate(incoming)
    let request: JournalGetRequest = try await message(incoming, signedBy: authenticated)
    let journal = try await storage.journal(
      authenticated.signer, from: request.from, now: clock.read().served)
    return .message(JournalPart(journal.row, from: journal.firstSeq, journal.entries))
  }

  func appendJournal(_ incoming: Incoming) async throws -> Answer {
    let authenticated = try await authenticate(incoming)
    let request: JournalAppendRequest = try await message(incoming, signedBy: authenticated)
    // What drops blocks makes room.
    if request.drop.isEmpty { try requireRoom(request.entries.count * Limits.recordBytes) }
    try await storage.append(request, by: authenticated.signer, now: clock.read().served)
    return .done
  }

  // MARK: Blocks

  func putBlocks(_ incoming: Incoming) async throws -> Answer {
    let form = BlockUpload.Form(prefixBytes: BlockName.byteCount)
    let count = try form.blockCount(incoming)
    let authenticated = try await authenticate(incoming)
    try admitUpload(of: count, authenticated.space.id, incoming)
    var upload = BlockUpload(form, blockCount: count, storage: storage, area: .spaces)
    for try await piece in incoming.pieces { try await upload.take(piece) }
    let blocks = try await upload.finish { $0 == authenticated.sha512 }
    try await storage.put(
      blocks.map { (name: BlockName($0.prefix)!, block: $0.block) },  // 16 bytes each
      by: authenticated.signer, now: clock.read().served,
      limit: configuration.spaceBlocks)
    return .done
  }

  /// Takes what an upload of so many blocks needs, before any of it comes.
  func admitUpload(of count: Int, _ space: SpaceID, _ incoming: Incoming) throws(Refusal) {
    let byteCount = count * Limits.blockBytes
    try requireRoom(byteCount)
    incoming.held.add(try uploadPool.take(1, incoming.source, space))
    try uploadBudget.take(byteCount, space, incoming.source, now: clock.read().settled)
  }

  func getBlocks(_ incoming: Incoming) async throws -> Answer {
    let authenticated = try await authenticate(incoming)
    let request: BlocksGetRequest = try await message(incoming, signedBy: authenticated)
    if request.names.count == 1,
      let block = storage.cachedBlock(request.names[0], in: authenticated.space.id)
    {
      return Answer(status: .ok, body: .block(block))
    }
    return try await blocks(
      storage.find(request.names, in: authenticated.space.id), in: .spaces)
  }

  /// The file of the one block that a request asks for, if all is well and nothing has to be
  /// waited for, that is if row and block are in memory; nil for any reason otherwise.
  ///
  /// As ``authenticate(_:)`` it does the same work for every space.
  func cachedFile(_ signed: SignatureHeaders, body: [UInt8]) -> NIOFileHandle? {
    guard let space = storage.cachedSpace(signed.parameters.keyID) else {
      _ = isSigned(signed, .blocksGet, verifyKey: dummyVerifyKey)
      return nil
    }
    guard isServed(space, signed, .blocksGet), SHA512.hash(body) == signed.sha512,
      let request = try? BlocksGetRequest(decoding: body), request.names.count == 1
    else { return nil }
    // What is not answered here is looked at again elsewhere, so nothing is used before that is sure.
    guard let file = storage.cachedFile(request.names[0], in: space.id) else { return nil }
    do {
      try use(signed)
    } catch {
      try? file.close()
      return nil
    }
    return file
  }
}

extension JournalPart {
  init(_ row: SpaceRow, from firstSeq: UInt64, _ entries: [[UInt8]]) {
    self.init(
      headSeq: row.headSeq, headHash: row.headHash, baseSeq: row.baseSeq, basePrev: row.basePrev,
      firstSeq: firstSeq, entries: entries)
  }
}
