import GRDB
import NIOCore
import NIOPosix
import Synchronization
import Wire

/// The embedded storage: two SQLite databases and a file for each block.
///
///     store/rows.sqlite      store/blocks/a/b/...      spaces; what a backup takes
///     grants/grants.sqlite   grants/blocks/a/b/...     grants; in no backup
///     tmp/store/0/...        tmp/grants/0/...        blocks that have no name yet
///
/// Beside it the ledger, of what must outlive the first.
final class SQLiteStorage: Storage {
  let folder: String
  let rows: Committer
  let grants: Committer
  let spaces = SpaceCache()
  let tags: SpaceTags
  let ledger: Ledger
  let cards: CardStore
  var cardTerms: CardTerms { cards.terms }
  /// The hour in which ledger and counters were last tended.
  let lastTended = Atomic<UInt64>(0)
  /// The day on which the databases were last written anew, and one.
  let lastOrdered = Atomic<UInt64>(0)
  let threads = SQLiteStorage.diskThreads

  /// The threads that wait for the disk, of this process: as many as can usefully do so.
  private static let diskThreads: NIOThreadPool = {
    let threads = NIOThreadPool(numberOfThreads: 16)
    threads.start()
    return threads
  }()

  init(folder: String, tags: SpaceTags, ledger: Ledger) throws {
    self.folder = folder
    self.tags = tags
    self.ledger = ledger
    rows = Committer(
      pool: try Schema.open(folder + "/store/rows.sqlite", Schema.rows),
      files: try BlockFiles(root: folder + "/store/blocks", temporary: folder + "/tmp/store"),
      threads: threads, name: "rows")
    cards = CardStore(rows, tags: tags, terms: .authority)
    grants = Committer(
      pool: try Schema.open(folder + "/grants/grants.sqlite", Schema.grants),
      files: try BlockFiles(root: folder + "/grants/blocks", temporary: folder + "/tmp/grants"),
      threads: threads, name: "grants")
  }

  /// Empties the logs and closes the databases.
  func close() throws {
    Schema.checkpoint(rows.pool)
    Schema.checkpoint(grants.pool)
    try rows.pool.close()
    try grants.pool.close()
  }

  var paths: [String] { [folder, ledger.path] }

  private func committer(_ area: BlockArea) -> Committer {
    switch area {
    case .spaces: rows
    case .grants: grants
    }
  }

  func stage(_ block: ByteBuffer, in area: BlockArea) async throws -> StagedBlock {
    let files = committer(area).files
    return try await threads.runIfActive { try files.stage(block) }
  }

  func stage(
    last block: ByteBuffer, after earlier: [StagedBlock], in area: BlockArea
  ) async throws -> StagedBlock {
    let files = committer(area).files
    // Side by side: the disk's queue takes many in the time of one.
    return try await withThrowingTaskGroup { group in
      for block in earlier {
        group.addTask { [threads] in try await threads.runIfActive { try block.sync() } }
      }
      let last = try await threads.runIfActive {
        let staged = try files.stage(block)
        try staged.sync()
        return staged
      }
      try await group.waitForAll()
      return last
    }
  }

  func read(
    _ file: FileName, _ range: Range<Int>, in area: BlockArea
  ) async throws -> ByteBuffer {
    let files = committer(area).files
    // A block that was written or read lately is in memory: changing threads twice would
    // cost more than copying it.
    if let block = files.readCached(file, range) { return block }
    let block = try await threads.runIfActive { try files.read(file, range) }
    guard let block else { throw StorageError.damaged }
    return block
  }

  func checkpoint() async throws {
    try await threads.runIfActive { [rows, grants] in
      Schema.checkpoint(rows.pool)
      Schema.checkpoint(grants.pool)
    }
  }

  func lastClock() async throws -> ClockGuard.Last { try rows.read { try $0.lastClock() } }

  func setLastClock(_ last: ClockGuard.Last) async throws {
    try await rows.write { database, _ in try database.setLastClock(last) }
  }
}
