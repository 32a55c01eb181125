import Foundation
import Glibc
import NIOCore
import Sodium
import Testing
import Wire

@testable import BlindServer

@Suite struct BlockTests {
  @Test func manyBlocksGoUpAndDownInOneRequestInTheirOrder() async throws {
    try await TestServer.run { _, caller in
      let space = try await caller.newSpace()
      let blocks = (0..<16).map { _ in TestBlock() }
      #expect(try await caller.put(blocks, by: space).status == 204)
      let order = Array(blocks.reversed())
      #expect(
        try await caller.get(order.map(\.name), by: space).body == order.flatMap(\.bytes))
    }
  }

  @Test func aBlockThatIsAskedForTwiceIsAnsweredTwice() async throws {
    try await TestServer.run { _, caller in
      let space = try await caller.newSpace()
      let block = TestBlock()
      _ = try await caller.put([block], by: space)
      let twice = try await caller.get([block.name, block.name], by: space)
      #expect(twice.body == block.bytes + block.bytes)
      let (grant, _) = try await caller.newGrant(by: space)
      let opened: GrantOpenAnswer = try await caller.open(grant).decoded()
      #expect(
        try await caller.blocks(opened.token, [0, 0]).body == grant.blocks[0] + grant.blocks[0])
    }
  }

  @Test func theSameBytesAgainAreFineAndOthersAreRefused() async throws {
    try await TestServer.run { server, caller in
      let space = try await caller.newSpace()
      let block = TestBlock()
      #expect(try await caller.put([block], by: space).status == 204)
      #expect(try await caller.put([block], by: space).status == 204)
      let other = TestBlock(name: block.name)
      // With a new block beside it, which doesn't come in either.
      let beside = TestBlock()
      #expect(try await caller.put([beside, other], by: space).problem == .blockDiffers)
      #expect(try await caller.get([beside.name], by: space).problem == .notFound)
      #expect(try await caller.get([block.name], by: space).body == block.bytes)
      #expect(server.files(under: "store/blocks").count == 1)
      #expect(server.files(under: "tmp").isEmpty)
    }
  }

  @Test func blocksOfSpacesAndOfGrantsComeInBesideEachOther() async throws {
    let server = try await TestServer()
    let block = ByteBuffer(bytes: TestBlock().bytes)
    // The first of each, neither under its name yet.
    let waiting = [
      try await server.folder.storage.stage(block, in: .spaces),
      try await server.folder.storage.stage(block, in: .grants),
    ]
    #expect(server.files(under: "tmp").count == waiting.count)
    try server.folder.close()
  }

  @Test func twoSpacesNeverShareABlockOfOneName() async throws {
    try await TestServer.run { _, caller in
      let mine = try await caller.newSpace()
      let theirs = try await caller.newSpace()
      let name = BlockName.random()
      let (a, b) = (TestBlock(name: name), TestBlock(name: name))
      #expect(try await caller.put([a], by: mine).status == 204)
      #expect(try await caller.get([name], by: theirs).problem == .notFound)
      #expect(try await caller.put([b], by: theirs).status == 204)
      #expect(try await caller.get([name], by: mine).body == a.bytes)
      #expect(try await caller.get([name], by: theirs).body == b.bytes)
    }
  }

  @Test func otherBytesThanWereSignedLeaveNothing() async throws {
    try await TestServer.run { server, caller in
      let space = try await caller.newSpace()
      let block = TestBlock()
      var body = block.frame
      let headers = caller.signature(.blocksPut, body, by: space)
      body[70_000] ^= 1
      #expect(try await caller.call(.blocksPut, body, headers: headers).problem == .notFound)
      #expect(server.files(under: "store/blocks").isEmpty)
      #expect(server.files(under: "tmp").isEmpty)
      #expect(try await caller.get([block.name], by: space).problem == .notFound)
    }
  }

  @Test func nothingOfAStrangersBodyIsWritten() async throws {
    try await TestServer.run { server, caller in
      let reply = try await caller.put([TestBlock()], by: TestSpace())
      #expect(reply.problem == .notFound)
      #expect(server.files(under: "tmp").isEmpty)
      #expect(server.files(under: "store/blocks").isEmpty)
    }
  }

  @Test(arguments: [0, 1, 131_087, 131_089, 262_175])
  func aBodyOfAnotherLengthIsMalformed(byteCount: Int) async throws {
    try await TestServer.run { _, caller in
      let space = try await caller.newSpace()
      let body = [UInt8](repeating: 1, count: byteCount)
      #expect(try await caller.signed(.blocksPut, body, by: space).problem == .malformed)
    }
  }

  @Test func seventeenBlocksAreTooLargeAndOneNameTwiceIsMalformed() async throws {
    try await TestServer.run { _, caller in
      let space = try await caller.newSpace()
      let many = (0..<17).map { _ in TestBlock() }
      #expect(try await caller.put(many, by: space).problem == .tooLarge)
      let block = TestBlock()
      #expect(try await caller.put([block, block], by: space).problem == .malformed)
    }
  }

  @Test func theQuotaCountsPendingAndAdopted() async throws {
    try await TestServer.run({ $0.spaceBlocks = 3 }) { server, caller in
      let space = try await caller.newSpace()
      let blocks = (0..<4).map { _ in TestBlock() }
      #expect(try await caller.put(Array(blocks[..<2]), by: space).status == 204)
      // Both or neither: there is room for one.
      #expect(try await caller.put(Array(blocks[2...]), by: space).problem == .full)
      #expect(try await caller.put([blocks[2]], by: space).status == 204)
      #expect(try await caller.put([blocks[3]], by: space).problem == .full)
      let append = TestSpace.append(
        [randomBytes(1024)], after: [space.firstEntry], adopt: [blocks[0].name],
        drop: [blocks[1].name])
      #expect(try await caller.signed(.journalAppend, append, by: space).status == 204)
      #expect(try await caller.put([blocks[3]], by: space).status == 204)
      #expect(server.files(under: "store/blocks").count == 3)
      #expect(checkDataFolder(at: server.path).findings == [])
    }
  }

  @Test func aBlockThatNobodyAdoptsGoesAfterADay() async throws {
    try await TestServer.run { server, caller in
      let space = try await caller.newSpace()
      let (kept, left) = (TestBlock(), TestBlock())
      _ = try await caller.put([kept, left], by: space)
      let append = TestSpace.append(
        [randomBytes(1024)], after: [space.firstEntry], adopt: [kept.name])
      _ = try await caller.signed(.journalAppend, append, by: space)
      caller.clock.pass(24 * 3_600 - 1)
      try await server.service.sweep()
      #expect(server.files(under: "store/blocks").count == 2)
      caller.clock.pass(2 * 3_600)
      try await server.service.sweep()
      #expect(try await caller.get([left.name], by: space).problem == .notFound)
      #expect(try await caller.get([kept.name], by: space).body == kept.bytes)
      #expect(server.files(under: "store/blocks").count == 1)
      #expect(checkDataFolder(at: server.path).findings == [])
    }
  }

  @Test func aDroppedNameCanBeWrittenAgainAtTheSameMoment() async throws {
    try await TestServer.run { server, caller in
      let space = try await caller.newSpace()
      var entries = [space.firstEntry]
      let name = BlockName.random()
      _ = try await caller.put([TestBlock(name: name)], by: space)
      for _ in 0..<20 {
        let entry = randomBytes(1024)
        let append = TestSpace.append([entry], after: entries, drop: [name])
        let again = TestBlock(name: name)
        async let appended = caller.signed(.journalAppend, append, by: space)
        async let put = caller.put([again], by: space)
        #expect(try await appended.status == 204)
        entries.append(entry)
        // Before the drop it is another block's name; after it, a new block's.
        if try await put.status == 204 {
          #expect(try await caller.get([name], by: space).body == again.bytes)
        } else {
          #expect(try await caller.get([name], by: space).problem == .notFound)
          _ = try await caller.put([TestBlock(name: name)], by: space)
        }
      }
      #expect(checkDataFolder(at: server.path).findings == [])
    }
  }

  @Test func allFilesHaveOneTime() async throws {
    try await TestServer.run { server, caller in
      let space = try await caller.newSpace()
      _ = try await caller.put([TestBlock()], by: space)
      let path = server.path + "/store/blocks/" + server.files(under: "store/blocks")[0]
      #expect(modificationTime(path) == 0)
    }
  }

  @Test func readingLeavesNoTime() async throws {
    let server = try await TestServer()
    defer { try? FileManager.default.removeItem(atPath: server.path) }
    let (space, block) = (TestSpace(), TestBlock())
    try await server.use { _, caller in
      _ = try await caller.newSpace(space)
      _ = try await caller.put([block], by: space)
    }
    try server.folder.close()
    let path = server.path + "/store/blocks/" + server.files(under: "store/blocks")[0]
    // A time of reading before that of writing: what Linux notes even where it notes little.
    var times = [timespec(), timespec(tv_sec: 1_000, tv_nsec: 0)]
    times[0].tv_sec = 500
    #expect(utimensat(AT_FDCWD, path, times, 0) == 0)
    let again = try await TestServer(at: server.path, clock: server.clock)
    try await again.use { _, caller in
      _ = try await caller.get([block.name], by: space)
      #expect(try await caller.get([block.name], by: space).body == block.bytes)
    }
    try again.folder.close()
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_atim.tv_sec == 500)
  }
}
