import NIOCore
import Wire

/// Why a change was not made. Nothing of it remains.
enum StorageError: Error, Equatable {
  /// No such space, grant or block for who asks.
  case notFound
  /// The journal has another head.
  case headMoved
  /// The space has another generation or other slots.
  case slotsMoved
  /// A block to adopt isn't there.
  case blockMissing
  /// A block of this name has other bytes.
  case blockDiffers
  /// A base, number or time that the stored state excludes.
  case malformed
  /// The quota of blocks or entries is reached.
  case full
  /// What is stored is not what was written: for the log, and a 500.
  case damaged
}

/// A space's row.
struct SpaceRow: Sendable, Equatable {
  var id: SpaceID
  var verifyKey: [UInt8]
  var generation: UInt32
  var headSeq: UInt64
  var headHash: [UInt8]
  var baseSeq: UInt64
  var basePrev: [UInt8]
  var blocksUsed: UInt32
  var lockedUntil: UInt64
  var deleteAt: UInt64
  var lastOpenedMonth: UInt16

  /// Whether the space answers at all: not locked, and not past its term.
  func isServed(at now: UInt64) -> Bool {
    now >= lockedUntil && (deleteAt == 0 || now < deleteAt)
  }
}

/// Who signed a call. By the time it is done the space may have another key, that is
/// another generation: then it is nobody's.
struct Signer: Sendable {
  var id: SpaceID
  var generation: UInt32
}

/// What `open` of a space finds.
struct OpenedSpace: Sendable {
  var row: SpaceRow
  var slots: [Slot]
  var requestedAt: [UInt64]
  var entries: [[UInt8]]
}

/// Entries of a journal, and the row that they belong to.
struct StoredJournal: Sendable {
  var row: SpaceRow
  var firstSeq: UInt64
  var entries: [[UInt8]]
}

/// Spaces, their slots, journals and blocks. Each call is one transaction; what
/// returns is durable. All times of spaces are served time (``ClockGuard``).
protocol SpaceStorage: Sendable {
  func space(_ id: SpaceID) async throws -> SpaceRow?
  /// Another number as soon as a row may be another.
  var generation: UInt64 { get }
  /// The row of a space, if it is in memory.
  func cachedSpace(_ id: SpaceID) -> SpaceRow?
  /// True if the space is there now, made by this request or by an equal one before
  /// with nothing changed since; false if the identifier is taken.
  func create(_ request: CreateSpaceRequest, now: UInt64) async throws -> Bool
  /// What a space has; its card can be tried anew.
  func open(_ signer: Signer, now: UInt64) async throws -> OpenedSpace
  func journal(_ signer: Signer, from: UInt64, now: UInt64) async throws -> StoredJournal
  func append(_ request: JournalAppendRequest, by signer: Signer, now: UInt64) async throws
  func put(
    _ blocks: [(name: BlockName, block: StagedBlock)], by signer: Signer, now: UInt64,
    limit: UInt32
  ) async throws
  /// A block of a space, if it is there and in memory.
  func cachedBlock(_ name: BlockName, in id: SpaceID) -> ByteBuffer?
  /// The file of a block of a space, if it is there and in memory.
  func cachedFile(_ name: BlockName, in id: SpaceID) -> NIOFileHandle?
  /// The files of blocks of a space, in order.
  func find(_ names: [BlockName], in id: SpaceID) async throws -> [FileName]
  func writeSlots(_ request: SlotsWriteRequest, by signer: Signer, now: UInt64) async throws
  func rekey(_ request: RekeyRequest, by signer: Signer, now: UInt64) async throws
  /// Locks a space until a time that is after `now`.
  func lock(_ signer: Signer, until: UInt64, now: UInt64) async throws
  func delete(_ signer: Signer, at time: UInt64, now: UInt64) async throws
  var cards: CardStore { get }
  /// For each identifier the record that it serves now, or nil; waits that a reading
  /// starts are started.
  func slots(_ ids: [SlotID], now: UInt64) async throws -> [[UInt8]?]
}

/// Grants, their openings and receipts. Each call is one transaction; what returns is
/// durable.
protocol GrantStorage: Sendable {
  func reserve(_ grant: NewGrant, now: UInt64) async throws
  func putGrant(
    _ blocks: [(number: UInt16, block: StagedBlock)], into id: GrantID, rowSalt: [UInt8],
    now: UInt64
  ) async throws
  /// Removes reservations, and returns once no change of them is under way.
  func endReservations(_ reservations: [(id: GrantID, rowSalt: [UInt8])]) async throws
  /// Makes a reservation live, if `isAllowed` says so in the transaction.
  func publish(
    _ id: GrantID, rowSalt: [UInt8], cover: [UInt8], expiry: UInt64, maxOpenings: UInt32,
    now: UInt64, isAllowed: @escaping @Sendable () -> Bool
  ) async throws
  func cover(_ id: GrantID, now: UInt64) async throws -> [UInt8]?
  func openGrant(_ opening: GrantOpening, now: UInt64) async throws -> OpenedGrant?
  func findGrant(_ numbers: [UInt16], tokenHash: [UInt8], now: UInt64) async throws -> FoundGrant
  /// The blocks of all grants.
  func countGrantBlocks() async throws -> UInt64
  func revoke(tag: [UInt8], now: UInt64) async throws
  func receipts(_ id: ReceiptID, authHash: [UInt8], now: UInt64) async throws -> [ReceiptEvent]
}

/// Where block bytes wait for the call that gives them a place.
enum BlockArea: Sendable { case spaces, grants }

/// All that a server keeps.
protocol Storage: SpaceStorage, GrantStorage {
  /// Folders on the file systems that it stores on.
  var paths: [String] { get }
  /// Writes a block to where it waits.
  func stage(_ block: ByteBuffer, in area: BlockArea) async throws -> StagedBlock
  /// Writes the last block of a request and makes all of them durable.
  func stage(
    last block: ByteBuffer, after earlier: [StagedBlock], in area: BlockArea
  ) async throws -> StagedBlock
  /// Bytes of a block.
  func read(_ file: FileName, _ range: Range<Int>, in area: BlockArea) async throws -> ByteBuffer
  /// Notes each hour that the server ran, and forgets what the ledger has from before
  /// `keptFrom`.
  func tendLedger(now: UInt64, keptFrom: UInt64) async throws
  /// Deletes what has ended, and empties the logs: grants by the clock, what is of spaces by served
  /// time.
  func sweep(now: UInt64, served: UInt64) async throws
  /// Empties the logs without deleting anything.
  func checkpoint() async throws
  /// What the server that ran last wrote down of the time.
  func lastClock() async throws -> ClockGuard.Last
  func setLastClock(_ last: ClockGuard.Last) async throws
}
