import Sodium
import Wire

/// What the ledger tells of a change: enough to make it again on an older copy of the rows.
///
///     u8 kind || tag 32 || u64 value || u64 time || contentHash 32
/// - SeeAlso: Specs/ledger.md.
struct LedgerRecord: Sendable, Equatable {
  enum Kind: UInt8, Sendable {
    /// The server ran at this hour; nothing changed.
    case ran = 0
    /// A space was locked; `value` is until when.
    case lock = 1
    /// A space's slots were written; `value` is its generation.
    case slots = 2
    /// A space has another key; `value` is its new generation.
    case rekey = 3
    /// A space is to go: `value` is when, 1 for at once, 0 for not at all.
    case delete = 4
    // 5 is a deposit box that was closed: for later.
    /// The change of record number `value` was not made.
    case undone = 6
    /// The ledger before this was lost: every space rests until `value`.
    case rest = 7
  }

  var kind: Kind
  /// K(Kled, "pde1/l", spaceId), or zeros where no space is meant.
  var tag = [UInt8](repeating: 0, count: 32)
  var value: UInt64
  /// The full hour at or before the change.
  var time: UInt64
  /// BLAKE2b-256 of what was written, or zeros where there is no such file.
  var contentHash = [UInt8](repeating: 0, count: 32)

  static let byteCount = 81

  init(_ kind: Kind, tag: [UInt8]? = nil, value: UInt64, now: UInt64, content: [UInt8]? = nil) {
    self.kind = kind
    if let tag { self.tag = tag }
    self.value = value
    time = CoarseTime.hour(of: now)
    if let content { contentHash = blake2b256(content) }
  }

  init?(_ bytes: ArraySlice<UInt8>) {
    let bytes = Array(bytes)
    guard bytes.count == Self.byteCount, let kind = Kind(rawValue: bytes[0]) else { return nil }
    self.kind = kind
    tag = Array(bytes[1..<33])
    value = bigEndian(bytes[33..<41])
    time = bigEndian(bytes[41..<49])
    contentHash = Array(bytes[49...])
  }

  var bytes: [UInt8] {
    [kind.rawValue] + tag + bigEndianBytes(value) + bigEndianBytes(time) + contentHash
  }

  var hasContent: Bool { contentHash.contains { $0 != 0 } }
}

/// How far a ledger goes: the number of records, and a hash that hangs on all of them.
struct LedgerMark: Sendable, Equatable {
  var count: UInt64
  /// BLAKE2b-256(chain before || record), of the last record; zeros before the first.
  var chain: [UInt8]

  static let start = LedgerMark(count: 0, chain: [UInt8](repeating: 0, count: 32))
  static let byteCount = 40

  init(count: UInt64, chain: [UInt8]) {
    self.count = count
    self.chain = chain
  }

  init?(_ bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    self.init(count: bigEndian(bytes[..<8]), chain: Array(bytes[8...]))
  }

  var bytes: [UInt8] { bigEndianBytes(count) + chain }

  func adding(_ record: LedgerRecord) -> LedgerMark {
    LedgerMark(count: count + 1, chain: blake2b256(chain + record.bytes))
  }
}

/// Why a ledger is of no use for an older copy of the rows.
enum LedgerError: Error, Equatable {
  /// There is none.
  case missing
  /// It ends before the rows do, or begins after them.
  case apart
  /// It is not one chain, or what a record speaks of is not there as it was written.
  case broken
}
