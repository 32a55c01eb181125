import Glibc
import Sodium
import Synchronization
import Wire

/// What was promised to spaces and must outlive the database: locks, changes of
/// credentials, deletions. Append-only, synced before the answer, and not in `store`.
///
///     log-<16 digits>    chain before its first record 32, then records of 113 bytes
///     what/<16 digits>   what record number so-and-so wrote
///
/// A log is of one day; the digits are the number of its first record, hexadecimal. It
/// is copied off the machine as it grows, and no backup of the database has it.
/// - SeeAlso: Specs/ledger.md.
final class Ledger: Sendable {
  static let linkBytes = LedgerRecord.byteCount + 32
  static let headBytes = 32

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
  private let state = Mutex(State())

  init(_ path: String) {
    self.path = path
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
    try load()
  }

  /// Reads the whole ledger and goes on at its end. What a crash cut there was told to
  /// nobody, and is cut off.
  func load() throws {
    guard exists else { throw LedgerError.missing }
    let end = try LedgerReader(path).readAll()
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

  // MARK: Writing

  /// Writes a record, and what it is about, and returns once both are durable.
  func append(_ record: LedgerRecord, content: [UInt8]? = nil) throws -> LedgerMark {
    try state.withLock { state in
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
    if let content { try write(content, number: state.mark.count + 1) }
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
  }

  /// The log of the record's day.
  private func log(for record: LedgerRecord, _ state: inout State) throws -> Descriptor {
    let day = record.time / CoarseTime.day
    if let log = state.log, day <= state.day || state.byteCount == Self.headBytes {
      state.day = max(day, state.day)
      return log
    }
    let log = try Self.makeLog(in: path, after: state.mark)
    state.log = log
    state.byteCount = Self.headBytes
    state.day = day
    return log
  }

  private func write(_ content: [UInt8], number: UInt64) throws {
    let file = try Descriptor(
      path + "/what/" + LedgerReader.digits(number), O_WRONLY | O_CREAT | O_TRUNC)
    try content.withUnsafeBytes { try System.write($0, to: file) }
    try System.clearTimes(of: file)
    try file.sync()
    try System.syncFolder(path + "/what")
  }

  // MARK: Forgetting

  /// Removes what spaces that are gone wrote: the records stay, and say nothing.
  func forgetContents(of tags: Set<[UInt8]>) throws {
    try LedgerReader(path).forEach { number, record in
      if record.hasContent, tags.contains(record.tag) { try forget(number) }
    }
    try System.syncFolder(path + "/what")
  }

  /// Removes the logs all of whose records are from before `time`, and what they wrote.
  func forget(before time: UInt64) throws {
    for log in try LedgerReader(path).logs(before: time) {
      // The log last: what it speaks of is missing only where nobody asks for it.
      for number in log.numbers { try forget(number) }
      try System.syncFolder(path + "/what")
      try System.retrying("unlink") { unlink(path + "/" + log.name) }
    }
    try System.syncFolder(path)
  }

  private func forget(_ number: UInt64) throws {
    do {
      try System.retrying("unlink") { unlink(path + "/what/" + LedgerReader.digits(number)) }
    } catch let error as SystemError where error.code == ENOENT {}
  }
}
