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

      let opened: OpenSpaceAnswer = try await caller.signed(
        .openSpace, NoFields(), by: space
      ).decoded()
      #expect(opened.generation == 1)
      #expect(opened.journal.headSeq == 2)
      #expect(opened.journal.headHash == blake2b256(entry))
      #expect(opened.journal.baseSeq == 1)
      #expect(opened.journal.basePrev == [UInt8](repeating: 0, count: 32))
      #expect(opened.journal.entries == [space.firstEntry, entry])
      #expect(opened.slotsHash == Slot.hash(space.slots))
      #expect(opened.time == MovedClock.start)

      let got = try await caller.signed(
        .blocksGet, BlocksGetRequest(names: [block.name]), by: space)
      #expect(got.status == 200)
      #expect(got.body == block.bytes)
    }
  }

  @Test func manyBlocksGoUpAndDownInOneRequestInTheirOrder() async throws {
    try await TestServer.run { _, caller in
      let space = try await caller.newSpace()
      let blocks = (0..<16).map { _ in TestBlock() }
      #expect(try await caller.put(blocks, by: space).status == 204)
      let order = Array(blocks.reversed())
      let got = try await caller.signed(
        .blocksGet, BlocksGetRequest(names: order.map(\.name)), by: space)
      #expect(got.body == order.flatMap(\.bytes))
    }
  }
}
