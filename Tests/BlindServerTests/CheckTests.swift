import Foundation
import GRDB
import Sodium
import Testing
import Wire

@testable import BlindServer

@Suite struct CheckTests {
  /// A server with a space of two entries and two blocks, and a grant.
  private func withServer(
    _ test: @Sendable (TestServer, TestSpace, TestGrant) async throws -> Void
  ) async throws {
    try await TestServer.run { server, caller in
      let space = try await caller.newSpace()
      let blocks = [TestBlock(), TestBlock()]
      _ = try await caller.put(blocks, by: space)
      let append = TestSpace.append(
        [randomBytes(1024)], after: [space.firstEntry], adopt: blocks.map(\.name))
      _ = try await caller.signed(.journalAppend, append, by: space)
      let grant = try await caller.newGrant(by: space).grant
      #expect(checkDataFolder(at: server.path).findings == [])
      try await test(server, space, grant)
    }
  }

  private func damage(_ server: TestServer, _ sql: String) async throws -> [String] {
    try await server.folder.storage.rows.pool.write { try $0.execute(sql: sql) }
    return checkDataFolder(at: server.path).findings
  }

  @Test func aMissingOrCutBlockIsFound() async throws {
    try await withServer { server, _, _ in
      let file = server.path + "/store/blocks/" + server.files(under: "store/blocks")[0]
      try Data(count: 5).write(to: URL(fileURLWithPath: file))
      #expect(checkDataFolder(at: server.path).findings.count == 1)
      try FileManager.default.removeItem(atPath: file)
      #expect(checkDataFolder(at: server.path).findings.count == 1)
    }
  }

  @Test func aMissingBlockOfAGrantIsFound() async throws {
    try await withServer { server, _, _ in
      let file = server.path + "/grants/blocks/" + server.files(under: "grants/blocks")[0]
      try FileManager.default.removeItem(atPath: file)
      #expect(checkDataFolder(at: server.path).findings.count == 1)
    }
  }

  @Test(arguments: [
    "DELETE FROM entries WHERE seq = 1",
    "UPDATE entries SET entry = zeroblob(1024) WHERE seq = 2",
    "UPDATE spaces SET headHash = zeroblob(32)",
    "UPDATE spaces SET headSeq = 3",
    "UPDATE spaces SET blocksUsed = 3",
    "DELETE FROM slots WHERE place = 2",
    "UPDATE slots SET waitHours = 0",
    "UPDATE slots SET waitHours = 5",
    "DELETE FROM facts WHERE name = 'checkFake'",
    "UPDATE cards SET tokens = 6",
    "UPDATE facts SET value = zeroblob(39) WHERE name = 'ledger'",
    "UPDATE facts SET value = randomblob(40) WHERE name = 'ledger'",
  ])
  func damagedRowsAreFound(sql: String) async throws {
    try await withServer { server, _, _ in
      let findings = try await damage(server, sql)
      #expect(findings.count == 1)
    }
  }

  @Test func aLedgerThatIsNotAsWrittenIsFound() async throws {
    try await withServer { server, space, _ in
      var request = space.keepingAll
      request.slots[0] = TestSpace().slots[0]
      try await server.folder.storage.writeSlots(
        request, by: Signer(id: space.id, generation: 1), now: server.clock.now)
      #expect(checkDataFolder(at: server.path).findings == [])
      let what = server.path + "/ledger/what/" + server.files(under: "ledger/what")[0]
      try Data(count: 5).write(to: URL(fileURLWithPath: what))
      #expect(checkDataFolder(at: server.path).findings.count == 1)
      try FileManager.default.removeItem(atPath: what)
      #expect(checkDataFolder(at: server.path).findings == [])
      #expect(checkDataFolder(at: server.path).notes.count == 1)
      try FileManager.default.removeItem(atPath: server.path + "/ledger")
      #expect(checkDataFolder(at: server.path).findings.count == 1)
      try server.folder.storage.ledger.begin(after: server.folder.storage.ledger.mark)
    }
  }

  @Test func aFileWithoutARowIsNotedAndCollectedByTheNextStart() async throws {
    let server = try await TestServer()
    try await server.use { _, caller in
      let space = try await caller.newSpace()
      _ = try await caller.put([TestBlock()], by: space)
    }
    let name = FileName.random()
    let orphan =
      server.path + "/store/blocks/" + BlockFiles.folderPath(BlockFiles.folderIndex(name))
      + "/" + name.text
    try Data(randomBytes(Limits.blockBytes)).write(to: URL(fileURLWithPath: orphan))
    try Data([1]).write(to: URL(fileURLWithPath: server.path + "/tmp/store/0/z"))
    let report = checkDataFolder(at: server.path)
    #expect(report.findings == [])
    #expect(report.notes.count == 2)
    try server.folder.close()
    // As a crash leaves it: nobody holds the lock, its line is still there.
    try Data("running\n".utf8).write(to: URL(fileURLWithPath: server.path + "/lock"))
    let again = try DataFolder.open(at: server.path)
    #expect(!FileManager.default.fileExists(atPath: orphan))
    #expect(server.files(under: "tmp").isEmpty)
    #expect(server.files(under: "store/blocks").count == 1)
    #expect(checkDataFolder(at: server.path).notes == [])
    try again.close()
  }
}
