import HTTPTypes
import Sodium
import Testing
import Wire

@testable import BlindServer

@Suite struct SpaceTests {
  @Test func aSpaceIsCreatedOpenedFilledAndReadBack() async throws {
    try await TestServer.run { server, caller in
      let space = try await caller.newSpace()
      let block = TestBlock()
      #expect(try await caller.put([block], by: space).status == 204)

      let entry = randomBytes(1024)
      let append = TestSpace.append([entry], after: [space.firstEntry], adopt: [block.name])
      #expect(try await caller.signed(.journalAppend, append, by: space).status == 204)

      let opened = try await caller.open(space)
      #expect(opened.generation == 1)
      #expect(opened.journal.headSeq == 2)
      #expect(opened.journal.headHash == blake2b256(entry))
      #expect(opened.journal.baseSeq == 1)
      #expect(opened.journal.basePrev == [UInt8](repeating: 0, count: 32))
      #expect(opened.journal.entries == [space.firstEntry, entry])
      #expect(opened.slotHashes == space.slots.map { $0.hash })
      #expect(opened.requestedAt == [0, 0, 0, 0])
      #expect(opened.time == MovedClock.start)

      let got = try await caller.get([block.name], by: space)
      #expect(got.status == 200)
      #expect(got.body == block.bytes)
    }
  }

  // MARK: Creating

  @Test func creatingAgainIsTheSameAnswerUntilSomethingChanged() async throws {
    try await TestServer.run { _, caller in
      let space = TestSpace()
      #expect(try await caller.signed(.createSpace, space.creation, by: space).status == 201)
      #expect(try await caller.signed(.createSpace, space.creation, by: space).status == 201)
      let append = TestSpace.append([randomBytes(1024)], after: [space.firstEntry])
      #expect(try await caller.signed(.journalAppend, append, by: space).status == 204)
      let again = try await caller.signed(.createSpace, space.creation, by: space)
      #expect(again.problem == .notFound)
    }
  }

  @Test func anIdentifierThatIsTakenIsNotFound() async throws {
    try await TestServer.run { _, caller in
      let space = try await caller.newSpace()
      let other = TestSpace(id: space.id)
      let reply = try await caller.signed(.createSpace, other.creation, by: other)
      #expect(reply.problem == .notFound)
      #expect(try await caller.open(space).slotHashes == space.slots.map { $0.hash })
    }
  }

  @Test func aCreationSignedWithAnotherKeyIsNotFound() async throws {
    try await TestServer.run { _, caller in
      let space = TestSpace()
      let other = TestSpace(id: space.id)
      let reply = try await caller.signed(.createSpace, space.creation, by: other)
      #expect(reply.problem == .notFound)
    }
  }

  @Test func aCreationForAnotherSpaceThanItsKeyNamesIsMalformed() async throws {
    try await TestServer.run { _, caller in
      let reply = try await caller.signed(.createSpace, TestSpace().creation, by: TestSpace())
      #expect(reply.problem == .malformed)
    }
  }

  // MARK: One 404

  @Test func unknownBadAndLateAreByteForByteTheSame() async throws {
    try await TestServer.run { server, caller in
      let space = try await caller.newSpace()
      let body = NoFields().encoded()
      let stranger = TestSpace()
      let forger = TestSpace(id: space.id)
      var other = caller
      other.authority = "other.example"
      let locked = try await caller.newSpace()
      try await server.lock(locked, until: caller.clock.now + 3_600)

      let replies = [
        try await caller.signed(.openSpace, body, by: stranger),
        try await caller.signed(.openSpace, body, by: forger),
        try await caller.signed(.openSpace, body, by: locked),
        // For another service, another call, another body; too old, too new.
        try await other.signed(.openSpace, body, by: space),
        try await caller.call(
          .openSpace, body, headers: caller.signature(.deleteSpace, body, by: space)),
        try await caller.call(
          .openSpace, body,
          headers: caller.signature(
            .openSpace, body, by: space, digest: SHA512.hash([1, 2, 3]))),
        try await caller.call(
          .openSpace, body,
          headers: caller.signature(.openSpace, body, by: space, created: caller.clock.now - 121)),
        try await caller.call(
          .openSpace, body,
          headers: caller.signature(.openSpace, body, by: space, created: caller.clock.now + 121)),
      ]
      for reply in replies {
        #expect(reply.status == 404)
        #expect(reply.body == Problem.notFound.body)
        #expect(reply.headers == replies[0].headers)
      }
      #expect(try await caller.open(space).generation == 1)
    }
  }

  @Test func aSignatureIsGoodForTwoMinutesEitherWay() async throws {
    try await TestServer.run { _, caller in
      let space = try await caller.newSpace()
      let body = NoFields().encoded()
      for created in [caller.clock.now - 120, caller.clock.now + 120] {
        let headers = caller.signature(.openSpace, body, by: space, created: created)
        #expect(try await caller.call(.openSpace, body, headers: headers).status == 200)
      }
    }
  }

  @Test func aSignatureIsGoodForOneUse() async throws {
    try await TestServer.run { server, caller in
      let space = try await caller.newSpace()
      let body = NoFields().encoded()
      let headers = caller.signature(.openSpace, body, by: space)
      #expect(try await caller.call(.openSpace, body, headers: headers).status == 200)
      for _ in 0..<3 {
        #expect(
          try await caller.call(.openSpace, body, headers: headers).problem == .signatureUsed)
      }
      // A wrong signature uses up nobody's: nonces are not secret.
      let nonce = randomBytes(16)
      let forged = caller.signature(
        .openSpace, body, by: TestSpace(id: space.id), nonce: nonce)
      #expect(try await caller.call(.openSpace, body, headers: forged).problem == .notFound)
      let right = caller.signature(.openSpace, body, by: space, nonce: nonce)
      #expect(try await caller.call(.openSpace, body, headers: right).status == 200)
      // Another's space may have the same nonce.
      let other = try await caller.newSpace()
      let others = caller.signature(.openSpace, body, by: other, nonce: nonce)
      #expect(try await caller.call(.openSpace, body, headers: others).status == 200)
    }
  }

  @Test func whatWasUsedFirstIsForgottenFirst() {
    let used = UsedSignatures(most: 4)
    let all = (0..<6).map { number in
      HTTPSignature.Parameters(
        created: 1, nonce: [UInt8](repeating: number, count: 16), keyID: .random())
    }
    for parameters in all[..<4] { #expect(used.use(parameters)) }
    for parameters in all[..<4] { #expect(!used.use(parameters)) }
    #expect(used.use(all[4]) && used.use(all[5]))
    for parameters in all[2...] { #expect(!used.use(parameters)) }
    #expect(used.use(all[0]))
    #expect(!used.use(all[3]))
    #expect(used.use(all[2]))
  }

  @Test func aWalletMayCallSoOftenInASecond() async throws {
    try await TestServer.run({ $0.callsPerWallet = 2 }) { _, caller in
      let space = try await caller.newSpace()
      let other = try await caller.newSpace()
      for _ in 0..<19 { #expect(try await caller.open(space).generation == 1) }
      let refused = try await caller.signed(.openSpace, NoFields(), by: space)
      #expect(refused.problem == .tooManyCalls)
      #expect(refused.headers[.retryAfter] == "1")
      #expect(refused.headers[HTTPField.Name("pde-challenge")!] == nil)
      // Nobody else has less, and nobody without the key can use it up.
      #expect(try await caller.open(other).generation == 1)
      for _ in 0..<30 {
        #expect(
          try await caller.signed(.openSpace, NoFields(), by: TestSpace(id: other.id)).problem
            == .notFound)
      }
      #expect(try await caller.open(other).generation == 1)
      caller.clock.pass(1)
      for _ in 0..<2 { #expect(try await caller.open(space).generation == 1) }
      #expect(try await caller.signed(.openSpace, NoFields(), by: space).problem == .tooManyCalls)
    }
  }

  @Test func aMissingOrMisspeltSignatureIsMalformed() async throws {
    try await TestServer.run { _, caller in
      let space = try await caller.newSpace()
      let body = NoFields().encoded()
      #expect(try await caller.call(.openSpace, body).problem == .malformed)
      let right = caller.signature(.openSpace, body, by: space)
      for name in [HTTPField.Name.signature, .signatureInput, .contentDigest] {
        var headers = right
        headers[name] = nil
        #expect(try await caller.call(.openSpace, body, headers: headers).problem == .malformed)
        headers[name] = right[name]! + ";x=1"
        #expect(try await caller.call(.openSpace, body, headers: headers).problem == .malformed)
      }
    }
  }

  @Test func aRefusalThatTellsNothingComesAtTheDeadline() async throws {
    try await TestServer.run { _, caller in
      let body = NoFields().encoded()
      let stranger = TestSpace()
      let duration = try await ContinuousClock().measure {
        _ = try await caller.signed(.openSpace, body, by: stranger)
      }
      #expect(duration >= .milliseconds(60))
    }
  }

  // MARK: Deleting

  @Test func deletingNowLeavesNothing() async throws {
    try await TestServer.run { server, caller in
      let space = try await caller.newSpace()
      let block = TestBlock()
      _ = try await caller.put([block], by: space)
      #expect(server.files(under: "store/blocks").count == 1)
      #expect(try await caller.delete(space, at: 1).status == 204)
      #expect(server.files(under: "store/blocks").isEmpty)
      #expect(
        try await caller.signed(.openSpace, NoFields(), by: space).problem == .notFound)
      #expect(try await caller.newSpace(space).id == space.id)
    }
  }

  @Test func deletingLaterCanBeCancelledAndHappensInTheSweep() async throws {
    try await TestServer.run { server, caller in
      let slot = SlotID.random()
      let space = try await caller.newSpace(TestSpace(slotIDs: [slot]))
      let at = caller.clock.now + 1_000
      #expect(try await caller.delete(space, at: at).status == 204)
      #expect(try await caller.open(space).deleteAt == at)
      #expect(try await caller.delete(space, at: 0).status == 204)
      caller.clock.pass(2_000)
      try await server.service.sweep()
      #expect(try await caller.open(space).deleteAt == 0)

      #expect(try await caller.delete(space, at: caller.clock.now + 10).status == 204)
      caller.clock.pass(10)
      // Past its term it answers no more, swept or not.
      #expect(
        try await caller.signed(.openSpace, NoFields(), by: space).problem == .notFound)
      #expect(try await caller.read(slot) != space.slots[0].record)
      try await server.service.sweep()
      #expect(try await server.count("spaces") == 0)
      #expect(try await server.count("slots") == 0)
      #expect(try await server.count("entries") == 0)
    }
  }
}
