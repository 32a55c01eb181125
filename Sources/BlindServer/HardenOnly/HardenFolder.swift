import GRDB
import Glibc
import NIOPosix
import Sodium
import Wire

/// The folder of a server that hardens and does nothing else.
///
///     server-keys     as an authority's; of it the seeds and FAKE, for the counters' names
///     cards.sqlite    counters of cards, and the time that the server has served
///     lock            held while a server runs
public final class HardenFolder: Sendable {
  let path: String
  let keys: ServerKeys
  let cards: CardStore
  /// Whether this start made the folder.
  public let isNew: Bool
  private let rows: Committer
  private let lock: Descriptor
  private static let tables = Schema.Tables(
    version: 1,
    sql: Database.cardTables + """
      CREATE TABLE facts (
        name TEXT PRIMARY KEY NOT NULL,
        value BLOB NOT NULL
      ) STRICT, WITHOUT ROWID;
      """)

  /// Opens a folder, or makes it with a first epoch of this number.
  public static func open(at path: String, firstEpoch: UInt32) throws -> HardenFolder {
    try Backup.explaining("use \(path)") {
      let isNew = System.names(in: path)?.isEmpty ?? true
      if isNew { try make(at: path, firstEpoch: firstEpoch) }
      return try HardenFolder(path: path, isNew: isNew)
    }
  }

  private init(path: String, isNew: Bool) throws {
    self.path = path
    self.isNew = isNew
    guard System.exists(path + "/server-keys"), System.exists(path + "/cards.sqlite") else {
      throw StartError.notADataFolder(path)
    }
    lock = try KeyFile.lock(path)
    keys = try KeyFile.read(path + "/server-keys")
    let threads = NIOThreadPool.singleton
    rows = Committer(
      pool: try Schema.open(path + "/cards.sqlite", Self.tables),
      files: try BlockFiles(root: path, temporary: nil), threads: threads, name: "cards")
    cards = CardStore(rows, tags: SpaceTags(fake: keys.fake), terms: .secondOperator)
    // A counter's name hangs on FAKE: with another every card would be full again.
    try rows.pool.write { [keys] database in
      let stored = try database.fact("checkFake")
      guard stored == nil || stored == keys.checkFake else { throw StartError.otherKeys(path) }
      try database.setFact("checkFake", keys.checkFake)
    }
  }

  /// Keeps the server keys out of swap; false if the system does not let this process.
  public func locksKeysInMemory() -> Bool { keys.lockInMemory() }

  public func close() throws {
    Schema.checkpoint(rows.pool)
    try rows.pool.close()
    try System.retrying("flock") { flock(lock.number, LOCK_UN) }
  }

  private static func make(at path: String, firstEpoch: UInt32) throws {
    let making = path + ".making-" + hexEncode(randomBytes(4))
    try System.makeFolder(making)
    do {
      try KeyFile.write(try ServerKeys.random(firstEpoch: firstEpoch), to: making + "/server-keys")
      try Schema.open(making + "/cards.sqlite", tables).close()
      try System.syncFolder(making)
      try System.retrying("rename") { rename(making, path) }
      try System.syncFolder(System.parent(of: path))
    } catch {
      try? System.removeTree(making)
      throw error
    }
  }

  // MARK: Time

  func lastClock() throws -> ClockGuard.Last { try rows.read { try $0.lastClock() } }

  /// Writes down the time, each minute, and each hour forgets what is full.
  func tend(_ reading: ClockGuard.Reading) async throws {
    let last = try lastClock()
    let served = last.served ?? 0
    if served + 60 <= reading.served || last.seen + 60 <= reading.settled {
      try await rows.write { database, _ in
        try database.setLastClock(
          ClockGuard.Last(seen: reading.settled, served: reading.served))
      }
    }
    if CoarseTime.hour(of: reading.served) > CoarseTime.hour(of: served) {
      try await cards.tend(now: reading.served)
    }
    Schema.checkpoint(rows.pool)
  }
}

extension HardenFolder {
  /// What the operator has to know at the first start.
  public var firstWords: String {
    """
    made new server keys in \(path)/server-keys. Without this file no wallet that was hardened \
    here ever opens again, unless its holder prepared a recovery. Put a copy away now.
    """
  }

  /// What the authority has to know, an epoch a line: `epoch 2: ` and the key.
  public var publicKeys: String { keys.epochList.lines }
}
