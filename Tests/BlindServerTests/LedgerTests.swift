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
    let witness = try newWitness()
    let server = try await TestServer(witness: witness)
    let backups = folder + "-backups"
    // What a sweep writes would come at any moment.
    try await server.use(sweeps: false) { server, caller in
      try await before(server, caller)
      _ = try Backup.make(of: server.path, in: backups, at: caller.clock.now)
      try await after(server, caller)
    }
    try server.folder.close()
    try self.damage(server, damage)
    let restore = Restore(
      backups: backups, keys: server.path + "/server-keys",
      ledger: damage == "none" ? nil : server.path + "/ledger",
      witness: damage == "noWitness" ? nil : witness)
    let report = try restore.make(folder, now: server.clock.now)
    #expect(checkDataFolder(at: folder).findings == [])
    let again = try await TestServer(at: folder, clock: server.clock)
    try await again.use { again, caller in try await then(again, caller, report) }
    try again.folder.close()
    for path in [server.path, backups, folder, witness] {
      try? FileManager.default.removeItem(atPath: path)
    }
  }

  private func newWitness() throws -> String {
    let path = TestServer.newPath() + "-witness"
    try Data().write(to: URL(fileURLWithPath: path))
    return path
  }

  private func damage(_ server: TestServer, _ how: String) throws {
    let name = server.files(under: "ledger").filter { $0.hasPrefix("log-") }.max() ?? ""
    let log = URL(fileURLWithPath: server.path + "/ledger/" + name)
    var bytes = try Data(contentsOf: log)
    switch how {
    case "lacksEnd": bytes = bytes.dropLast(Ledger.linkBytes)
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
      #expect(report.rest == nil)
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
    } then: { server, caller, report in
      #expect(report.rest == nil)
      // The backup is of the beginning, and the ledger says the hour: so much may have been served.
      let unsure = (MovedClock.start + Self.hour) % Self.hour
      caller.clock.pass(2 * Self.hour + unsure - 1)
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
      #expect(report.rest == nil)
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
      #expect(report.rest == nil)
      #expect(try await caller.read(gone.slots[0].id) != gone.slots[0].record)
      #expect(try await caller.signed(.openSpace, NoFields(), by: gone).problem == .notFound)
      try await server.service.sweep()
      #expect(try await server.count("spaces") == 2)
      caller.clock.pass(Self.hour)
      #expect(try await caller.signed(.openSpace, NoFields(), by: going).problem == .notFound)
      #expect(try await caller.open(kept).deleteAt == 0)
    }
  }

  @Test(arguments: ["none", "noWitness", "lacksEnd", "cut", "changed", "withoutContent"])
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
        let rests: [String: Restore.Rest] = ["noWitness": .noWitness, "lacksEnd": .lacksEnd]
        #expect(report.rest == rests[how] ?? .noLedger)
        let slot = how == "noWitness" ? second.slots[1] : first.slots[0]
        let (id, record) = (slot.id, slot.record)
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

  // MARK: The witness

  @Test func theWitnessIsNeverBehindAnAnswer() async throws {
    let path = try newWitness()
    let server = try await TestServer(witness: path)
    let witness = Witness(path: path)
    let ledger = server.folder.storage.ledger
    try await server.use(sweeps: false) { _, caller in
      let space = try await caller.newSpace()
      for at in [caller.clock.now + 100, caller.clock.now + 200] {
        #expect(try await caller.delete(space, at: at).status == 204)
        #expect(try witness.read() == ledger.mark)
      }
      // While it can't be written nothing is promised.
      let mark = ledger.mark
      try FileManager.default.moveItem(atPath: path, toPath: path + "-away")
      #expect(try await caller.lock(space, until: caller.clock.now + 3_600) == 503)
      #expect(try await caller.delete(space, at: 0).problem == .unavailable)
      #expect(try await caller.open(space).deleteAt == caller.clock.now + 200)
      // One record that the witness did not hear of, and none for each try.
      #expect(ledger.mark.count == mark.count + 1)
      try FileManager.default.moveItem(atPath: path + "-away", toPath: path)
      #expect(try await caller.lock(space, until: caller.clock.now + 3_600) == 204)
      #expect(try witness.read() == ledger.mark)
      // Taken back, and then the lock.
      #expect(ledger.mark.count == mark.count + 3)
    }
    #expect(server.log.all.contains { $0.contains("witness can't be written") })
    try server.folder.close()
    #expect(checkDataFolder(at: server.path).findings == [])
    for path in [server.path, path] { try? FileManager.default.removeItem(atPath: path) }
  }

  @Test func anOlderCopyOfTheDiskRests() async throws {
    let path = try newWitness()
    let space = TestSpace(slotIDs: [.random()])
    let server = try await TestServer(witness: path)
    let grant = TestGrant()
    try await server.use(sweeps: false) { _, caller in
      _ = try await caller.newSpace(space)
      _ = try await caller.newGrant(grant, by: space, seconds: 30 * 86_400)
      #expect(try await caller.lock(space, until: caller.clock.now + 5) == 204)
      caller.clock.pass(5)
    }
    try await server.service.noteTime(after: 0)
    try server.folder.close()
    let old = server.path + "-old"
    try FileManager.default.copyItem(atPath: server.path, toPath: old)
    let second = try await TestServer(at: server.path, clock: server.clock, witness: path)
    #expect(!second.folder.rests)
    try await second.use(sweeps: false) { _, caller async throws in
      let revoked = try await caller.call(.revoke, RevokeRequest(revocationCode: grant.code))
      #expect(revoked.status == 204)
      #expect(try await caller.lock(space, until: caller.clock.now + 72 * Self.hour) == 204)
    }
    try second.folder.close()

    for rests in [true, false] {
      let again = try await TestServer(at: old, clock: server.clock, witness: path)
      #expect(again.folder.rests == rests)
      try await again.use(sweeps: false) { _, caller async throws in
        #expect(try await caller.read(space.slots[0].id) != space.slots[0].record)
        // What was revoked since is not alive again.
        #expect(try await caller.open(grant).problem == .notFound)
        #expect(again.files(under: "grants/blocks").isEmpty)
        if !rests { caller.clock.pass(72 * Self.hour) }
        let record = try await caller.read(space.slots[0].id)
        #expect((record == space.slots[0].record) == !rests)
      }
      try again.folder.close()
    }
    for path in [server.path, old, path] { try? FileManager.default.removeItem(atPath: path) }
  }

  @Test func aWitnessIsThereAndIsOne() async throws {
    let (folder, path) = (TestServer.newPath(), try newWitness())
    func fault() -> StartError? {
      do {
        try DataFolder.open(at: folder, witness: path).close()
        return nil
      } catch {
        return error as? StartError
      }
    }
    #expect(fault() == nil)
    let right = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(right.count == Witness.byteCount)
    #expect(fault() == nil)
    for wrong in [
      Data("x".utf8), right.dropLast(), right + right, Data(right.map { $0 == 0x30 ? 0x67 : $0 }),
    ] {
      try wrong.write(to: URL(fileURLWithPath: path))
      #expect(fault() == .witness(path, .notAWitness))
    }
    try FileManager.default.removeItem(atPath: path)
    #expect(fault() == .witness(path, .missing))
    try FileManager.default.removeItem(atPath: folder)
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
    let end = try LedgerReader(server.path + "/ledger").end()
    #expect(third.storage.ledger.mark == end.mark)
    #expect(third.storage.ledger.mark.count >= 4)
    try third.close()
  }

  @Test func aChangeOfNothingIsNotWritten() async throws {
    try await TestServer.run(sweeps: false) { server, caller in
      let space = try await caller.newSpace()
      let ledger = server.folder.storage.ledger
      func records(_ expected: UInt64, _ body: () async throws -> Int) async throws {
        let before = ledger.mark.count
        #expect(try await body() == 204)
        #expect(ledger.mark.count - before == expected)
      }
      let term = caller.clock.now + 50 * Self.hour
      for (at, expected) in [(0, 0), (term, 1), (term, 0), (0, 1), (0, 0)] as [(UInt64, UInt64)] {
        try await records(expected) { try await caller.delete(space, at: at).status }
      }
      try await records(0) {
        try await caller.signed(.slotsWrite, space.keepingAll, by: space).status
      }
      var again = space.keepingAll
      again.slots[0] = space.slots[0]
      try await records(0) { try await caller.signed(.slotsWrite, again, by: space).status }
      again.slots[0] = TestSpace().slots[0]
      try await records(1) { try await caller.signed(.slotsWrite, again, by: space).status }
    }
  }

  @Test func whatAWalletWritesInADayIsBoundedAndALockIsNot() async throws {
    try await TestServer.run(sweeps: false) { server, caller in
      let space = try await caller.newSpace()
      let start = server.folder.storage.ledger.mark.count
      for number in 0..<LedgerBudget.recordsPerWallet {
        let at = caller.clock.now + 50 * Self.hour + number
        #expect(try await caller.delete(space, at: at).status == 204)
      }
      let refused = try await caller.delete(space, at: 0)
      #expect(refused.problem == .tooManyCalls)
      let wait = try #require(refused.headers[.retryAfter].flatMap { UInt64($0) })
      #expect(wait == 86_400 - caller.clock.now % 86_400)
      #expect(try await caller.lock(space, until: caller.clock.now + 59) == 429)
      let written = server.folder.storage.ledger.mark.count - start
      #expect(written == LedgerBudget.recordsPerWallet)
      // Others have theirs.
      #expect(try await caller.delete(caller.newSpace(), at: term(caller)).status == 204)
      #expect(try await caller.lock(space, until: caller.clock.now + 60) == 204)
      caller.clock.pass(60)
      #expect(try server.occurs(space.slots[0].record))
      #expect(try await caller.delete(space, at: 1).status == 204)
      for gone in [space.slots[0].record, space.firstEntry, space.key.verifyKey] {
        #expect(!(try server.occurs(gone)))
      }
    }
  }

  private func term(_ caller: Caller) -> UInt64 { caller.clock.now + 50 * Self.hour }

  @Test func whatASourceWritesInADayIsBounded() throws {
    let budget = LedgerBudget()
    let source = Source(Address([192, 0, 2, 1]))
    let rekey = Limits.blocksPerRekey * Limits.blockBytes
    func take(_ source: Source, now: UInt64 = 5) -> Bool {
      (try? budget.take(rekey, .random(), source, now: now)) != nil
    }
    for _ in 0..<7 { #expect(take(source)) }
    #expect(!take(source))
    #expect(take(Source(Address([192, 0, 3, 1]))))
    #expect(take(source, now: 86_400))
    // One wallet: two snapshots of the largest size leave no room for a third.
    let space = SpaceID.random()
    let other = Source(Address([192, 0, 4, 1]))
    for isTaken in [true, false] {
      #expect(((try? budget.take(rekey, space, other, now: 86_400)) != nil) == isTaken)
    }
  }

  @Test func logsThatAreFullFollowEachOther() throws {
    let path = TestServer.newPath()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let ledger = Ledger(path, logRecords: 10)
    try ledger.begin(after: .start)
    let tag = randomBytes(32)
    var marks = [LedgerMark.start]
    for number in 0..<35 as Range<UInt64> {
      let content = number % 7 == 0 ? randomBytes(100) : nil
      let record = LedgerRecord(.slots, tag: tag, value: number, now: 7_200, content: content)
      marks.append(try ledger.append(record, content: content))
    }
    let reader = try LedgerReader(path)
    #expect(try reader.end().mark == ledger.mark)
    for mark in marks {
      #expect(try reader.records(after: mark).count == 35 - Int(mark.count))
      let again = Ledger(path)
      try again.load(after: mark)
      #expect(again.mark == ledger.mark)
    }
    var apart = marks[20]
    apart.chain[0] ^= 1
    #expect(throws: LedgerError.apart) { try reader.records(after: apart) }
    // A start reads from where the rows are, and does not look at what is before.
    let first = path + "/log-" + LedgerReader.digits(1)
    var bytes = try Data(contentsOf: URL(fileURLWithPath: first))
    bytes[50] ^= 1
    try bytes.write(to: URL(fileURLWithPath: first))
    #expect(throws: LedgerError.broken) { try reader.end() }
    try Ledger(path).load(after: marks[25])
    // What a space wrote is found by its tag.
    #expect(System.names(in: LedgerReader.folder(of: tag, in: path))?.count == 5)
    try ledger.forgetContents(of: [tag, randomBytes(32)])
    #expect(System.names(in: path + "/what") == [])
  }

  @Test func aLogThatWasJustBegunAtACrashIsBegunAgain() throws {
    let path = TestServer.newPath()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let ledger = Ledger(path, logRecords: 3)
    try ledger.begin(after: .start)
    for number in 0..<3 as Range<UInt64> {
      _ = try ledger.append(LedgerRecord(.ran, value: number, now: 7_200))
    }
    try Data([1, 2, 3]).write(to: URL(fileURLWithPath: path + "/log-" + LedgerReader.digits(4)))
    let again = Ledger(path, logRecords: 3)
    try again.load(after: ledger.mark)
    #expect(again.mark == ledger.mark)
    _ = try again.append(LedgerRecord(.ran, value: 9, now: 7_200))
    #expect(try LedgerReader(path).end().mark == again.mark)
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
      let end = try LedgerReader(server.path + "/ledger").end()
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
