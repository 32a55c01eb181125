import GRDB

/// The order in which rows came.
///
/// Keys are random, so the tables show none; but within a page of the file SQLite puts
/// what is new below what is there, and whoever takes the disk would see which spaces
/// were made one after the other. So the databases are written anew in the order of
/// their keys, at the start and once a day.
/// - SeeAlso: Specs/http.md, "What the server keeps".
extension SQLiteStorage {
  /// Beyond it a database is left as it is: of its many thousand pages hardly two rows of
  /// one hour share one, and it would be in memory as a whole.
  private static let mostBytes = 128 << 20

  /// Writes both databases anew, unless that was done on this day. Nobody can write in the
  /// meantime, some tenths of a second; reading goes on.
  func forgetOrder(now: UInt64) async throws {
    let day = now / CoarseTime.day + 1
    guard lastOrdered.load(ordering: .relaxed) < day else { return }
    for pool in [rows.pool, grants.pool] {
      try await threads.runIfActive { try pool.forgetOrder(upTo: Self.mostBytes) }
    }
    lastOrdered.store(day, ordering: .relaxed)
  }
}

extension DatabasePool {
  fileprivate func forgetOrder(upTo mostBytes: Int) throws {
    try barrierWriteWithoutTransaction { database in
      let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
      let bytes = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0
      guard pages * bytes <= mostBytes else { return }
      // Not in a file of the system's temporary folder, which is none of ours.
      try database.execute(sql: "PRAGMA temp_store = MEMORY; VACUUM; PRAGMA temp_store = DEFAULT")
    }
  }
}
