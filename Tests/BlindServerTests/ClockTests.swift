import Sodium
import Testing
import Wire

@testable import BlindServer

@Suite struct ClockTests {
  @Test func timeThatPassesIsBelieved() {
    let clock = MovedClock()
    let guarded = ClockGuard(clock.source, lastSeen: 0, acceptsClock: false)
    for _ in 0..<5 {
      clock.pass(86_400 * 30)
      let reading = guarded.read()
      #expect(reading.isTrusted && reading.settled == clock.now)
    }
  }

  @Test func aJumpIsDoubtedUntilTheClockIsRightAgain() {
    let clock = MovedClock()
    let guarded = ClockGuard(clock.source, lastSeen: 0, acceptsClock: false)
    clock.jump(by: 600)
    #expect(guarded.read().isTrusted)
    clock.jump(by: 601)
    let ahead = guarded.read()
    #expect(!ahead.isTrusted)
    #expect(ahead.settled == MovedClock.start + 600)
    #expect(ahead.latest == clock.now)
    clock.jump(by: -601)
    #expect(guarded.read().isTrusted)
    clock.jump(by: -1)
    let behind = guarded.read()
    #expect(!behind.isTrusted)
    #expect(behind.latest == MovedClock.start + 600)
    clock.pass(1)
    #expect(guarded.read().isTrusted)
  }

  @Test func aWeekOffIsBelievedAndMoreNeedsTheOperatorsWord() {
    let clock = MovedClock()
    let week: UInt64 = 7 * 86_400
    func read(_ lastSeen: UInt64, _ accepts: Bool) -> ClockGuard.Reading {
      ClockGuard(clock.source, lastSeen: lastSeen, acceptsClock: accepts).read()
    }
    #expect(read(clock.now - week, false).isTrusted)
    #expect(!read(clock.now - week - 1, false).isTrusted)
    #expect(read(clock.now - week - 1, true).isTrusted)
    #expect(!read(clock.now + 1, false).isTrusted)
    #expect(read(clock.now + 1, true).isTrusted)
  }

  @Test func inDoubtNoLockEndsNothingIsSweptAndNoGrantIsMade() async throws {
    try await TestServer.run { server, caller in
      let slot = SlotID.random()
      let space = try await caller.newSpace(TestSpace(slotIDs: [slot]))
      let locked = try await caller.newSpace()
      try await server.lock(locked, until: caller.clock.now + 3_600)
      let (grant, _) = try await caller.newGrant(by: space, seconds: 3_600)
      try await server.service.sweep()

      caller.clock.jump(by: 3 * 86_400)
      try await server.service.sweep()
      #expect(server.files(under: "grants/blocks").count == 1)
      #expect(try await caller.open(grant).problem == .notFound)
      #expect(
        try await caller.signed(.openSpace, NoFields(), by: locked).problem == .notFound)
      #expect(
        try await caller.signed(.grantReserve, TestGrant().reservation, by: space).problem
          == .unavailable)
      #expect(try await caller.read(slot) == space.slots[0].record)
      #expect(server.log.all.contains { $0.contains("the clock is in doubt") })

      caller.clock.jump(by: -3 * 86_400)
      #expect(try await caller.open(grant).status == 200)
      caller.clock.pass(3_600)
      #expect(try await caller.open(locked).generation == 1)
    }
  }

  @Test func theTimeIsWrittenDownEachMinute() async throws {
    let clock = MovedClock()
    let server = try await TestServer(clock: clock)
    try await server.service.sweep()
    #expect(try await server.folder.storage.lastSeen() == clock.now)
    clock.pass(59)
    try await server.service.sweep()
    #expect(try await server.folder.storage.lastSeen() == MovedClock.start)
    clock.pass(1)
    try await server.service.sweep()
    #expect(try await server.folder.storage.lastSeen() == clock.now)
    try server.folder.close()
  }
}
