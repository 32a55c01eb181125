import Sodium
import Wire

/// The chain of sealed entries of one compartment: its keys and its end.
///
///     entry = Seal(journalKey, "pde1/entry", CBOR[spaceId, generation, seq, prev], Pad(944, CBOR))
///     prev  = BLAKE2b-256(previous sealed entry); zeros before entry 1
/// - SeeAlso: Specs/journal.md.
struct Journal: ~Copyable {
  let spaceID: SpaceID
  let generation: UInt32
  private let journalKey: Secret<JournalKey>
  private let markKey: Secret<MarkKey>
  /// The number of the last entry; 0 before the first.
  private(set) var headSeq: UInt64 = 0
  /// BLAKE2b-256 of the last sealed entry; zeros before the first.
  private(set) var headHash = Journal.zeroHash
  /// The first entry that the server keeps.
  var baseSeq: UInt64 = 1
  /// The time of the last entry.
  private(set) var lastChangeAt: UInt64 = 0

  static let zeroHash = [UInt8](repeating: 0, count: 32)
  static let paddedBytes = Limits.recordBytes - Seal.overhead
  /// The most bytes of CBOR in one entry.
  static let entryBytes = Pad.capacity(paddedBytes)

  init(spaceID: SpaceID, generation: UInt32, root: borrowing Secret<RootKey>) {
    self.spaceID = spaceID
    self.generation = generation
    journalKey = root.derive(.journal)
    markKey = root.derive(.mark)
  }

  private init(
    spaceID: SpaceID, generation: UInt32, journalKey: consuming Secret<JournalKey>,
    markKey: consuming Secret<MarkKey>
  ) {
    self.spaceID = spaceID
    self.generation = generation
    self.journalKey = journalKey
    self.markKey = markKey
  }

  /// The same journal, to be read again from its base.
  borrowing func unread() -> Journal {
    Journal(
      spaceID: spaceID, generation: generation, journalKey: journalKey.copy(),
      markKey: markKey.copy())
  }

  /// The same journal at the same head.
  borrowing func continued() -> Journal {
    var journal = unread()
    journal.headSeq = headSeq
    journal.headHash = headHash
    journal.baseSeq = baseSeq
    journal.lastChangeAt = lastChangeAt
    return journal
  }

  /// Goes to just before entry `seq`, whose `prev` is `prev`: where reading starts.
  mutating func start(before seq: UInt64, prev: [UInt8]) {
    headSeq = seq - 1
    headHash = prev
    baseSeq = seq
  }

  /// An entry that follows the given head: sealed, 1,024 bytes.
  borrowing func seal(
    _ change: Change, time: UInt64, seq: UInt64, prev: [UInt8]
  ) -> [UInt8] {
    var writer = CBORWriter(capacity: Journal.entryBytes)
    change.write(to: &writer, time: time)
    // Every field of a change is bounded, so that the largest one fits.
    let padded = writer.withBytes { Pad.pad($0, to: Journal.paddedBytes) }!
    return padded.withBytes {
      Seal.seal($0, with: journalKey, label: .entry, context: context(seq, prev))
    }
  }

  /// Entries that follow the head, one for each change, chained.
  borrowing func seal(_ changes: [Change], time: UInt64) -> [[UInt8]] {
    var prev = headHash
    var entries: [[UInt8]] = []
    for (index, change) in changes.enumerated() {
      let entry = seal(change, time: time, seq: headSeq + 1 + UInt64(index), prev: prev)
      prev = blake2b256(entry)
      entries.append(entry)
    }
    return entries
  }

  /// Opens the entry that follows the head, and makes it the head.
  ///
  /// - Throws: `.damaged(.chain)` if it does not open as that entry;
  ///   `.damaged(.entry)` if it opens but is not of the format.
  mutating func open(_ entry: [UInt8]) throws(VaultError) -> (change: Change, time: UInt64) {
    let seq = headSeq + 1
    let plaintext: Secret<Plaintext>
    do {
      plaintext = try Seal.open(
        entry.rawSpan, with: journalKey, label: .entry, context: context(seq, headHash))
    } catch {
      throw .damaged(.chain(seq: seq))
    }
    let read = plaintext.withBytes { padded -> (time: UInt64, change: Change)? in
      guard let range = Pad.messageRange(of: padded) else { return nil }
      return try? Change.read(padded.extracting(range))
    }
    guard let read else { throw .damaged(.entry(seq: seq)) }
    advance(past: entry, time: read.time)
    return (read.change, read.time)
  }

  /// Makes `entry`, which follows the head, the head.
  mutating func advance(past entry: [UInt8], time: UInt64) {
    headSeq += 1
    headHash = blake2b256(entry)
    lastChangeAt = time
  }

  /// The mark of the head.
  var mark: Mark {
    Mark(
      changes: headSeq, lastChangeAt: lastChangeAt,
      digits: Mark.digits(headHash: headHash, markKey: markKey))
  }

  private borrowing func context(_ seq: UInt64, _ prev: [UInt8]) -> [UInt8] {
    var writer = CBORWriter(capacity: 96)
    writer.array(4)
    writer.identifier(spaceID)
    writer.unsigned(generation)
    writer.unsigned(seq)
    writer.bytes(prev)
    return writer.exposedBytes()
  }
}

/// The freshness mark: what a person compares to see that the wallet is as they left it.
/// - SeeAlso: Specs/journal.md, "Mark".
public struct Mark: Sendable, Equatable {
  /// The number of the last entry.
  public let changes: UInt64
  /// Its time, in seconds since 1970.
  public let lastChangeAt: UInt64
  /// 0...999.
  public let digits: UInt16

  /// The first 8 bytes of K(markKey, "pde1/m", headHash), big-endian, modulo 1,000.
  static func digits(headHash: [UInt8], markKey: borrowing Secret<MarkKey>) -> UInt16 {
    let bytes = markKey.deriveOpenly(.markDigits, data: headHash, byteCount: 8)
    return UInt16(bigEndian(bytes[...]) % 1_000)
  }
}
