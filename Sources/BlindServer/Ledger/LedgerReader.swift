import Glibc
import Sodium
import Wire

/// Reads a ledger's files, from the first record that is kept to the last.
struct LedgerReader {
  struct Log {
    var name: String
    var numbers: Range<UInt64>
  }

  /// The end of a ledger.
  struct End {
    var name: String
    var mark: LedgerMark
    /// Bytes of the last log that are whole, and those behind them.
    var byteCount: Int
    var tornBytes: Int
    var day: UInt64
  }

  /// A log is of a day: some hundred records, or of a flood.
  private static let mostBytes = 256 << 20

  let path: String
  /// Ascending.
  private let first: [(name: String, number: UInt64)]

  init(_ path: String) throws {
    self.path = path
    guard let names = System.names(in: path) else { throw LedgerError.missing }
    first = names.compactMap { name in
      guard name.hasPrefix("log-"), let number = Self.number(String(name.dropFirst(4))) else {
        return nil
      }
      return (name, number)
    }.sorted { $0.number < $1.number }
    if first.isEmpty { throw LedgerError.broken }
  }

  static func digits(_ number: UInt64) -> String { hexEncode(bigEndianBytes(number)) }

  private static func number(_ text: String) -> UInt64? {
    text.utf8.count == 16 ? hexDecode(Array(text.utf8)).map { bigEndian($0[...]) } : nil
  }

  /// The ledger's end, once the whole chain was followed.
  func readAll() throws -> End {
    try follow { _, _, _ in }
  }

  /// The hour of the last record; nil if there is none.
  func end() throws -> UInt64? {
    var time: UInt64?
    try forEach { _, record in time = record.time }
    return time
  }

  func forEach(_ body: (UInt64, LedgerRecord) throws -> Void) throws {
    _ = try follow { mark, record, _ in try body(mark.count, record) }
  }

  /// The records after `mark`, with their numbers.
  /// - Throws: `.apart` if the rows that are at `mark` are not on this chain.
  func records(after mark: LedgerMark) throws -> [(number: UInt64, record: LedgerRecord)] {
    var records: [(number: UInt64, record: LedgerRecord)] = []
    var isOnChain = false
    let end = try follow { next, record, before in
      if before == mark { isOnChain = true }
      if before.count >= mark.count { records.append((next.count, record)) }
    }
    guard isOnChain || end.mark == mark else { throw LedgerError.apart }
    return records
  }

  /// Logs behind each of which comes another that began before `time`.
  func logs(before time: UInt64) throws -> [Log] {
    var logs: [Log] = []
    for (log, next) in zip(first, first.dropFirst()) {
      let bytes = try read(next.name)
      guard let record = Self.record(bytes, at: 0), record.time < time else { break }
      logs.append(Log(name: log.name, numbers: log.number..<next.number))
    }
    return logs
  }

  /// What a record wrote.
  func content(of number: UInt64, _ record: LedgerRecord) throws -> [UInt8] {
    let file = path + "/what/" + Self.digits(number)
    guard System.exists(file) else { throw LedgerError.broken }
    let content = try System.contents(of: file, upTo: Self.mostContentBytes)
    guard blake2b256(content) == record.contentHash else { throw LedgerError.broken }
    return content
  }

  enum ContentState { case asWritten, missing, differs }

  func state(of number: UInt64, _ record: LedgerRecord) -> ContentState {
    guard System.exists(path + "/what/" + Self.digits(number)) else { return .missing }
    return (try? content(of: number, record)) == nil ? .differs : .asWritten
  }

  /// Slots and names, and the blocks of a snapshot.
  private static let mostContentBytes = (1 << 20) + Limits.blocksPerRekey * Limits.blockBytes

  private func read(_ name: String) throws -> [UInt8] {
    let count = try Descriptor(path + "/" + name, O_RDONLY).byteCount()
    guard count <= Self.mostBytes else { throw LedgerError.broken }
    return try System.contents(of: path + "/" + name, upTo: count)
  }

  private static func record(_ bytes: [UInt8], at index: Int) -> LedgerRecord? {
    let start = Ledger.headBytes + index * Ledger.linkBytes
    guard bytes.count >= start + Ledger.linkBytes else { return nil }
    return LedgerRecord(bytes[start..<start + LedgerRecord.byteCount])
  }

  /// Calls `body` with the mark of each record, the record, and the mark before it.
  private func follow(_ body: (LedgerMark, LedgerRecord, LedgerMark) throws -> Void) throws -> End {
    var mark: LedgerMark?
    var end = End(name: "", mark: .start, byteCount: 0, tornBytes: 0, day: 0)
    for (index, log) in first.enumerated() {
      let bytes = try read(log.name)
      let isLast = index == first.count - 1
      let (count, rest) = max(0, bytes.count - Ledger.headBytes).quotientAndRemainder(
        dividingBy: Ledger.linkBytes)
      if bytes.count < Ledger.headBytes {
        // A log that was just being made; it can only be the last.
        guard isLast, let mark else { throw LedgerError.broken }
        return End(name: log.name, mark: mark, byteCount: 0, tornBytes: bytes.count, day: 0)
      }
      guard isLast || rest == 0 else { throw LedgerError.broken }
      let head = LedgerMark(count: log.number - 1, chain: Array(bytes[..<Ledger.headBytes]))
      guard mark == nil || mark == head else { throw LedgerError.broken }
      var current = head
      var day: UInt64 = 0
      for index in 0..<count {
        guard let record = Self.record(bytes, at: index) else { throw LedgerError.broken }
        let next = current.adding(record)
        let start = Ledger.headBytes + index * Ledger.linkBytes + LedgerRecord.byteCount
        guard next.chain == Array(bytes[start..<start + 32]) else { throw LedgerError.broken }
        if index == 0 { day = record.time / CoarseTime.day }
        try body(next, record, current)
        current = next
      }
      mark = current
      end = End(
        name: log.name, mark: current, byteCount: bytes.count - rest, tornBytes: rest, day: day)
    }
    return end
  }
}
