import Sodium
import Testing
import Wire

@testable import BlindServer

@Suite struct LockTests {
  private static let hour: UInt64 = 3_600

  @Test func aLockedSpaceIsNotThereForAnybody() async throws {
    try await TestServer.run { server, caller in
      let id = SlotID.random()
      let fake = try await caller.read(id)
      let space = try await caller.newSpace(TestSpace(slotIDs: [id]))
      let block = TestBlock()
      _ = try await caller.put([block], by: space)
      #expect(try await caller.get([block.name], by: space).status == 200)
      let until = caller.clock.now + 5
      #expect(try await caller.lock(space, until: until) == 204)

      #expect(try await caller.read(id) == fake)
      let calls: [(Call, [UInt8])] = [
        (.openSpace, NoFields().encoded()), (.journalGet, JournalGetRequest(from: 1).encoded()),
        (
          .journalAppend, TestSpace.append([randomBytes(1024)], after: [space.firstEntry]).encoded()
        ),
        (.blocksPut, TestBlock().frame),
        (.blocksGet, BlocksGetRequest(names: [block.name]).encoded()),
        (.slotsWrite, space.keepingAll.encoded()), (.rekey, space.rekey(to: TestSpace()).encoded()),
        (.lock, LockRequest(until: until + 60).encoded()),
        (.deleteSpace, DeleteSpaceRequest(at: 1).encoded()),
        (.grantReserve, TestGrant().reservation.encoded()),
      ]
      for (call, body) in calls {
        let reply = try await caller.signed(call, body, by: space)
        #expect(reply.problem == .notFound, "\(call)")
      }
      caller.clock.pass(4)
      #expect(try await caller.read(id) == fake)
      caller.clock.pass(1)
      #expect(try await caller.read(id) == space.slots[0].record)
      #expect(try await caller.open(space).generation == 1)
      #expect(try await caller.get([block.name], by: space).status == 200)
    }
  }

  @Test func aLockIsOfThreeDaysAtMostAndNotOfThePast() async throws {
    try await TestServer.run { server, caller in
      let space = try await caller.newSpace()
      let now = caller.clock.now
      for until in [0, 1, now - 1, now, now + 72 * Self.hour + 1, now + 73 * Self.hour] {
        #expect(try await caller.lock(space, until: until) == 404)
        #expect(try await caller.open(space).generation == 1)
      }
      #expect(try await caller.lock(space, until: now + 72 * Self.hour) == 204)
      #expect(try await caller.signed(.openSpace, NoFields(), by: space).problem == .notFound)
    }
  }

  @Test func aSecondLockChangesNothingUntilTheFirstEnds() async throws {
    try await TestServer.run { server, caller in
      let space = try await caller.newSpace()
      let end = caller.clock.now + 10 * Self.hour
      #expect(try await caller.lock(space, until: end) == 204)
      #expect(try await caller.lock(space, until: end - Self.hour) == 404)
      #expect(try await caller.lock(space, until: end + Self.hour) == 404)
      caller.clock.pass(10 * Self.hour - 1)
      #expect(try await caller.signed(.openSpace, NoFields(), by: space).problem == .notFound)
      try await server.service.sweep()
      #expect(try await caller.signed(.openSpace, NoFields(), by: space).problem == .notFound)
      caller.clock.pass(1)
      #expect(try await caller.open(space).generation == 1)
      #expect(try await caller.lock(space, until: caller.clock.now + 1) == 204)
    }
  }

  @Test func whatWasReservedBeforeIsNeverPublished() async throws {
    try await TestServer.run { server, caller in
      let space = try await caller.newSpace()
      let other = try await caller.newSpace()
      let (mine, theirs) = (TestGrant(), TestGrant())
      let token = try await caller.reserve(mine, by: space).uploadToken
      let otherToken = try await caller.reserve(theirs, by: other).uploadToken
      #expect(try await caller.upload(mine, token: token).status == 204)
      #expect(try await caller.upload(theirs, token: otherToken).status == 204)
      #expect(try await caller.lock(space, until: caller.clock.now + 60) == 204)
      #expect(try await caller.publish(mine, token: token).problem == .notFound)
      #expect(try await caller.upload(mine, token: token).problem == .notFound)
      #expect(try await caller.publish(theirs, token: otherToken).status == 204)
      #expect(server.files(under: "grants/blocks").count == 1)
      caller.clock.pass(60)
      #expect(try await caller.publish(mine, token: token).problem == .notFound)
      #expect(try await caller.newGrant(by: space).keyShare.count == 32)
    }
  }

  @Test func whatWasPublishedGoesOnAndCanBeRevoked() async throws {
    try await TestServer.run { server, caller in
      let space = try await caller.newSpace()
      let grant = try await caller.newGrant(by: space).grant
      #expect(try await caller.lock(space, until: caller.clock.now + 600) == 204)
      #expect(try await caller.open(grant).status == 200)
      #expect(
        try await caller.call(.revoke, RevokeRequest(revocationCode: grant.code)).status == 204)
      #expect(try await caller.open(grant).problem == .notFound)
    }
  }

  @Test func aRunningWaitStandsStill() async throws {
    try await TestServer.run { server, caller in
      let id = SlotID.random()
      let space = try await caller.newSpace(
        TestSpace(slotIDs: [nil, nil, nil, id], waits: [0, 0, 0, 24]))
      let record = space.slots[3].record
      _ = try await caller.read(id)
      let asked = caller.clock.now
      caller.clock.pass(10 * Self.hour)
      #expect(try await caller.lock(space, until: caller.clock.now + 72 * Self.hour) == 204)
      caller.clock.pass(72 * Self.hour)
      #expect(try await caller.read(id) != record)
      #expect(try await caller.open(space).requestedAt[3] == asked + 72 * Self.hour)
      caller.clock.pass(14 * Self.hour - 1)
      #expect(try await caller.read(id) != record)
      caller.clock.pass(1)
      #expect(try await caller.read(id) == record)
    }
  }

  @Test func aReleasedOrIdleWaitDoesNotMove() async throws {
    try await TestServer.run { server, caller in
      let id = SlotID.random()
      let space = try await caller.newSpace(
        TestSpace(slotIDs: [nil, nil, nil, id], waits: [0, 0, 0, 1]))
      #expect(try await caller.lock(space, until: caller.clock.now + Self.hour) == 204)
      caller.clock.pass(Self.hour)
      #expect(try await caller.open(space).requestedAt[3] == 0)
      _ = try await caller.read(id)
      let asked = caller.clock.now
      caller.clock.pass(Self.hour)
      #expect(try await caller.lock(space, until: caller.clock.now + 72 * Self.hour) == 204)
      // Not during the lock, though its wait is over.
      #expect(try await caller.read(id) != space.slots[3].record)
      caller.clock.pass(72 * Self.hour)
      #expect(try await caller.read(id) == space.slots[3].record)
      #expect(try await caller.open(space).requestedAt[3] == asked)
    }
  }

  @Test func theOlderOfTwoWithTheSameWordsKeepsItsRank() async throws {
    try await TestServer.run { server, caller in
      let id = SlotID.random()
      let older = try await caller.newSpace(TestSpace(slotIDs: [id]))
      #expect(try await caller.lock(older, until: caller.clock.now + Self.hour) == 204)
      let squatter = try await caller.newSpace(TestSpace(slotIDs: [id]))
      #expect(try await caller.read(id) == squatter.slots[0].record)
      caller.clock.pass(Self.hour)
      // The holder writes the same slot anew, at another place.
      let anew = Slot(id: id, record: randomBytes(1024), waitHours: 0)
      let filler = Slot(id: .random(), record: randomBytes(1024), waitHours: 0)
      let request = SlotsWriteRequest(
        expectGeneration: 1, expectSlotsHash: Slot.hash(older.slots),
        slots: [filler, anew, nil, nil], cardTags: older.creation.cardTags)
      #expect(try await caller.signed(.slotsWrite, request, by: older).status == 204)
      #expect(try await caller.read(id) == anew.record)
    }
  }

  @Test func inDoubtALockThatCanNotBeMadeIsNotTakenForOne() async throws {
    try await TestServer.run { server, caller in
      let space = try await caller.newSpace()
      caller.clock.jump(by: 4 * 86_400)
      #expect(try await caller.lock(space, until: caller.clock.now + Self.hour) == 503)
    }
  }

  @Test func aLockOutlivesARestart() async throws {
    let server = try await TestServer()
    let space = TestSpace()
    try await server.use { _, caller in
      _ = try await caller.newSpace(space)
      #expect(try await caller.lock(space, until: caller.clock.now + Self.hour) == 204)
    }
    try server.folder.close()
    let again = try await TestServer(at: server.path, clock: server.clock)
    try await again.use { (_: TestServer, caller: Caller) async throws in
      caller.clock.pass(Self.hour - 1)
      let locked = try await caller.signed(.openSpace, NoFields(), by: space)
      #expect(locked.problem == .notFound)
      caller.clock.pass(1)
      let opened = try await caller.open(space)
      #expect(opened.generation == 1)
    }
    try again.folder.close()
  }

  @Test(arguments: [false, true]) func oneOfManyAtOnceIsTaken(isShorterFirst: Bool) async throws {
    try await TestServer.run { server, caller in
      let space = try await caller.newSpace()
      let now = caller.clock.now
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for index in 1...16 {
          let until = now + UInt64(isShorterFirst ? index : 17 - index) * 60
          group.addTask { try await caller.lock(space, until: until) }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(statuses.count { $0 == 204 } == 1)
      #expect(statuses.count { $0 == 404 } == 15)
    }
  }
}
