import Sodium
import Testing
import Wire

@testable import BlindServer

@Suite struct GrantTests {
  @Test func aGrantIsReservedFilledPublishedOpenedAndRead() async throws {
    try await TestServer.run { server, caller in
      let space = try await caller.newSpace()
      let (grant, keyShare) = try await caller.newGrant(TestGrant(blockCount: 2), by: space)

      let cover: GrantCoverAnswer = try await caller.cover(grant).decoded()
      #expect(cover.cover == grant.cover)

      let opened: GrantOpenAnswer = try await caller.open(grant).decoded()
      #expect(opened.keyShare == keyShare)
      #expect(opened.blockCount == 2)
      #expect(
        try await caller.blocks(opened.token, [1, 0]).body == grant.blocks[1] + grant.blocks[0])
      #expect(try await caller.blocks(opened.token, [2]).problem == .notFound)
      #expect(try await caller.blocks(randomBytes(32), [0]).problem == .notFound)
      #expect(checkDataFolder(at: server.path).findings == [])
    }
  }

  // MARK: Counting

  @Test func of64OpeningsAtTheSameMomentOneSucceeds() async throws {
    try await TestServer.run { server, caller in
      let space = try await caller.newSpace()
      for _ in 0..<5 {
        let (grant, _) = try await caller.newGrant(by: space, openings: 1)
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
          for _ in 0..<64 {
            group.addTask { try await caller.open(grant).status }
          }
          return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.count { $0 == 200 } == 1)
        #expect(statuses.count { $0 == 404 } == 63)
        #expect(try await caller.events(grant).map(\.kind) == [.opened, .usedUp])
      }
    }
  }

  @Test func theSameNonceIsTheSameOpeningWithANewToken() async throws {
    try await TestServer.run { server, caller in
      let space = try await caller.newSpace()
      let (grant, keyShare) = try await caller.newGrant(by: space, openings: 1)
      let nonce = randomBytes(16)
      let first: GrantOpenAnswer = try await caller.open(grant, nonce: nonce).decoded()
      let again: GrantOpenAnswer = try await caller.open(grant, nonce: nonce).decoded()
      #expect(again.keyShare == keyShare)
      #expect(again.token != first.token)
      #expect(try await caller.blocks(first.token, [0]).problem == .notFound)
      #expect(try await caller.blocks(again.token, [0]).body == grant.blocks[0])
      // Used up: no other opening. The cover is still there, for who has the nonce and has
      // lost all else.
      #expect(try await caller.open(grant).problem == .notFound)
      #expect(try await caller.cover(grant).status == 200)
      // Once the token has ended, the nonce is worth nothing either.
      caller.clock.pass(600)
      #expect(try await caller.open(grant, nonce: nonce).problem == .notFound)
      #expect(try await caller.cover(grant).problem == .notFound)
    }
  }

  @Test func aNonceWhoseTokenEndedCountsAgain() async throws {
    try await TestServer.run { _, caller in
      let space = try await caller.newSpace()
      let (grant, _) = try await caller.newGrant(by: space, openings: 2)
      let nonce = randomBytes(16)
      #expect(try await caller.open(grant, nonce: nonce).status == 200)
      caller.clock.pass(600)
      #expect(try await caller.open(grant, nonce: nonce).status == 200)
      #expect(try await caller.open(grant).problem == .notFound)
    }
  }

  @Test func theCoverCountsNothing() async throws {
    try await TestServer.run { _, caller in
      let space = try await caller.newSpace()
      let (grant, _) = try await caller.newGrant(by: space, openings: 1)
      for _ in 0..<20 { #expect(try await caller.cover(grant).status == 200) }
      #expect(try await caller.open(grant).status == 200)
    }
  }

  @Test func fiveWrongCodesEndAGrantAndRightOnesCountNone() async throws {
    try await TestServer.run { server, caller in
      let space = try await caller.newSpace()
      let (grant, _) = try await caller.newGrant(by: space, openings: 10)
      for _ in 0..<4 {
        #expect(try await caller.open(grant, auth: randomBytes(32)).problem == .notFound)
      }
      #expect(try await caller.open(grant).status == 200)
      #expect(try await caller.open(grant, auth: randomBytes(32)).problem == .notFound)
      #expect(try await caller.open(grant).problem == .notFound)
      #expect(server.files(under: "grants/blocks").isEmpty)
      #expect(
        try await caller.events(grant).map(\.kind)
          == [
            .wrongCode, .wrongCode, .wrongCode, .wrongCode, .opened, .wrongCode,
            .deletedAfterWrongCodes,
          ])
    }
  }

  // MARK: Ending

  @Test func aTokenSlidesButNeverPastTheExpiry() async throws {
    try await TestServer.run { _, caller in
      let space = try await caller.newSpace()
      let (grant, _) = try await caller.newGrant(by: space, seconds: 1_500)
      let opened: GrantOpenAnswer = try await caller.open(grant).decoded()
      caller.clock.pass(599)
      #expect(try await caller.blocks(opened.token, [0]).status == 200)
      caller.clock.pass(599)
      #expect(try await caller.blocks(opened.token, [0]).status == 200)
      caller.clock.pass(301)
      #expect(try await caller.blocks(opened.token, [0]).status == 200)
      caller.clock.pass(1)
      #expect(try await caller.blocks(opened.token, [0]).problem == .notFound)
      #expect(try await caller.open(grant).problem == .notFound)
      #expect(try await caller.cover(grant).problem == .notFound)
    }
  }

  @Test func anUnusedTokenEndsAfterTenMinutes() async throws {
    try await TestServer.run { _, caller in
      let space = try await caller.newSpace()
      let (grant, _) = try await caller.newGrant(by: space)
      let opened: GrantOpenAnswer = try await caller.open(grant).decoded()
      caller.clock.pass(600)
      #expect(try await caller.blocks(opened.token, [0]).problem == .notFound)
      #expect(try await caller.open(grant).status == 200)
    }
  }

  @Test func whatExpiredOrIsUsedUpIsGoneAfterASweep() async throws {
    try await TestServer.run { server, caller in
      let space = try await caller.newSpace()
      let (expiring, _) = try await caller.newGrant(
        TestGrant(blockCount: 4), by: space, seconds: 100)
      let (usedUp, _) = try await caller.newGrant(by: space, openings: 1)
      _ = try await caller.open(usedUp)
      #expect(server.files(under: "grants/blocks").count == 5)
      caller.clock.pass(100)
      try await server.service.sweep()
      #expect(server.files(under: "grants/blocks").count == 1)
      caller.clock.pass(500)
      try await server.service.sweep()
      #expect(server.files(under: "grants/blocks").isEmpty)
      for table in ["grants", "grantBlocks", "openings"] {
        #expect(try await server.count(table) == 0)
      }
      #expect(try await caller.events(expiring).map(\.kind) == [.expired])
      #expect(try await caller.events(usedUp).map(\.kind) == [.opened, .usedUp])
      #expect(try server.occurs(expiring.cover) == false)
    }
  }

  @Test func revokingEndsAGrantWithItsTokensAndAlwaysAnswersAlike() async throws {
    try await TestServer.run { server, caller in
      let space = try await caller.newSpace()
      let (grant, _) = try await caller.newGrant(TestGrant(blockCount: 8), by: space)
      let opened: GrantOpenAnswer = try await caller.open(grant).decoded()
      let revoked = try await caller.call(
        .revoke, RevokeRequest(revocationCode: grant.code))
      let nothing = try await caller.call(
        .revoke, RevokeRequest(revocationCode: Array("0000000000".utf8)))
      #expect(revoked.status == 204)
      #expect(nothing.status == 204)
      #expect(revoked.headers == nothing.headers)
      #expect(try await caller.open(grant).problem == .notFound)
      #expect(try await caller.blocks(opened.token, [0]).problem == .notFound)
      #expect(server.files(under: "grants/blocks").isEmpty)
      #expect(try await caller.events(grant).map(\.kind) == [.opened, .revoked])
    }
  }

  // MARK: Receipts

  @Test func aReceiptOutlivesItsGrantByThirtyDays() async throws {
    try await TestServer.run { server, caller in
      let space = try await caller.newSpace()
      let (grant, _) = try await caller.newGrant(by: space, seconds: 60)
      let name = randomBytes(256)
      _ = try await caller.open(grant, name: name)
      let minute = caller.clock.now / 60
      caller.clock.pass(60)
      try await server.service.sweep()
      let events = try await caller.events(grant)
      #expect(events.map(\.kind) == [.opened, .expired])
      #expect(events[0].name == name)
      #expect(events[0].minute == minute)
      caller.clock.pass(30 * 86_400 - 1)
      #expect(try await caller.events(grant).count == 2)
      caller.clock.pass(1)
      #expect(try await caller.events(grant).isEmpty)
      try await server.service.sweep()
      #expect(try await server.count("events") == 0)
      #expect(try await server.count("receipts") == 0)
    }
  }

  @Test func aWrongAuthenticatorIsAsGoodAsNoReceipt() async throws {
    try await TestServer.run { _, caller in
      let space = try await caller.newSpace()
      var (grant, _) = try await caller.newGrant(by: space)
      _ = try await caller.open(grant)
      grant.receiptAuth = randomBytes(32)
      let wrong = try await caller.receipts(grant)
      grant.receiptID = .random()
      let unknown = try await caller.receipts(grant)
      #expect(wrong.body == unknown.body)
      #expect(wrong.headers == unknown.headers)
    }
  }
}
