import Sodium
import Testing
import Wire

@testable import BlindServer

@Suite struct CredentialTests {
  @Test func aSlotIsWrittenAndTheOthersStay() async throws {
    try await TestServer.run { server, caller in
      let ids = [SlotID.random(), .random(), .random(), .random()]
      let space = try await caller.newSpace(TestSpace(slotIDs: ids))
      let card = Slot(id: .random(), record: randomBytes(1024), waitHours: 0)
      let request = SlotsWriteRequest(
        expectGeneration: 1, expectSlotsHash: Slot.hash(space.slots),
        slots: [nil, card, nil, nil], cardTags: space.creation.cardTags)
      #expect(try await caller.signed(.slotsWrite, request, by: space).status == 204)
      #expect(try await caller.read(card.id) == card.record)
      #expect(try await caller.read(ids[0]) == space.slots[0].record)
      #expect(try await caller.read(ids[1]) != space.slots[1].record)
      let after = [space.slots[0], card, space.slots[2], space.slots[3]]
      #expect(try await caller.open(space).slotHashes == after.map { $0.hash })
      // The same again expects what is no more.
      #expect(try await caller.signed(.slotsWrite, request, by: space).problem == .slotsMoved)
      try await server.service.sweep()
      #expect(!(try server.occurs(space.slots[1].record)))
    }
  }

  @Test func anotherStateIsAConflictAndChangesNothing() async throws {
    try await TestServer.run { _, caller in
      let space = try await caller.newSpace()
      let slot = Slot(id: .random(), record: randomBytes(1024), waitHours: 0)
      func write(_ generation: UInt32, _ hash: [UInt8], _ slots: [Slot?]) async throws -> Reply {
        let request = SlotsWriteRequest(
          expectGeneration: generation, expectSlotsHash: hash, slots: slots,
          cardTags: space.creation.cardTags)
        return try await caller.signed(.slotsWrite, request, by: space)
      }
      let hash = Slot.hash(space.slots)
      #expect(try await write(2, hash, [slot, nil, nil, nil]).problem == .slotsMoved)
      #expect(try await write(1, randomBytes(32), [slot, nil, nil, nil]).problem == .slotsMoved)
      // The one with the wait written without, and a second one.
      #expect(try await write(1, hash, [nil, nil, nil, slot]).problem == .malformed)
      var waiting = slot
      waiting.waitHours = 24
      #expect(try await write(1, hash, [waiting, nil, nil, nil]).problem == .malformed)
      #expect(try await caller.open(space).slotHashes == space.slots.map { $0.hash })
    }
  }

  @Test func aWaitThatIsKeptGoesOnAndOneThatIsWrittenBeginsAnew() async throws {
    try await TestServer.run { _, caller in
      let id = SlotID.random()
      let space = try await caller.newSpace(TestSpace(slotIDs: [nil, nil, nil, id]))
      _ = try await caller.read(id)
      let asked = caller.clock.now
      let card = Slot(id: .random(), record: randomBytes(1024), waitHours: 0)
      var request = SlotsWriteRequest(
        expectGeneration: 1, expectSlotsHash: Slot.hash(space.slots),
        slots: [card, nil, nil, nil], cardTags: space.creation.cardTags)
      #expect(try await caller.signed(.slotsWrite, request, by: space).status == 204)
      #expect(try await caller.open(space).requestedAt[3] == asked)
      // Stopped: shares of the same identifier would begin anew.
      let stopped = Slot(id: id, record: randomBytes(1024), waitHours: 168)
      request.expectSlotsHash = Slot.hash([card] + space.slots[1...])
      request.slots = [nil, nil, nil, stopped]
      #expect(try await caller.signed(.slotsWrite, request, by: space).status == 204)
      #expect(try await caller.open(space).requestedAt[3] == 0)
    }
  }

  @Test func everythingIsNewAndTheOldKeyIsNobodys() async throws {
    try await TestServer.run { server, caller in
      let old = try await caller.newSpace(TestSpace(slotIDs: [.random()]))
      let new = TestSpace(id: old.id, slotIDs: [.random()])
      let (kept, snapshot) = (TestBlock(), TestBlock())
      _ = try await caller.put([kept, snapshot], by: old)
      let token = try await caller.reserve(TestGrant(), by: old).uploadToken
      let request = old.rekey(to: new, adopt: [snapshot.name], drop: [kept.name])
      #expect(try await caller.signed(.rekey, request, by: old).status == 204)

      #expect(try await caller.signed(.openSpace, NoFields(), by: old).problem == .notFound)
      #expect(try await caller.signed(.rekey, request, by: old).problem == .notFound)
      #expect(try await caller.delete(old, at: 1).problem == .notFound)
      #expect(try await caller.publish(TestGrant(), token: token).problem == .notFound)
      let opened = try await caller.open(new)
      #expect(opened.generation == 2)
      #expect(opened.journal.headSeq == 2 && opened.journal.baseSeq == 2)
      #expect(opened.journal.entries == [new.firstEntry])
      #expect(opened.journal.headHash == blake2b256(new.firstEntry))
      #expect(opened.journal.basePrev == blake2b256(old.firstEntry))
      #expect(opened.slotHashes == new.slots.map { $0.hash })
      #expect(try await caller.read(new.slots[0].id) == new.slots[0].record)
      #expect(try await caller.read(old.slots[0].id) != old.slots[0].record)
      #expect(try await caller.get([snapshot.name], by: new).body == snapshot.bytes)
      #expect(try await caller.get([kept.name], by: new).problem == .notFound)
      for gone in [kept.bytes, old.slots[0].record, old.firstEntry, old.key.verifyKey] {
        #expect(!(try server.occurs(gone)))
      }
      // Adopted: it stays when what is pending goes.
      caller.clock.pass(26 * 3_600)
      try await server.service.sweep()
      #expect(try await caller.get([snapshot.name], by: new).status == 200)
    }
  }

  @Test func anotherStateOrProofRefusesARekeyWhole() async throws {
    try await TestServer.run { server, caller in
      let old = try await caller.newSpace()
      let new = TestSpace(id: old.id)
      func problem(
        _ change: (inout RekeyRequest) -> Void, proven: Bool = true
      ) async throws -> Problem? {
        var request = old.rekey(to: new)
        change(&request)
        if proven { request.proof = new.key.sign(request.proofMessage(space: old.id)) }
        return try await caller.signed(.rekey, request, by: old).problem
      }
      #expect(try await problem { $0.expectGeneration = 2 } == .slotsMoved)
      #expect(try await problem { $0.expectSeq = 2 } == .headMoved)
      #expect(try await problem { $0.expectHash = randomBytes(32) } == .headMoved)
      #expect(try await problem { $0.adopt = [.random()] } == .blockMissing)
      #expect(try await problem({ $0.entry = randomBytes(1024) }, proven: false) == .malformed)
      #expect(try await problem({ $0.newKey = randomBytes(32) }, proven: false) == .malformed)
      let opened = try await caller.open(old)
      #expect(opened.generation == 1 && opened.journal.headSeq == 1)
      #expect(opened.slotHashes == old.slots.map { $0.hash })
      let records = try LedgerReader(server.path + "/ledger").records(after: .start)
      #expect(records.allSatisfy { $0.record.kind == .ran })
    }
  }

  @Test func whatEndsAfterARekeyOrALockIsNobodys() async throws {
    try await TestServer.run({ _ in }, .socket) { _, caller in
      for isLocked in [false, true] {
        let old = try await caller.newSpace()
        let blocks = [TestBlock(), TestBlock()]
        _ = try await caller.put([blocks[0]], by: old)
        let append = TestSpace.append([randomBytes(1024)], after: [old.firstEntry])
        let requests = [
          caller.request(.openSpace, NoFields().encoded(), by: old),
          caller.request(.journalGet, JournalGetRequest(from: 1).encoded(), by: old),
          caller.request(.blocksGet, BlocksGetRequest(names: [blocks[0].name]).encoded(), by: old),
          caller.request(.journalAppend, append.encoded(), by: old),
          caller.request(.blocksPut, blocks[1].frame, by: old),
          caller.request(.slotsWrite, old.keepingAll.encoded(), by: old),
          caller.request(.deleteSpace, DeleteSpaceRequest(at: 0).encoded(), by: old),
        ]
        var waiting: [(RawConnection, UInt8)] = []
        for request in requests {
          let connection = try await RawConnection(try #require(caller.client.port))
          try await connection.send(Array(request.dropLast()))
          waiting.append((connection, request[request.count - 1]))
        }
        // Time for the heads to be looked at; one that wasn't is refused all the same.
        try await Task.sleep(for: .milliseconds(200))
        if isLocked {
          #expect(try await caller.lock(old, until: caller.clock.now + 3_600) == 204)
        } else {
          let rekey = old.rekey(to: TestSpace(id: old.id))
          #expect(try await caller.signed(.rekey, rekey, by: old).status == 204)
        }
        for (connection, last) in waiting {
          try await connection.send([last])
          #expect(try await connection.answer().status == "404")
          try await connection.close()
        }
      }
    }
  }

  @Test func ofManyRekeysAtOnceOneIsMade() async throws {
    try await TestServer.run { _, caller in
      let old = try await caller.newSpace()
      let new = (0..<8).map { _ in TestSpace(id: old.id) }
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for space in new {
          group.addTask {
            try await caller.signed(.rekey, old.rekey(to: space), by: old).status
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(statuses.count { $0 == 204 } == 1)
      var openings = 0
      for space in new
      where try await caller.signed(.openSpace, NoFields(), by: space).status == 200 {
        openings += 1
      }
      #expect(openings == 1)
    }
  }
}
