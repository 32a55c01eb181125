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

  // MARK: What grants may take

  @Test func blocksTimesOpeningsOfAGrantAreBounded() async throws {
    try await TestServer.run { server, caller in
      let space = try await caller.newSpace()
      let grant = TestGrant(blockCount: 16)
      let token = try await caller.reserve(grant, by: space).uploadToken
      #expect(try await caller.upload(grant, token: token).status == 204)
      let most = UInt32(Limits.grantBlockOpenings / 16)
      #expect(
        try await caller.publish(grant, token: token, openings: most + 1).problem == .malformed)
      #expect(try await caller.publish(grant, token: token, openings: most).status == 204)
    }
  }

  @Test func whatIsReadOfAGrantInADayIsBounded() async throws {
    try await TestServer.run { server, caller in
      let space = try await caller.newSpace()
      let (grant, _) = try await caller.newGrant(by: space, openings: 2)
      let opened: GrantOpenAnswer = try await caller.open(grant).decoded()
      // Two openings of one block would be read eight times; so much may be read of any.
      let sixteen = [UInt16](repeating: 0, count: 16)
      for _ in 0..<64 { #expect(try await caller.blocks(opened.token, sixteen).status == 200) }
      let refused = try await caller.blocks(opened.token, [0])
      #expect(refused.problem == .tooManyCalls)
      #expect(refused.headers[.retryAfter] == "\(86_400 - caller.clock.now % 86_400)")
      // Another's is read as before.
      let (other, _) = try await caller.newGrant(by: space)
      let others: GrantOpenAnswer = try await caller.open(other).decoded()
      #expect(try await caller.blocks(others.token, [0]).status == 200)
    }
  }

  @Test func allGrantsTogetherHaveSoMuchRoom() async throws {
    try await TestServer.run({ $0.grantBlocks = 4 }, sweeps: false) { server, caller in
      let space = try await caller.newSpace()
      let (first, _) = try await caller.newGrant(TestGrant(blockCount: 2), by: space)
      let (second, third) = (TestGrant(blockCount: 2), TestGrant(blockCount: 2))
      let tokens = [
        try await caller.reserve(second, by: space).uploadToken,
        try await caller.reserve(third, by: space).uploadToken,
      ]
      #expect(try await caller.upload(second, token: tokens[0]).status == 204)
      // Reserved while there was room, and there is none any more when the bytes come.
      let refused = try await caller.upload(third, token: tokens[1])
      #expect(refused.problem == .unavailable)
      #expect(refused.headers[.retryAfter] == "3600")
      #expect(
        try await caller.signed(.grantReserve, TestGrant().reservation, by: space).problem
          == .unavailable)
      #expect(
        try await caller.call(.revoke, RevokeRequest(revocationCode: first.code)).status == 204)
      try await server.service.sweep()
      #expect(try await caller.upload(third, token: tokens[1]).status == 204)
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

  @Test func whatWasRevokedIsInNoFileOnceThatWasAnswered() async throws {
    try await TestServer.run(sweeps: false) { server, caller in
      let space = try await caller.newSpace()
      func row(_ grant: TestGrant) throws -> GrantRow? {
        try server.folder.storage.grants.read { try $0.grant(grant.id) }
      }
      for isGuessed in [false, true] {
        let (grant, _) = try await caller.newGrant(by: space)
        let stored = try #require(try row(grant))
        let parts = [stored.rowSalt, stored.verifier, grant.cover, grant.blocks[0]]
        for part in parts { #expect(try server.occurs(part)) }
        if isGuessed {
          for _ in 0..<Limits.wrongCodes {
            let guess = grant.opening(auth: randomBytes(32))
            #expect(try await caller.call(.grantOpen, guess).problem == .notFound)
          }
        } else {
          let revocation = RevokeRequest(revocationCode: grant.code)
          #expect(try await caller.call(.revoke, revocation).status == 204)
        }
        for part in parts { #expect(!(try server.occurs(part))) }
      }
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
