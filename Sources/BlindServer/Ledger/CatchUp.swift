import GRDB
import NIOCore
import Sodium
import Wire

/// Bringing rows to where the ledger is: after a crash one change, after a restore all that
/// were promised since the backup.
extension SQLiteStorage {
  /// Goes on with the ledger of these rows, and makes the changes that it has and they
  /// have not. Only at the start, before anybody is served.
  ///
  /// - Parameter isNew: whether these rows never had one.
  /// - Throws: ``LedgerError`` if what the ledger has is not all.
  func catchUp(isNew: Bool) throws {
    let mark = try rows.read { try $0.ledgerMark() }
    if isNew, mark == nil, !ledger.exists {
      try ledger.begin(after: .start)
      return try setLedgerMark()
    }
    try ledger.load(after: mark ?? .start)
    let records = try LedgerReader(ledger.path).records(after: mark ?? .start)
    // A crash leaves one record of an hour at most: these rows are of an older disk, and so are the grants.
    if records.count(where: { $0.record.kind == .ran }) > 1 { try endAllGrants() }
    if let latest = records.map(\.record.time).max() {
      try replay(records)
      // Older rows than the ledger: the server served at least until then.
      try setServed(atLeast: latest)
    }
    try setLedgerMark()
  }

  /// Lets every space rest for 72 hours of serving, as long as any lock that may have been promised.
  ///
  /// With `goingOn` the ledger is these rows' and stays, but may lack its end; without, a new one
  /// begins.
  func rest(goingOn: Bool) throws {
    if !goingOn { try ledger.begin(after: try rows.read { try $0.ledgerMark() } ?? .start) }
    let now = try served()
    _ = try ledger.append(LedgerRecord(.rest, value: now + Limits.lockSeconds, now: now))
    try catchUp(isNew: false)
  }

  /// The served time that the rows are at: what was served since was not written down.
  private func served() throws -> UInt64 {
    let last = try rows.read { try $0.lastClock() }
    return last.served ?? last.seen
  }

  private func setServed(atLeast time: UInt64) throws {
    try rows.pool.write { database in
      var last = try database.lastClock()
      last.served = max(time, last.served ?? last.seen)
      try database.setLastClock(last)
    }
  }

  private func setLedgerMark() throws {
    let mark = ledger.mark
    try rows.pool.write { try $0.setFact("ledger", mark.bytes) }
  }

  private func replay(_ records: [(number: UInt64, record: LedgerRecord)]) throws {
    let reader = try LedgerReader(ledger.path)
    try rows.pool.write { database in
      var replay = Replay(
        database: database, storage: self, reader: reader, spaces: try spacesByTag(database))
      try replay.make(records)
      for folder in Set(replay.placed.map(BlockFiles.folderIndex)) {
        try rows.files.syncFolder(folder)
      }
    }
    // Blocks that a change dropped have lost their rows.
    try collectOrphans()
  }

  private func spacesByTag(_ database: Database) throws -> [[UInt8]: SpaceID] {
    var spaces: [[UInt8]: SpaceID] = [:]
    for row in try database.rows("SELECT id FROM spaces", []) {
      let id: SpaceID = try row.identifier(0)
      spaces[tags.ledger(id)] = id
    }
    return spaces
  }
}

extension Database {
  fileprivate func ledgerMark() throws -> LedgerMark? {
    guard let bytes = try fact("ledger") else { return nil }
    guard let mark = LedgerMark(bytes) else { throw StorageError.damaged }
    return mark
  }
}

/// Makes changes again that a ledger tells of.
private struct Replay {
  let database: Database
  let storage: SQLiteStorage
  let reader: LedgerReader
  let spaces: [[UInt8]: SpaceID]
  var placed: [FileName] = []

  mutating func make(_ records: [(number: UInt64, record: LedgerRecord)]) throws {
    let undone = Set(records.filter { $0.record.kind == .undone }.map(\.record.value))
    // What a space wrote goes with it; nobody needs it then.
    var goes: [[UInt8]: Bool] = [:]
    for (_, record) in records where record.kind == .delete { goes[record.tag] = record.value != 0 }
    for (number, record) in records where !undone.contains(number) {
      switch record.kind {
      case .ran, .undone: continue
      case .rest:
        for space in spaces.values {
          try database.lock(space, until: record.value, now: record.time)
        }
      case .lock, .slots, .rekey, .delete:
        // A space that these rows don't have is not theirs to restore.
        guard let space = spaces[record.tag], try database.space(space) != nil else { continue }
        do {
          try make(record, number, of: space)
        } catch LedgerError.broken where goes[record.tag] == true {
          continue
        }
      }
    }
  }

  private mutating func make(
    _ record: LedgerRecord, _ number: UInt64, of space: SpaceID
  ) throws {
    switch record.kind {
    case .lock: try database.lock(space, until: record.value, now: record.time)
    case .delete:
      try database.run(
        "UPDATE spaces SET deleteAt = ? WHERE id = ?", [integer(record.value), blob(space)])
    case .slots, .rekey:
      var blocks: [[UInt8]] = []
      let content = try LedgerContent(
        file: try reader.content(of: number, record), blocks: &blocks)
      if let rekey = content.rekey { try make(rekey, blocks, of: space) }
      try database.run("DELETE FROM slots WHERE spaceId = ?", [blob(space)])
      for (place, stored) in content.slots.enumerated() {
        try database.insert(stored, of: space, place: place)
      }
      try database.claimCards(
        content.cardTags, owner: storage.tags.owner(space), storage.cardTerms)
    case .ran, .undone, .rest: break
    }
  }

  private mutating func make(
    _ rekey: LedgerContent.Rekey, _ blocks: [[UInt8]], of space: SpaceID
  ) throws {
    guard var row = try database.space(space), row.generation < rekey.generation else { return }
    for name in rekey.dropped { _ = try database.drop(name, in: space) }
    for (name, bytes) in zip(rekey.blocks, blocks) {
      let file = FileName.block(name, of: space)
      let staged = try storage.rows.files.stage(ByteBuffer(bytes: bytes))
      try staged.sync()
      try storage.rows.files.place(staged, as: file)
      placed.append(file)
      try database.run(
        "INSERT OR REPLACE INTO blocks (spaceId, name, pendingSince) VALUES (?, ?, NULL)",
        [blob(space), blob(name)])
    }
    row.generation = rekey.generation
    row.verifyKey = rekey.verifyKey
    row.headSeq = rekey.seq
    row.headHash = blake2b256(rekey.entry)
    row.baseSeq = rekey.seq
    row.basePrev = rekey.previousHash
    row.blocksUsed =
      try database.row("SELECT count(*) FROM blocks WHERE spaceId = ?", [blob(space)])?
      .number(0) ?? 0
    try database.setRekeyed(row, entry: rekey.entry)
  }
}
