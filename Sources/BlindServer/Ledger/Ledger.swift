import Glibc
import Sodium
import Synchronization
import Wire

/// What was promised to spaces and must outlive the database: locks, changes of
/// credentials, deletions. Append-only, synced before the answer, and not in `store`.
///
///     log-<16 digits>             chain before its first record 32, then records of 113 bytes
///     what/<tag>/<16 digits>      what record number so-and-so wrote, in its space's folder
///
/// A log is of one day and has ``mostLogRecords``; the digits are the number of its first
/// record, hexadecimal. It is copied off the machine as it grows, and no backup of the database
/// has it. Nothing here takes longer with more records, but a start, by those since the rows'
/// last, and what looks at all of them: a check, a restore.
/// - SeeAlso: Specs/ledger.md.
final class Ledger: Sendable {
  static let linkBytes = LedgerRecord.byteCount + 32
  static let headBytes = 32
  /// Of a log at most: 15 MB, which a start reads of what it knows already.
  static let mostLogRecords = 131_072

  private struct State {
    var mark = LedgerMark.start
    /// The log that is written to, its length, and the day of its first record.
    var log: Descriptor?
    var byteCount = 0
    var day: UInt64 = 0
    /// Records of changes that were not made, which is not written yet.
    var undone: [UInt64] = []
    /// A record may have been written in part: nothing can follow it.
    var isStuck = false
  }

  let path: String
  private let witness: Witness?
  private let logRecords: Int
  private let state = Mutex(State())

  init(_ path: String, witness: Witness? = nil, logRecords: Int = Ledger.mostLogRecords) {
    self.path = path
    self.witness = witness
    self.logRecords = logRecords
  }

  var exists: Bool { System.exists(path) }
  var mark: LedgerMark { state.withLock { $0.mark } }

  // MARK: Beginning

  /// A new ledger for rows that are at `mark`; one that was there is put aside.
  func begin(after mark: LedgerMark) throws {
    let making = path + ".making-" + hexEncode(randomBytes(4))
    try System.makeFolder(making)
    try System.makeFolder(making + "/what")
    _ = try Self.makeLog(in: making, after: mark)
    if exists {
      let aside = path + ".aside-" + hexEncode(randomBytes(4))
      try System.retrying("rename") { rename(path, aside) }
    }
    try System.retrying("rename") { rename(making, path) }
    try System.syncFolder(System.parent(of: path))
    try load(after: mark)
  }

  /// Reads the ledger from a record that the rows know, and goes on at its end. What a crash cut
  /// there was told to nobody, and is cut off.
  func load(after mark: LedgerMark) throws {
    guard exists else { throw LedgerError.missing }
    let end = try LedgerReader(path).end(after: mark)
    let log: Descriptor
    if end.byteCount < Self.headBytes {
      log = try Self.makeLog(in: path, after: end.mark)
    } else {
      log = try Descriptor(path + "/" + end.name, O_WRONLY | O_APPEND)
      if end.tornBytes > 0 {
        try System.retrying("ftruncate") { ftruncate(log.number, off_t(end.byteCount)) }
        try log.sync()
      }
    }
    state.withLock {
      $0 = State(
        mark: end.mark, log: log, byteCount: max(end.byteCount, Self.headBytes), day: end.day)
    }
  }

  /// An empty log for what comes after `mark`.
  private static func makeLog(in path: String, after mark: LedgerMark) throws -> Descriptor {
    let name = "log-" + LedgerReader.digits(mark.count + 1)
    let log = try Descriptor(path + "/" + name, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND)
    try mark.chain.withUnsafeBytes { try System.write($0, to: log) }
    try log.sync()
    try System.syncFolder(path)
    return log
  }

  /// Whether the ledger has all that its witness knows of; true where there is none.
  ///
  /// - Throws: ``WitnessError``.
  func hasAllThatWasWitnessed() throws -> Bool {
    guard let witness, let mark = try witness.read() else { return true }
    return try LedgerReader(path).has(mark)
  }

  /// Lets the witness know how far this ledger goes.
  func tellWitness() throws { try witness?.write(mark) }

  // MARK: Writing

  /// Writes a record, and what it is about, and returns once both are durable, and known to the
  /// witness.
  func append(_ record: LedgerRecord, content: [UInt8]? = nil) throws -> LedgerMark {
    try state.withLock { state in
      // Not a record for each try while the witness can't be written.
      if !state.undone.isEmpty { try witness?.write(state.mark) }
      while let number = state.undone.first {
        try append(
          LedgerRecord(.undone, value: number, now: record.time), content: nil, &state)
        state.undone.removeFirst()
      }
      try append(record, content: content, &state)
      return state.mark
    }
  }

  /// Says that the change of a record was not made after all. If that can't be written now
  /// it comes before the next record; a crash before makes the change happen at the start.
  func undo(_ number: UInt64, now: UInt64) {
    state.withLock { state in
      let record = LedgerRecord(.undone, value: number, now: now)
      do {
        try append(record, content: nil, &state)
      } catch {
        state.undone.append(number)
      }
    }
  }

  private func append(_ record: LedgerRecord, content: [UInt8]?, _ state: inout State) throws {
    guard !state.isStuck else { throw LedgerError.broken }
    if let content { try write(content, of: record, number: state.mark.count + 1) }
    let log = try log(for: record, &state)
    let next = state.mark.adding(record)
    do {
      try (record.bytes + next.chain).withUnsafeBytes { try System.write($0, to: log) }
      try log.sync()
    } catch {
      let length = off_t(state.byteCount)
      if ftruncate(log.number, length) != 0 || fsync(log.number) != 0 { state.isStuck = true }
      throw error
    }
    state.byteCount += Self.linkBytes
    state.mark = next
    do {
      try witness?.write(next)
    } catch {
      // Whatever the witness has now, this ledger has it too; the change is taken back.
      state.undone.append(next.count)
      throw error
    }
  }

  /// The log of the record's day that has room.
  private func log(for record: LedgerRecord, _ state: inout State) throws -> Descriptor {
    let day = record.time / CoarseTime.day
    let hasRoom = state.byteCount < Self.headBytes + logRecords * Self.linkBytes
    if let log = state.log, hasRoom, day <= state.day || state.byteCount == Self.headBytes {
      state.day = max(day, state.day)
      return log
    }
    let log = try Self.makeLog(in: path, after: state.mark)
    state.log = log
    state.byteCount = Self.headBytes
    state.day = day
    return log
  }

  private func write(_ content: [UInt8], of record: LedgerRecord, number: UInt64) throws {
    let folder = LedgerReader.folder(of: record.tag, in: path)
    let isNew = !System.exists(folder)
    if isNew { try System.makeFolder(folder) }
    let file = try Descriptor(
      folder + "/" + LedgerReader.digits(number), O_WRONLY | O_CREAT | O_TRUNC)
    try content.withUnsafeBytes { try System.write($0, to: file) }
    try System.clearTimes(of: file)
    try file.sync()
    try System.syncFolder(folder)
    if isNew { try System.syncFolder(path + "/what") }
  }

  // MARK: Forgetting

  /// Removes what spaces that are gone wrote: the records stay, and say nothing.
  func forgetContents(of tags: Set<[UInt8]>) throws {
    for folder in tags.map({ LedgerReader.folder(of: $0, in: path) }) where System.exists(folder) {
      try System.removeTree(folder)
    }
    try System.syncFolder(path + "/what")
  }

  /// Removes the logs all of whose records are from before `time`, and what they wrote.
  func forget(before time: UInt64) throws {
    let reader = try LedgerReader(path)
    for name in try reader.logs(before: time) {
      // The log last: what it speaks of is missing only where nobody asks for it.
      try reader.forEach(in: name) { number, record in
        if record.hasContent { try forget(number, record) }
      }
      try System.syncFolder(path + "/what")
      try System.retrying("unlink") { unlink(path + "/" + name) }
    }
    try System.syncFolder(path)
  }

  private func forget(_ number: UInt64, _ record: LedgerRecord) throws {
    let folder = LedgerReader.folder(of: record.tag, in: path)
    do {
      try System.retrying("unlink") { unlink(folder + "/" + LedgerReader.digits(number)) }
      try System.syncFolder(folder)
      // The last one's folder goes too; another's keeps it.
      _ = rmdir(folder)
    } catch let error as SystemError where error.code == ENOENT {}
  }
}
