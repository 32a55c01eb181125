import Sodium
import Wire

extension BlindService {
  func info() -> Answer {
    .message(
      Info(
        time: clock.read().wall, authority: authority, reader: reader, epochs: keys.epochList,
        spaceBlocks: configuration.spaceBlocks))
  }

  /// One evaluation for each epoch. What is asked for can't be told from random bytes,
  /// and nothing about a wallet enters.
  func harden(_ incoming: Incoming) async throws -> Answer {
    let body = try await incoming.collect(upTo: Limits.unsignedMessageBytes)
    let request = try HardenRequest(decoding: body)
    // Cards have counters of their own, which come with them.
    guard request.credentialClass == .words, request.cardTag.allSatisfy({ $0 == 0 }),
      let element = Element(request.element)
    else { throw Refusal(.malformed) }
    try admit(incoming, .harden, work: request.work, body: body)
    let evaluations = try keys.epochs.map { box in
      let (evaluated, proof) = try box.epoch.key.evaluate(element, info: request.info)
      return Evaluation(epoch: box.epoch.number, element: evaluated.bytes, proof: proof)
    }
    return .message(HardenAnswer(evaluations: evaluations), isTimed: true)
  }

  /// A record for each identifier: the one that is there, or the one that is always
  /// there instead.
  func readSlots(_ incoming: Incoming) async throws -> Answer {
    let body = try await incoming.collect(upTo: Limits.unsignedMessageBytes)
    let request = try SlotsReadRequest(decoding: body)
    let found = try await storage.slots(request.ids, now: clock.read().settled)
    let records = zip(request.ids, found).map { id, record in
      let fake = fakeRecord(for: id.bytes, key: keys.fake)
      // A row that was damaged to another size is no record, and no reason to end.
      let record = record.flatMap { $0.count == fake.count ? $0 : nil }
      return constantTimeSelect(record == nil ? 0 : 1, record ?? fake, fake)
    }
    return .message(SlotsReadAnswer(records: records), isTimed: true)
  }
}
