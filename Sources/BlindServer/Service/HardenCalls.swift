import Sodium
import Wire

extension BlindService {
  func info() -> Answer {
    .message(
      Info(
        time: clock.read().wall, authority: authority, reader: reader, epochs: keys.epochList,
        spaceBlocks: configuration.spaceBlocks,
        hardener: Array((configuration.secondOperator ?? "").utf8)))
  }

  func harden(_ incoming: Incoming) async throws -> Answer {
    try await Hardener(keys: keys, gate: gate, clock: clock, cards: storage.cards)
      .harden(incoming)
  }

  /// A record for each identifier: the one that is there, or the one that is always
  /// there instead.
  func readSlots(_ incoming: Incoming) async throws -> Answer {
    let body = try await incoming.collect(upTo: Limits.unsignedMessageBytes)
    let request = try SlotsReadRequest(decoding: body)
    let found = try await storage.slots(request.ids, now: clock.read().served)
    let records = zip(request.ids, found).map { id, record in
      let fake = fakeRecord(for: id.bytes, key: keys.fake)
      // A row that was damaged to another size is no record, and no reason to end.
      let record = record.flatMap { $0.count == fake.count ? $0 : nil }
      return constantTimeSelect(record == nil ? 0 : 1, record ?? fake, fake)
    }
    return .message(SlotsReadAnswer(records: records), isTimed: true)
  }
}
