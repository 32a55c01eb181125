import Glibc
import Sodium
import Wire

/// Reads a ledger's files, from the first record that is kept to the last, a piece at a time.
struct LedgerReader {
  private typealias Log = (name: String, number: UInt64)

  /// The end of a ledger.
  struct End {
    var name: String
    var mark: LedgerMark
    /// Bytes of the last log that are whole, and those behind them.
    var byteCount: Int
    var tornBytes: Int
    var day: UInt64
  }

  /// Records that are in memory at a time.
  private static let pieceRecords = 4_096

  let path: String
  /// Ascending.
  private let logs: [Log]

  init(_ path: String) throws {
    self.path = path
    guard let names = System.names(in: path) else { throw LedgerError.missing }
    logs = names.compactMap { name in
      guard name.hasPrefix("log-"), let number = Self.number(String(name.dropFirst(4))) else {
        return nil
      }
      return (name, number)
    }.sorted { $0.number < $1.number }
    if logs.isEmpty { throw LedgerError.broken }
  }

  static func digits(_ number: UInt64) -> String { hexEncode(bigEndianBytes(number)) }

  /// Where what a space's records wrote is.
  static func folder(of tag: [UInt8], in path: String) -> String {
    path + "/what/" + hexEncode(tag)
  }

  private static func number(_ text: String) -> UInt64? {
    text.utf8.count == 16 ? hexDecode(Array(text.utf8)).map { bigEndian($0[...]) } : nil
  }

  /// The ledger's end, once the chain was followed from `mark` on, or from its first record.
  func end(after mark: LedgerMark? = nil) throws -> End {
    try follow(from: mark) { _, _, _ in }
  }

  func forEach(_ body: (UInt64, LedgerRecord) throws -> Void) throws {
    _ = try follow { mark, record, _ in try body(mark.count, record) }
  }

  func forEach(in log: String, _ body: (UInt64, LedgerRecord) throws -> Void) throws {
    guard let log = logs.first(where: { $0.name == log }) else { return }
    _ = try follow([log][...]) { mark, record, _ in try body(mark.count, record) }
  }

  /// Whether a ledger that was at `mark` once is this one.
  func has(_ mark: LedgerMark) throws -> Bool {
    do {
      _ = try records(after: mark)
      return true
    } catch LedgerError.apart {
      return false
    }
  }

  /// The records after `mark`, with their numbers.
  /// - Throws: `.apart` if the rows that are at `mark` are not on this chain.
  func records(after mark: LedgerMark) throws -> [(number: UInt64, record: LedgerRecord)] {
    var records: [(number: UInt64, record: LedgerRecord)] = []
    var isOnChain = false
    let end = try follow(from: mark) { next, record, before in
      if before == mark { isOnChain = true }
      if before.count >= mark.count { records.append((next.count, record)) }
    }
    guard isOnChain || end.mark == mark else { throw LedgerError.apart }
    return records
  }

  /// Logs behind each of which comes another that began before `time`.
  func logs(before time: UInt64) throws -> [String] {
    var names: [String] = []
    for (log, next) in zip(logs, logs.dropFirst()) {
      let bytes = try System.contents(
        of: path + "/" + next.name, upTo: Ledger.headBytes + Ledger.linkBytes)
      guard bytes.count == Ledger.headBytes + Ledger.linkBytes,
        let record = LedgerRecord(bytes[Ledger.headBytes...].prefix(LedgerRecord.byteCount)),
        record.time < time
      else { break }
      names.append(log.name)
    }
    return names
  }

  /// What a record wrote.
  func content(of number: UInt64, _ record: LedgerRecord) throws -> [UInt8] {
    let file = file(of: number, record)
    guard System.exists(file) else { throw LedgerError.broken }
    let content = try System.contents(of: file, upTo: Self.mostContentBytes)
    guard blake2b256(content) == record.contentHash else { throw LedgerError.broken }
    return content
  }

  enum ContentState { case asWritten, missing, differs }

  func state(of number: UInt64, _ record: LedgerRecord) -> ContentState {
    guard System.exists(file(of: number, record)) else { return .missing }
    return (try? content(of: number, record)) == nil ? .differs : .asWritten
  }

  private func file(of number: UInt64, _ record: LedgerRecord) -> String {
    Self.folder(of: record.tag, in: path) + "/" + Self.digits(number)
  }

  /// Slots and names, and the blocks of a snapshot.
  private static let mostContentBytes = (1 << 20) + Limits.blocksPerRekey * Limits.blockBytes

  // MARK: The chain

  /// Calls `body` with the mark of each record, the record, and the mark before it: of all logs
  /// from the one on whose record `mark` is of.
  private func follow(
    from mark: LedgerMark? = nil, _ body: (LedgerMark, LedgerRecord, LedgerMark) throws -> Void
  ) throws -> End {
    let first = mark.flatMap { mark in logs.lastIndex { $0.number <= mark.count } } ?? 0
    return try follow(logs[first...], body)
  }

  private func follow(
    _ logs: ArraySlice<Log>, _ body: (LedgerMark, LedgerRecord, LedgerMark) throws -> Void
  ) throws -> End {
    var end: End?
    for log in logs {
      // Only the ledger's last log may end in the middle.
      let isLast = log.number == self.logs.last?.number
      let file = try Descriptor(path + "/" + log.name, O_RDONLY)
      let byteCount = try file.byteCount()
      guard byteCount >= Ledger.headBytes else {
        // A log that was just being made, behind another.
        guard isLast, let end else { throw LedgerError.broken }
        return End(name: log.name, mark: end.mark, byteCount: 0, tornBytes: byteCount, day: 0)
      }
      let (count, rest) = (byteCount - Ledger.headBytes).quotientAndRemainder(
        dividingBy: Ledger.linkBytes)
      guard isLast || rest == 0 else { throw LedgerError.broken }
      let chain = try Self.bytes(of: file, at: 0, Ledger.headBytes)
      var mark = LedgerMark(count: log.number - 1, chain: Array(chain))
      guard end == nil || end?.mark == mark else { throw LedgerError.broken }
      var day: UInt64 = 0
      for start in stride(from: 0, to: count, by: Self.pieceRecords) {
        let piece = try Self.bytes(
          of: file, at: Ledger.headBytes + start * Ledger.linkBytes,
          min(Self.pieceRecords, count - start) * Ledger.linkBytes)
        for at in stride(from: 0, to: piece.count, by: Ledger.linkBytes) {
          let link = piece[at..<at + Ledger.linkBytes]
          guard let record = LedgerRecord(link.prefix(LedgerRecord.byteCount)) else {
            throw LedgerError.broken
          }
          let next = mark.adding(record)
          guard next.chain.elementsEqual(link.suffix(32)) else { throw LedgerError.broken }
          if start == 0, at == 0 { day = record.time / CoarseTime.day }
          try body(next, record, mark)
          mark = next
        }
      }
      end = End(
        name: log.name, mark: mark, byteCount: byteCount - rest, tornBytes: rest, day: day)
    }
    guard let end else { throw LedgerError.broken }
    return end
  }

  private static func bytes(
    of file: Descriptor, at offset: Int, _ count: Int
  ) throws -> ArraySlice<UInt8> {
    var bytes = [UInt8](repeating: 0, count: count)
    let read = try bytes.withUnsafeMutableBytes {
      try System.read(into: $0, from: file, at: offset)
    }
    guard read == count else { throw LedgerError.broken }
    return bytes[...]
  }
}
