import HTTPTypes
import Sodium
import Testing
import Wire

@testable import BlindServer

@Suite struct ReservationTests {
  @Test func whatIsReservedAnswersAsIfItWereNot() async throws {
    try await TestServer.run { _, caller in
      let space = try await caller.newSpace()
      let grant = TestGrant()
      _ = try await caller.reserve(grant, by: space)
      #expect(try await caller.cover(grant).problem == .notFound)
      #expect(try await caller.open(grant).problem == .notFound)
    }
  }

  @Test func reservingAgainIsANewRowInItsPlace() async throws {
    try await TestServer.run { server, caller in
      let space = try await caller.newSpace()
      let grant = TestGrant()
      let first = try await caller.reserve(grant, by: space)
      #expect(try await caller.upload(grant, token: first.uploadToken).status == 204)
      let second = try await caller.reserve(grant, by: space)
      #expect(second.keyShare != first.keyShare)
      #expect(server.files(under: "grants/blocks").isEmpty)
      #expect(try await caller.upload(grant, token: first.uploadToken).problem == .notFound)
      #expect(try await caller.publish(grant, token: first.uploadToken).problem == .notFound)
      #expect(try await caller.upload(grant, token: second.uploadToken).status == 204)
      #expect(try await caller.publish(grant, token: second.uploadToken).status == 204)
      // Once it lives, its place is taken.
      #expect(
        try await caller.signed(.grantReserve, grant.reservation, by: space).problem == .notFound)
      let opened: GrantOpenAnswer = try await caller.open(grant).decoded()
      #expect(opened.keyShare == second.keyShare)
    }
  }

  @Test func publishingNeedsEveryBlockAndIsTheSameTwice() async throws {
    try await TestServer.run { _, caller in
      let space = try await caller.newSpace()
      let grant = TestGrant(blockCount: 2)
      let token = try await caller.reserve(grant, by: space).uploadToken
      var half = grant
      half.blocks.removeLast()
      #expect(try await caller.upload(half, token: token).status == 204)
      #expect(try await caller.publish(grant, token: token).problem == .notFound)
      #expect(try await caller.upload(grant, token: token).status == 204)
      #expect(try await caller.publish(grant, token: token).status == 204)
      #expect(try await caller.publish(grant, token: token).status == 204)
      #expect(try await caller.publish(grant, token: token, openings: 11).problem == .notFound)
      #expect(try await caller.upload(grant, token: token).problem == .notFound)
    }
  }

  @Test func aBlockOfAGrantIsWrittenOnceAndHasAPlace() async throws {
    try await TestServer.run { _, caller in
      let space = try await caller.newSpace()
      var grant = TestGrant(blockCount: 2)
      let token = try await caller.reserve(grant, by: space).uploadToken
      #expect(try await caller.upload(grant, token: token).status == 204)
      grant.blocks[1] = randomBytes(Limits.blockBytes)
      #expect(try await caller.upload(grant, token: token).problem == .blockDiffers)
      grant.blocks.append(randomBytes(Limits.blockBytes))
      grant.blocks[1] = grant.blocks[0]
      #expect(
        try await caller.call(
          .grantBlocksPut, token + bigEndianBytes(UInt16(2)) + grant.blocks[2]
        ).problem == .malformed)
      #expect(try await caller.upload(grant, token: randomBytes(32)).problem == .notFound)
    }
  }

  @Test func whatIsNotPublishedInAnHourGoes() async throws {
    try await TestServer.run { server, caller in
      let space = try await caller.newSpace()
      let grant = TestGrant()
      let token = try await caller.reserve(grant, by: space).uploadToken
      #expect(try await caller.upload(grant, token: token).status == 204)
      caller.clock.pass(3_600)
      #expect(try await caller.publish(grant, token: token).problem == .notFound)
      try await server.service.sweep()
      #expect(try await server.count("grants") == 0)
      #expect(server.files(under: "grants/blocks").isEmpty)
    }
  }

  @Test func aTermInThePastOrBeyondThirtyDaysIsMalformed() async throws {
    try await TestServer.run { _, caller in
      let space = try await caller.newSpace()
      let grant = TestGrant()
      let token = try await caller.reserve(grant, by: space).uploadToken
      _ = try await caller.upload(grant, token: token)
      for seconds: UInt64 in [0, 30 * 86_400 + 1] {
        #expect(
          try await caller.publish(grant, token: token, seconds: seconds).problem == .malformed)
      }
      #expect(
        try await caller.publish(grant, token: token, seconds: 30 * 86_400).status == 204)
    }
  }

  @Test func aSpaceHasItsShareOfADay() async throws {
    try await TestServer.run({ $0.grantsPerDay = 3 }) { _, caller in
      let space = try await caller.newSpace()
      for _ in 0..<3 { _ = try await caller.reserve(TestGrant(), by: space) }
      let reply = try await caller.signed(.grantReserve, TestGrant().reservation, by: space)
      #expect(reply.problem == .tooManyCalls)
      // A day of the calendar, in UTC.
      let rest = 86_400 - caller.clock.now % 86_400
      #expect(reply.headers[.retryAfter] == "\(rest)")
      _ = try await caller.reserve(TestGrant(), by: try await caller.newSpace())
      caller.clock.pass(rest - 1)
      #expect(
        try await caller.signed(.grantReserve, TestGrant().reservation, by: space).problem
          == .tooManyCalls)
      caller.clock.pass(1)
      _ = try await caller.reserve(TestGrant(), by: space)
    }
  }

  @Test func aRestartEndsReservationsAndKeepsGrants() async throws {
    let clock = MovedClock()
    let server = try await TestServer(clock: clock)
    let (live, reserved) = try await server.use { _, caller in
      let space = try await caller.newSpace()
      let live = try await caller.newGrant(by: space).grant
      let reserved = TestGrant()
      let token = try await caller.reserve(reserved, by: space).uploadToken
      _ = try await caller.upload(reserved, token: token)
      return (live, reserved)
    }
    try server.folder.close()
    let again = try await TestServer(at: server.path, clock: clock)
    try await again.use { _, caller in
      let count = try await again.count("grants")
      #expect(count == 1)
      #expect(try await caller.open(live).status == 200)
      #expect(try await caller.open(reserved).problem == .notFound)
    }
    try again.folder.close()
  }

  @Test func noRowOfAGrantNamesASpace() async throws {
    let server = try await TestServer()
    let space = try await server.use { _, caller in
      let space = try await caller.newSpace()
      _ = try await caller.newGrant(by: space)
      return space
    }
    try server.folder.close()
    let bytes = try server.bytes(of: "grants/grants.sqlite")
    #expect(!bytes.contains(space.id.bytes))
  }
}
