import Foundation
import Sodium
import Testing
import Wire

@testable import BlindServer

@Suite struct ClockTests {
  @Test func timeThatPassesIsBelieved() {
    let clock = MovedClock()
    let guarded = ClockGuard(clock.source, last: ClockGuard.Last(), acceptsClock: false)
    for _ in 0..<5 {
      clock.pass(86_400 * 30)
      let reading = guarded.read()
      #expect(reading.isTrusted && reading.settled == clock.now)
    }
  }

  @Test func aJumpIsDoubtedUntilTheClockIsRightAgain() {
    let clock = MovedClock()
    let guarded = ClockGuard(clock.source, last: ClockGuard.Last(), acceptsClock: false)
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
      ClockGuard(
        clock.source, last: ClockGuard.Last(seen: lastSeen), acceptsClock: accepts
      ).read()
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
    func at(_ time: UInt64) -> ClockGuard.Last { ClockGuard.Last(seen: time, served: time) }
    try await server.service.sweep()
    #expect(try await server.folder.storage.lastClock() == at(clock.now))
    clock.pass(59)
    try await server.service.sweep()
    #expect(try await server.folder.storage.lastClock() == at(MovedClock.start))
    clock.pass(1)
    try await server.service.sweep()
    #expect(try await server.folder.storage.lastClock() == at(clock.now))
    // Served time goes on in doubt, and is written down.
    clock.jump(by: 86_400)
    clock.pass(60)
    try await server.service.sweep()
    #expect(
      try await server.folder.storage.lastClock()
        == ClockGuard.Last(seen: MovedClock.start + 60, served: MovedClock.start + 120))
    try server.folder.close()
  }

  // MARK: Served time

  @Test func servedTimeIsWhatPassedWhileAServerRan() {
    let clock = MovedClock()
    let first = ClockGuard(clock.source, last: ClockGuard.Last(), acceptsClock: false)
    clock.pass(100)
    let reading = first.read()
    #expect(reading.served == MovedClock.start + 100)
    #expect(reading.wallTime(at: reading.served + 7) == clock.now + 7)
    #expect(reading.servedTime(at: clock.now + 7) == reading.served + 7)
    #expect(reading.wallTime(at: 0) == 0)
    for jump in [73 * 3_600, -3_600] as [Int64] {
      clock.jump(by: jump)
      let again = ClockGuard(
        clock.source, last: ClockGuard.Last(seen: reading.settled, served: reading.served),
        acceptsClock: true)
      #expect(again.read().served == reading.served)
      clock.pass(50)
      let later = again.read()
      #expect(later.served == reading.served + 50)
      #expect(later.wallTime(at: reading.served + 60) == clock.now + 10)
      clock.jump(by: -jump)
    }
    // A folder of before there was served time: its locks were by the clock that was believed.
    let old = ClockGuard(
      clock.source, last: ClockGuard.Last(seen: MovedClock.start), acceptsClock: true)
    #expect(old.read().served == MovedClock.start)
  }

  /// Stops a server, sets the clock, and starts it again on the same folder.
  private func restarted(
    _ server: TestServer, jump: Int64, _ test: @Sendable (TestServer, Caller) async throws -> Void
  ) async throws -> TestServer {
    try await server.service.noteTime(after: 0)
    try server.folder.close()
    server.clock.jump(by: jump)
    let again = try await TestServer(at: server.path, clock: server.clock) {
      $0.acceptsClock = true
    }
    try await again.use { server, caller in
      try await server.service.sweep()
      try await test(server, caller)
    }
    return again
  }

  @Test func noRestartWithAnyClockShortensALock() async throws {
    let hour: UInt64 = 3_600
    var server = try await TestServer()
    defer { try? FileManager.default.removeItem(atPath: server.path) }
    let space = TestSpace()
    try await server.use { _, caller in
      _ = try await caller.newSpace(space)
      let until = caller.clock.now + 72 * hour
      #expect(try await caller.lock(space, until: until) == 204)
      caller.clock.pass(hour)
    }
    for hours in [73, 400 * 24, -30 * 24] as [Int64] {
      server = try await restarted(server, jump: hours * 3_600) { _, caller async throws in
        let reply = try await caller.signed(.openSpace, NoFields(), by: space)
        #expect(reply.problem == .notFound)
        #expect(try await caller.read(space.slots[0].id) != space.slots[0].record)
      }
    }
    // It was off three times, for no time that it served: what was left is left.
    server = try await restarted(server, jump: 0) { _, caller async throws in
      caller.clock.pass(71 * hour - 1)
      #expect(try await caller.signed(.openSpace, NoFields(), by: space).problem == .notFound)
      caller.clock.pass(1)
      #expect(try await caller.open(space).generation == 1)
    }
    try server.folder.close()
  }

  @Test func noRestartWithAnyClockShortensAWaitOrATerm() async throws {
    let hour: UInt64 = 3_600
    var server = try await TestServer()
    defer { try? FileManager.default.removeItem(atPath: server.path) }
    let space = TestSpace()
    let waiting = space.slots[3]
    let start = server.clock.now
    try await server.use { _, caller in
      _ = try await caller.newSpace(space)
      #expect(try await caller.read(waiting.id) != waiting.record)
      #expect(try await caller.delete(space, at: start + 1_000 * hour).status == 204)
    }
    // Off for five weeks, and a clock that is two years ahead.
    for hours in [35 * 24, 2 * 365 * 24] as [Int64] {
      server = try await restarted(server, jump: hours * 3_600) { _, caller in
        #expect(try await caller.read(waiting.id) != waiting.record)
        let opened = try await caller.open(space)
        // Told by the clock: what is left is left.
        #expect(opened.requestedAt[3] == caller.clock.now)
        #expect(opened.deleteAt == caller.clock.now + 1_000 * hour)
      }
    }
    server = try await restarted(server, jump: 0) { _, caller async throws in
      caller.clock.pass(UInt64(waiting.waitHours) * hour - 1)
      #expect(try await caller.read(waiting.id) != waiting.record)
      caller.clock.pass(1)
      #expect(try await caller.read(waiting.id) == waiting.record)
    }
    try server.folder.close()
  }

  @Test func inDoubtNoLockIsShorterThanItWasAskedAndNothingIsDeletedByMistake() async throws {
    try await TestServer.run(sweeps: false) { server, caller in
      let hour: UInt64 = 3_600
      let day = 24 * hour
      // Somebody sets the clock back, and a holder goes by it.
      caller.clock.jump(by: -70 * Int64(hour))
      let locked = try await caller.newSpace()
      #expect(try await caller.lock(locked, until: caller.clock.now + 72 * hour) == 204)
      let space = try await caller.newSpace()
      #expect(
        try await caller.delete(space, at: caller.clock.now + 2 * day).problem == .unavailable)
      #expect(try await caller.open(space).deleteAt == 0)
      caller.clock.jump(by: 70 * Int64(hour))
      caller.clock.pass(72 * hour - 1)
      #expect(try await caller.signed(.openSpace, NoFields(), by: locked).problem == .notFound)
      caller.clock.pass(1)
      #expect(try await caller.open(locked).generation == 1)
      // "At once" and "not any more" need no clock.
      caller.clock.jump(by: -30 * Int64(day))
      #expect(try await caller.delete(space, at: 0).status == 204)
      #expect(try await caller.delete(space, at: 1).status == 204)
    }
  }

  @Test func aTermIsTheSameAsLongAsTheServerRuns() async throws {
    try await TestServer.run(sweeps: false) { server, caller in
      let space = try await caller.newSpace()
      let at = caller.clock.now + 100_000
      #expect(try await caller.delete(space, at: at).status == 204)
      let mark = server.folder.storage.ledger.mark
      for _ in 0..<5 {
        // The two clocks drift apart, as they do.
        caller.clock.pass(1_000)
        caller.clock.jump(by: 7)
        #expect(try await caller.open(space).deleteAt == at)
        #expect(try await caller.delete(space, at: at).status == 204)
      }
      #expect(server.folder.storage.ledger.mark == mark)
    }
  }
}
