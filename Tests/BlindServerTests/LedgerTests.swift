import Foundation
import Sodium
import Testing
import Wire

@testable import BlindServer

@Suite struct LedgerTests {
  private static let hour: UInt64 = 3_600
  private let folder = TestServer.newPath()

  /// A server, and what `before` and `after` a backup of it do; then one on what is
  /// restored, with or without its ledger.
  private func restored(
    damage: String = "", before: @Sendable (TestServer, Caller) async throws -> Void,
    after: @Sendable (TestServer, Caller) async throws -> Void = { _, _ in },
    then: @Sendable (TestServer, Caller, Restore.Report) async throws -> Void
  ) async throws {
    let server = try await TestServer()
    let backups = folder + "-backups"
    try await server.use { server, caller in
      try await before(server, caller)
      _ = try Backup.make(of: server.path, in: backups, at: caller.clock.now)
      try await after(server, caller)
    }
    try server.folder.close()
    try self.damage(server, damage)
    let restore = Restore(
      backups: backups, keys: server.path + "/server-keys",
      ledger: damage == "none" ? nil : server.path + "/ledger",
      mayLackEnd: damage == "lacksEnd")
    let report = try restore.make(folder, now: server.clock.now)
    #expect(checkDataFolder(at: folder).findings == [])
    let again = try await TestServer(at: folder, clock: server.clock)
    try await again.use { again, caller in try await then(again, caller, report) }
    try again.folder.close()
    for path in [server.path, backups, folder] {
      try? FileManager.default.removeItem(atPath: path)
    }
  }

  private func damage(_ server: TestServer, _ how: String) throws {
    let name = server.files(under: "ledger").filter { $0.hasPrefix("log-") }.max() ?? ""
    let log = URL(fileURLWithPath: server.path + "/ledger/" + name)
    var bytes = try Data(contentsOf: log)
    switch how {
    case "cut": bytes = bytes.prefix(Ledger.headBytes)
    case "changed": bytes[Ledger.headBytes + 5] ^= 1
    case "withoutContent":
      try FileManager.default.removeItem(atPath: server.path + "/ledger/what")
    default: break
    }
    try bytes.write(to: log)
  }

  @Test func aBackupHasSpacesAndNothingElse() async throws {
    let space = TestSpace()
    let block = TestBlock()
    try await restored { server, caller in
      _ = try await caller.newSpace(space)
      _ = try await caller.put([block], by: space)
      _ = try await caller.newGrant(by: space)
    } then: { server, caller, report in
      #expect(!report.rests)
      let backups = server.path + "-backups/" + report.backup
      let names = (FileManager.default.enumerator(atPath: backups)?.allObjects ?? [])
        .compactMap { $0 as? String }
      #expect(names.contains("store/rows.sqlite"))
      #expect(
        !names.contains { $0.contains("grants") || $0.contains("keys") || $0.contains("log-") })
      let grants = try await server.count("grants")
      #expect(grants == 0)
      #expect(try await server.count("receipts") == 0)
      #expect(try await caller.get([block.name], by: space).body == block.bytes)
      #expect(try await caller.open(space).journal.entries == [space.firstEntry])
    }
  }

  @Test func aLockOutlivesTheRestoreOfABackupFromBefore() async throws {
    let space = TestSpace(slotIDs: [.random()])
    try await restored { _, caller in
      _ = try await caller.newSpace(space)
    } after: { _, caller in
      caller.clock.pass(Self.hour)
      let status = try await caller.lock(space, until: caller.clock.now + 2 * Self.hour)
      #expect(status == 204)
    } then: { _, caller, report in
      #expect(!report.rests)
      caller.clock.pass(2 * Self.hour - 1)
      let fake = try await caller.read(space.slots[0].id)
      #expect(fake != space.slots[0].record)
      #expect(try await caller.signed(.openSpace, NoFields(), by: space).problem == .notFound)
      caller.clock.pass(1)
      #expect(try await caller.read(space.slots[0].id) == space.slots[0].record)
    }
  }

  @Test func olderCredentialsStayDeadAndTheNewOnesOpen() async throws {
    let (first, second) = (TestSpace(slotIDs: [.random()]), TestSpace(slotIDs: [.random()]))
    let card = Slot(id: .random(), record: randomBytes(1024), waitHours: 0)
    let new = TestSpace(id: second.id, slotIDs: [.random()])
    let snapshot = TestBlock()
    let lost = TestBlock()
    try await restored { _, caller in
      _ = try await caller.newSpace(first)
      _ = try await caller.newSpace(second)
    } after: { _, caller in
      let request = SlotsWriteRequest(
        expectGeneration: 1, expectSlotsHash: Slot.hash(first.slots),
        slots: [card, nil, nil, nil], cardTags: first.creation.cardTags)
      #expect(try await caller.signed(.slotsWrite, request, by: first).status == 204)
      _ = try await caller.put([snapshot, lost], by: second)
      let rekey = second.rekey(to: new, adopt: [snapshot.name])
      #expect(try await caller.signed(.rekey, rekey, by: second).status == 204)
    } then: { _, caller, report in
      #expect(!report.rests)
      #expect(try await caller.read(first.slots[0].id) != first.slots[0].record)
      #expect(try await caller.read(card.id) == card.record)
      #expect(try await caller.read(second.slots[0].id) != second.slots[0].record)
      #expect(try await caller.read(new.slots[0].id) == new.slots[0].record)
      #expect(try await caller.signed(.openSpace, NoFields(), by: second).problem == .notFound)
      let opened = try await caller.open(new)
      #expect(opened.generation == 2)
      #expect(opened.journal.entries == [new.firstEntry])
      #expect(try await caller.get([snapshot.name], by: new).body == snapshot.bytes)
      #expect(try await caller.get([lost.name], by: new).problem == .notFound)
    }
  }

  @Test func whatWasDeletedStaysDeletedAndATermStays() async throws {
    let (gone, going, kept) = (TestSpace(slotIDs: [.random()]), TestSpace(), TestSpace())
    try await restored { _, caller in
      for space in [gone, going, kept] { _ = try await caller.newSpace(space) }
      _ = try await caller.delete(kept, at: caller.clock.now + 100)
    } after: { server, caller in
      let request = SlotsWriteRequest(
        expectGeneration: 1, expectSlotsHash: Slot.hash(gone.slots),
        slots: [TestSpace().slots[0], nil, nil, nil], cardTags: gone.creation.cardTags)
      let written = try await caller.signed(.slotsWrite, request, by: gone)
      #expect(written.status == 204)
      #expect(server.files(under: "ledger/what").count == 1)
      #expect(try await caller.delete(gone, at: 1).status == 204)
      // Nothing of it is left, in the ledger neither.
      #expect(server.files(under: "ledger/what").isEmpty)
      #expect(try await caller.delete(going, at: caller.clock.now + Self.hour).status == 204)
      #expect(try await caller.delete(kept, at: 0).status == 204)
    } then: { server, caller, report in
      #expect(!report.rests)
      #expect(try await caller.read(gone.slots[0].id) != gone.slots[0].record)
      #expect(try await caller.signed(.openSpace, NoFields(), by: gone).problem == .notFound)
      try await server.service.sweep()
      #expect(try await server.count("spaces") == 2)
      caller.clock.pass(Self.hour)
      #expect(try await caller.signed(.openSpace, NoFields(), by: going).problem == .notFound)
      #expect(try await caller.open(kept).deleteAt == 0)
    }
  }

  @Test(arguments: ["none", "lacksEnd", "cut", "changed", "withoutContent"])
  func withoutAWholeLedgerEveryWalletRests(_ how: String) async throws {
    let (first, second) = (TestSpace(slotIDs: [.random()]), TestSpace(slotIDs: [.random()]))
    try await restored(
      damage: how,
      before: { server, caller in
        _ = try await caller.newSpace(first)
        #expect(try await caller.lock(first, until: caller.clock.now + 1) == 204)
        caller.clock.pass(1)
      },
      after: { _, caller in
        _ = try await caller.newSpace(second)
        let request = SlotsWriteRequest(
          expectGeneration: 1, expectSlotsHash: Slot.hash(first.slots),
          slots: [second.slots[1], nil, nil, nil], cardTags: first.creation.cardTags)
        #expect(try await caller.signed(.slotsWrite, request, by: first).status == 204)
      },
      then: { server, caller, report in
        #expect(report.rests)
        let id = how == "lacksEnd" ? second.slots[1].id : first.slots[0].id
        let record = how == "lacksEnd" ? second.slots[1].record : first.slots[0].record
        caller.clock.pass(72 * Self.hour - 1)
        #expect(try await caller.read(id) != record)
        #expect(try await caller.signed(.openSpace, NoFields(), by: first).problem == .notFound)
        // One that is made in the meantime is used at once.
        let new = try await caller.newSpace()
        #expect(try await caller.open(new).generation == 1)
        caller.clock.pass(1)
        #expect(try await caller.read(id) == record)
        #expect(try await caller.open(first).generation == 1)
      })
  }

  @Test func aStartMakesWhatACrashCutOffAfterTheLedger() async throws {
    let server = try await TestServer()
    let space = TestSpace()
    try await server.use { server, caller in _ = try await caller.newSpace(space) }
    let storage = server.folder.storage
    let tag = storage.tags.ledger(space.id)
    let until = server.clock.now + Self.hour
    let taken = try storage.ledger.append(
      LedgerRecord(.lock, tag: tag, value: until + 71 * Self.hour, now: server.clock.now))
    storage.ledger.undo(taken.count, now: server.clock.now)
    _ = try storage.ledger.append(
      LedgerRecord(.lock, tag: tag, value: until, now: server.clock.now))
    try server.folder.close()
    let name = server.files(under: "ledger").filter { $0.hasPrefix("log-") }.max() ?? ""
    let log = try FileHandle(
      forWritingTo: URL(fileURLWithPath: server.path + "/ledger/" + name))
    try log.seekToEnd()
    try log.write(contentsOf: Data(repeating: 1, count: 50))
    try log.close()

    let again = try await TestServer(at: server.path, clock: server.clock)
    try await again.use { again, caller in
      let locked = try await caller.signed(.openSpace, NoFields(), by: space)
      #expect(locked.problem == .notFound)
      caller.clock.pass(Self.hour)
      // The one that was taken back is not made.
      #expect(try await caller.open(space).generation == 1)
      #expect(try await caller.lock(space, until: caller.clock.now + 5) == 204)
    }
    try again.folder.close()
    let third = try DataFolder.open(at: server.path)
    let end = try LedgerReader(server.path + "/ledger").readAll()
    #expect(third.storage.ledger.mark == end.mark)
    #expect(third.storage.ledger.mark.count >= 4)
    try third.close()
  }

  @Test func withoutItsLedgerNoServerStarts() async throws {
    let server = try await TestServer()
    try server.folder.close()
    let ledger = server.path + "/ledger"
    try FileManager.default.moveItem(atPath: ledger, toPath: ledger + ".elsewhere")
    #expect(throws: StartError.ledger(ledger, isMissing: true)) {
      try DataFolder.open(at: server.path)
    }
    let other = try await TestServer()
    try await other.use { _, caller in
      let space = try await caller.newSpace()
      _ = try await caller.lock(space, until: caller.clock.now + 5)
    }
    try other.folder.close()
    try DataFolder.open(at: server.path, ledger: ledger + ".elsewhere").close()
    #expect(throws: StartError.ledger(ledger + ".elsewhere", isMissing: false)) {
      try DataFolder.open(at: other.path, ledger: ledger + ".elsewhere")
    }
  }

  @Test func logsOlderThanEveryBackupGo() async throws {
    try await TestServer.run({ $0.backupDays = 10 }) { server, caller in
      let space = try await caller.newSpace()
      for _ in 0..<20 {
        let opened = try await caller.open(space)
        let request = SlotsWriteRequest(
          expectGeneration: 1, expectSlotsHash: Slot.hash(of: opened.slotHashes),
          slots: [TestSpace().slots[0], nil, nil, nil], cardTags: space.creation.cardTags)
        #expect(try await caller.signed(.slotsWrite, request, by: space).status == 204)
        caller.clock.pass(86_400)
        try await server.service.sweep()
      }
      let logs = server.files(under: "ledger").filter { $0.hasPrefix("log-") }
      #expect(logs.count == 14)
      #expect(server.files(under: "ledger/what").count < 16)
      // What is left is one chain to the end.
      let end = try LedgerReader(server.path + "/ledger").readAll()
      #expect(end.mark == server.folder.storage.ledger.mark)
    }
  }

  @Test func aSecondBackupSharesBlocksAndLeavesOutWhatWentInBetween() async throws {
    let backups = folder + "-backups"
    try await TestServer.run { server, caller in
      let space = try await caller.newSpace()
      let blocks = [TestBlock(), TestBlock()]
      _ = try await caller.put(blocks, by: space)
      let first = try Backup.make(of: server.path, in: backups, at: caller.clock.now)
      let append = TestSpace.append(
        [randomBytes(1024)], after: [space.firstEntry], drop: [blocks[0].name])
      #expect(try await caller.signed(.journalAppend, append, by: space).status == 204)
      let second = try Backup.make(of: server.path, in: backups, at: caller.clock.now + 1)
      #expect(try Backup.newest(in: backups) == second)
      func files(_ name: String) -> [String] {
        (FileManager.default.enumerator(atPath: backups + "/" + name + "/store/blocks")?
          .allObjects ?? []).compactMap { $0 as? String }.filter { $0.count > 4 }
      }
      #expect(files(first).count == 2)
      #expect(files(second).count == 1)
      let shared = try FileManager.default.attributesOfItem(
        atPath: backups + "/" + second + "/store/blocks/" + files(second)[0])
      #expect(shared[.referenceCount] as? Int == 2)
    }
    try FileManager.default.removeItem(atPath: backups)
  }
}
