import Sodium
import Testing
import Wire

@testable import BlindServer

@Suite struct SlotTests {
  @Test func aSlotIsReadAndAnythingElseIsAFakeThatStays() async throws {
    try await TestServer.run { _, caller in
      let mine = SlotID.random()
      let space = try await caller.newSpace(TestSpace(slotIDs: [mine]))
      let none = SlotID.random()
      let first = try await caller.read([mine, none])
      #expect(first[0] == space.slots[0].record)
      #expect(first[1].count == 1024)
      #expect(try await caller.read([none, mine]) == [first[1], first[0]])
    }
  }

  @Test func aNewSpaceUnderTheSameIdentifierAnswersOnlyWhileTheOlderIsLocked() async throws {
    try await TestServer.run { server, caller in
      let id = SlotID.random()
      let older = try await caller.newSpace(TestSpace(slotIDs: [id]))
      let fake = try await caller.read(SlotID.random())
      try await server.lock(older, until: caller.clock.now + 3_600)
      let whileLocked = try await caller.read(id)
      #expect(whileLocked != older.slots[0].record && whileLocked != fake)
      let squatter = try await caller.newSpace(TestSpace(slotIDs: [id]))
      #expect(try await caller.read(id) == squatter.slots[0].record)
      caller.clock.pass(3_600)
      #expect(try await caller.read(id) == older.slots[0].record)
    }
  }

  @Test func aLockedOneAnswersWithTheFakeOfOneThatNeverWas() async throws {
    try await TestServer.run { server, caller in
      let id = SlotID.random()
      let before = try await caller.read(id)
      let space = try await caller.newSpace(TestSpace(slotIDs: [id]))
      #expect(try await caller.read(id) == space.slots[0].record)
      try await server.lock(space, until: caller.clock.now + 60)
      #expect(try await caller.read(id) == before)
    }
  }

  @Test func aWaitRunsFromTheFirstReadingAndIsReleasedForTwoWeeks() async throws {
    try await TestServer.run { server, caller in
      let id = SlotID.random()
      let space = try await caller.newSpace(
        TestSpace(slotIDs: [nil, nil, nil, id], waits: [0, 0, 0, 24]))
      let record = space.slots[3].record
      #expect(try await caller.read(id) != record)
      let started = caller.clock.now
      #expect(try await caller.open(space).requestedAt == [0, 0, 0, started])
      caller.clock.pass(24 * 3_600 - 1)
      // Reading again does not start it again.
      #expect(try await caller.read(id) != record)
      #expect(try await caller.open(space).requestedAt[3] == started)
      caller.clock.pass(1)
      #expect(try await caller.read(id) == record)
      caller.clock.pass(14 * 86_400 - 1)
      #expect(try await caller.read(id) == record)
      caller.clock.pass(1)
      #expect(try await caller.read(id) != record)
      // Idle again, so this reading started another wait.
      #expect(try await caller.open(space).requestedAt[3] == caller.clock.now)
    }
  }

  @Test func aWaitAskedForDuringALockCountsFromItsEnd() async throws {
    try await TestServer.run { server, caller in
      let id = SlotID.random()
      let space = try await caller.newSpace(
        TestSpace(slotIDs: [nil, nil, nil, id], waits: [0, 0, 0, 1]))
      let end = caller.clock.now + 72 * 3_600
      try await server.lock(space, until: end)
      #expect(try await caller.read(id) != space.slots[3].record)
      caller.clock.pass(72 * 3_600)
      #expect(try await caller.open(space).requestedAt[3] == end)
      #expect(try await caller.read(id) != space.slots[3].record)
      caller.clock.pass(3_600)
      #expect(try await caller.read(id) == space.slots[3].record)
    }
  }

  @Test func whatWaitsHidesWhatIsBehindIt() async throws {
    try await TestServer.run { _, caller in
      let id = SlotID.random()
      _ = try await caller.newSpace(TestSpace(slotIDs: [nil, nil, nil, id]))
      let behind = try await caller.newSpace(TestSpace(slotIDs: [id]))
      #expect(try await caller.read(id) != behind.slots[0].record)
    }
  }

  @Test func readingComesAtTheDeadline() async throws {
    try await TestServer.run { _, caller in
      let duration = try await ContinuousClock().measure {
        _ = try await caller.read(SlotID.random())
      }
      #expect(duration >= .milliseconds(60))
    }
  }

  @Test(arguments: [0, 1, 65]) func anotherNumberOfIdentifiersIsMalformed(
    count: Int
  ) async throws {
    try await TestServer.run { _, caller in
      let request = SlotsReadRequest(ids: (0..<count).map { _ in .random() })
      let reply = try await caller.call(.slotsRead, request)
      #expect(reply.problem == .malformed)
    }
  }

  @Test func theStatesOfAWaitMeetAtTheirEdges() {
    func state(_ now: UInt64) -> SlotWait {
      .state(waitHours: 1, requestedAt: 1_000, now: now)
    }
    #expect(state(1_000) == .waiting)
    #expect(state(4_599) == .waiting)
    #expect(state(4_600) == .released)
    #expect(state(4_600 + 14 * 86_400 - 1) == .released)
    #expect(state(4_600 + 14 * 86_400) == .idle)
    #expect(SlotWait.state(waitHours: 1, requestedAt: 0, now: 5) == .idle)
    #expect(SlotWait.state(waitHours: 0, requestedAt: 0, now: 5) == .released)
  }
}
