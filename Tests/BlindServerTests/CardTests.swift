import Sodium
import Testing
import Wire

@testable import BlindServer

@Suite struct CardTests {
  private static let hour: UInt64 = 3_600

  @Test func fiveTriesThenOneInTwoHours() async throws {
    try await TestServer.run { _, caller in
      caller.clock.pass(Self.hour - caller.clock.now % Self.hour)
      let tag = randomBytes(16)
      for _ in 0..<5 { #expect(try await caller.harden(card: tag).status == 200) }
      let refused = try await caller.harden(card: tag)
      #expect(refused.problem == .tooManyCalls)
      #expect(refused.headers[.retryAfter] == "7200")
      #expect(refused.headers[.challenge] == nil)
      #expect(try await caller.harden(card: randomBytes(16)).status == 200)
      caller.clock.pass(2 * Self.hour - 1)
      #expect(try await caller.harden(card: tag).status == 429)
      caller.clock.pass(1)
      #expect(try await caller.harden(card: tag).status == 200)
      #expect(try await caller.harden(card: tag).status == 429)
      caller.clock.pass(100 * Self.hour)
      for _ in 0..<5 { #expect(try await caller.harden(card: tag).status == 200) }
      #expect(try await caller.harden(card: tag).status == 429)
    }
  }

  /// Whoever sees the answer's time, or the disk, learns nothing of what was opened with.
  @Test func hardeningWordsWritesAsMuchAndLeavesNothing() async throws {
    try await TestServer.run { server, caller in
      let storage = server.service.storage
      for card in [randomBytes(16), nil] {
        let rows = try await server.count("cards")
        let before = storage.generation
        #expect(try await caller.harden(card: card).status == 200)
        // A sweep may come between.
        #expect(storage.generation > before)
        #expect(try await server.count("cards") == rows + (card == nil ? 0 : 1))
      }
    }
  }

  @Test func theOwnersOpeningFillsItAndNobodyElses() async throws {
    try await TestServer.run { server, caller in
      let tag = randomBytes(16)
      let owner = try await caller.newSpace(TestSpace(cardTags: [tag]))
      // A thief makes a wallet with the stolen card's tag.
      let thief = try await caller.newSpace(TestSpace(cardTags: [tag]))
      for _ in 0..<5 { #expect(try await caller.harden(card: tag).status == 200) }
      _ = try await caller.open(thief)
      #expect(try await caller.harden(card: tag).status == 429)
      let claim = SlotsWriteRequest(
        expectGeneration: 1, expectSlotsHash: Slot.hash(thief.slots),
        slots: [nil, nil, nil, nil], cardTags: Array(repeating: tag, count: 4))
      #expect(try await caller.signed(.slotsWrite, claim, by: thief).status == 204)
      _ = try await caller.open(thief)
      #expect(try await caller.delete(thief, at: 1).status == 204)
      #expect(try await caller.harden(card: tag).status == 429)
      _ = try await caller.open(owner)
      for _ in 0..<5 { #expect(try await caller.harden(card: tag).status == 200) }
      #expect(try await caller.harden(card: tag).status == 429)
    }
  }

  @Test func whatASpaceNamesNoMoreGoesAndAllGoesWithIt() async throws {
    try await TestServer.run { server, caller in
      let tags = (0..<4).map { _ in randomBytes(16) }
      let space = try await caller.newSpace(TestSpace(cardTags: tags))
      #expect(try await server.count("cards") == 4)
      let request = SlotsWriteRequest(
        expectGeneration: 1, expectSlotsHash: Slot.hash(space.slots),
        slots: [nil, nil, nil, nil], cardTags: [tags[0]] + (0..<3).map { _ in randomBytes(16) })
      #expect(try await caller.signed(.slotsWrite, request, by: space).status == 204)
      #expect(try await server.count("cards") == 4)
      #expect(try await caller.delete(space, at: 1).status == 204)
      #expect(try await server.count("cards") == 0)
    }
  }

  @Test func rowsThatNobodyOwnsGoOnceTheyAreFull() async throws {
    try await TestServer.run { server, caller in
      _ = try await caller.newSpace()
      _ = try await caller.harden(card: randomBytes(16))
      #expect(try await server.count("cards") == 5)
      try await server.service.sweep()
      #expect(try await server.count("cards") == 5)
      caller.clock.pass(3 * Self.hour)
      try await server.service.sweep()
      #expect(try await server.count("cards") == 4)
    }
  }

  @Test func aFloodOfTagsForgetsNoneThatIsAttacked() async throws {
    try await TestServer.run { server, caller in
      let terms = CardTerms(burst: 5, mostFree: 100)
      let store = CardStore(
        server.folder.storage.rows, tags: SpaceTags(fake: server.folder.keys.fake), terms: terms)
      let now = caller.clock.now
      let attacked = randomBytes(16)
      for _ in 0..<5 { #expect(try await store.takeTry(cardTag: attacked, now: now)) }
      for _ in 0..<500 {
        #expect(try await store.takeTry(cardTag: randomBytes(16), now: now))
      }
      let count = try await server.count("cards")
      #expect(count == 100)
      #expect(try await store.takeTry(cardTag: attacked, now: now) == false)
    }
  }

  @Test func aThousandCardsAtOnceHaveFiveTriesEach() async throws {
    try await TestServer.run { server, caller in
      let cards = server.folder.storage.cards
      let now = caller.clock.now
      let tags = (0..<1_000).map { _ in randomBytes(16) }
      let admitted = try await withThrowingTaskGroup(of: Bool.self) { group in
        for _ in 0..<7 {
          for tag in tags { group.addTask { try await cards.takeTry(cardTag: tag, now: now) } }
        }
        return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(admitted == 5_000)
    }
  }

  @Test func theTagIsPartOfWhatIsEvaluated() async throws {
    try await TestServer.run { _, caller in
      func evaluate(_ kind: HardenClass, _ tag: [UInt8]) async throws -> [UInt8] {
        let answer: HardenAnswer = try await caller.call(
          .harden, HardenRequest(credentialClass: kind, cardTag: tag, element: oneElement)
        ).decoded()
        return answer.evaluations[0].element
      }
      let zeros = [UInt8](repeating: 0, count: 16)
      let tag = randomBytes(16)
      let words = try await evaluate(.words, zeros)
      #expect(try await evaluate(.card, zeros) != words)
      #expect(try await evaluate(.card, tag) == evaluate(.card, tag))
      #expect(try await evaluate(.card, tag) != evaluate(.card, randomBytes(16)))
      let mixed = HardenRequest(credentialClass: .words, cardTag: tag, element: oneElement)
      #expect(try await caller.call(.harden, mixed).problem == .malformed)
    }
  }
}

/// A public key is an element as good as any.
private let oneElement: [UInt8] = {
  guard let keys = try? ServerKeys.random() else { return [] }
  return keys.epochs[0].epoch.key.publicKey.bytes
}()

extension Caller {
  /// Of a card, or of words.
  fileprivate func harden(card tag: [UInt8]?) async throws -> Reply {
    try await call(
      .harden,
      HardenRequest(
        credentialClass: tag == nil ? .words : .card,
        cardTag: tag ?? [UInt8](repeating: 0, count: 16), element: oneElement))
  }
}
