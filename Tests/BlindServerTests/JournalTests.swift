import Sodium
import Testing
import Wire

@testable import BlindServer

@Suite struct JournalTests {
  @Test func anAppendExpectsTheHead() async throws {
    try await TestServer.run { _, caller in
      let space = try await caller.newSpace()
      var append = TestSpace.append([randomBytes(1024)], after: [space.firstEntry])
      #expect(try await caller.signed(.journalAppend, append, by: space).status == 204)
      // The same again, as after a lost answer; then the right number with another hash.
      #expect(try await caller.signed(.journalAppend, append, by: space).problem == .headMoved)
      append.expectSeq = 2
      #expect(try await caller.signed(.journalAppend, append, by: space).problem == .headMoved)
      #expect(try await caller.open(space).journal.headSeq == 2)
    }
  }

  @Test func twoAppendsAtTheSameMomentAreOne() async throws {
    try await TestServer.run { _, caller in
      let space = try await caller.newSpace()
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<16 {
          group.addTask {
            let append = TestSpace.append([randomBytes(1024)], after: [space.firstEntry])
            return try await caller.signed(.journalAppend, append, by: space).status
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(statuses.count { $0 == 204 } == 1)
      #expect(statuses.count { $0 == 409 } == 15)
    }
  }

  @Test func adoptingWhatIsNotPendingHereChangesNothing() async throws {
    try await TestServer.run { _, caller in
      let space = try await caller.newSpace()
      let other = try await caller.newSpace()
      let mine = TestBlock()
      let theirs = TestBlock()
      _ = try await caller.put([mine], by: space)
      _ = try await caller.put([theirs], by: other)
      for names in [
        [mine.name, .random()], [mine.name, theirs.name], [mine.name, mine.name],
      ] {
        let append = TestSpace.append(
          [randomBytes(1024)], after: [space.firstEntry], adopt: names)
        #expect(
          try await caller.signed(.journalAppend, append, by: space).problem == .blockMissing)
      }
      #expect(try await caller.open(space).journal.headSeq == 1)
      let append = TestSpace.append(
        [randomBytes(1024)], after: [space.firstEntry], adopt: [mine.name])
      #expect(try await caller.signed(.journalAppend, append, by: space).status == 204)
    }
  }

  @Test func droppingTakesTheBytesOfOwnBlocksOnly() async throws {
    try await TestServer.run { server, caller in
      let space = try await caller.newSpace()
      let other = try await caller.newSpace()
      let mine = TestBlock()
      let theirs = TestBlock()
      _ = try await caller.put([mine], by: space)
      _ = try await caller.put([theirs], by: other)
      let append = TestSpace.append(
        [randomBytes(1024)], after: [space.firstEntry],
        drop: [mine.name, theirs.name, .random()])
      #expect(try await caller.signed(.journalAppend, append, by: space).status == 204)
      #expect(try await caller.get([mine.name], by: space).problem == .notFound)
      #expect(try await caller.get([theirs.name], by: other).body == theirs.bytes)
      #expect(server.files(under: "store/blocks").count == 1)
      #expect(checkDataFolder(at: server.path).findings == [])
    }
  }

  @Test func whatIsAdoptedAndDroppedInOneAppendGoes() async throws {
    try await TestServer.run { server, caller in
      let space = try await caller.newSpace()
      let block = TestBlock()
      _ = try await caller.put([block], by: space)
      let append = TestSpace.append(
        [randomBytes(1024)], after: [space.firstEntry], adopt: [block.name],
        drop: [block.name, block.name])
      #expect(try await caller.signed(.journalAppend, append, by: space).status == 204)
      #expect(try await caller.get([block.name], by: space).problem == .notFound)
      #expect(server.files(under: "store/blocks").isEmpty)
      #expect(checkDataFolder(at: server.path).findings == [])
    }
  }

  @Test func aBaseForgetsWhatIsBeforeAndKeepsItsHash() async throws {
    try await TestServer.run { server, caller in
      let space = try await caller.newSpace()
      var entries = [space.firstEntry]
      let more = (0..<5).map { _ in randomBytes(1024) }
      _ = try await caller.signed(
        .journalAppend, TestSpace.append(more, after: entries), by: space)
      entries += more
      let snapshot = randomBytes(1024)
      let append = TestSpace.append([snapshot], after: entries, base: 7)
      #expect(try await caller.signed(.journalAppend, append, by: space).status == 204)
      entries.append(snapshot)

      let journal = try await caller.open(space).journal
      #expect(journal.baseSeq == 7)
      #expect(journal.basePrev == blake2b256(entries[5]))
      #expect(journal.entries == [snapshot])
      #expect(try await server.count("entries") == 1)
      // Not before the base, and not beyond the head.
      for base: UInt64 in [7, 3, 9] {
        let append = TestSpace.append([randomBytes(1024)], after: entries, base: base)
        #expect(
          try await caller.signed(.journalAppend, append, by: space).problem == .malformed)
      }
      #expect(checkDataFolder(at: server.path).findings == [])
    }
  }

  @Test func aLongJournalComesInPartsOf512() async throws {
    try await TestServer.run { _, caller in
      let space = try await caller.newSpace()
      var entries = [space.firstEntry]
      for _ in 0..<3 {
        let more = (0..<300).map { _ in randomBytes(1024) }
        _ = try await caller.signed(
          .journalAppend, TestSpace.append(more, after: entries), by: space)
        entries += more
      }
      let opened = try await caller.open(space)
      #expect(opened.journal.headSeq == 901)
      #expect(opened.journal.entries == Array(entries[..<512]))
      let rest: JournalPart = try await caller.signed(
        .journalGet, JournalGetRequest(from: 513), by: space
      ).decoded()
      #expect(rest.firstSeq == 513)
      #expect(rest.entries == Array(entries[512...]))
      let none: JournalPart = try await caller.signed(
        .journalGet, JournalGetRequest(from: Limits.sequence), by: space
      ).decoded()
      #expect(none.entries.isEmpty)
      #expect(none.firstSeq == 902)
    }
  }
}
