import GRDB

/// The tables. No row has a rowid, so that neither the order of rows nor a number in
/// them tells the order of events; all keys are random.
enum Schema {
  /// The tables of one database as its version has them, and what makes the version before
  /// into it.
  struct Tables: Sendable {
    var version: Int
    var sql: String
    var upgrade = ""
  }

  /// Spaces, slots, journals, blocks and card counters: what is backed up.
  static let rows = Tables(
    version: 2, sql: spaceTables + Database.cardTables,
    upgrade: """
      ALTER TABLE epochs ADD COLUMN secondKey BLOB CHECK (length(secondKey) = 32);
      \(Database.cardTables)
      """)

  private static let spaceTables = """
    CREATE TABLE spaces (
      id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
      verifyKey BLOB NOT NULL CHECK (length(verifyKey) = 32),
      generation INTEGER NOT NULL,
      headSeq INTEGER NOT NULL,
      headHash BLOB NOT NULL CHECK (length(headHash) = 32),
      baseSeq INTEGER NOT NULL CHECK (baseSeq BETWEEN 1 AND headSeq),
      basePrev BLOB NOT NULL CHECK (length(basePrev) = 32),
      blocksUsed INTEGER NOT NULL CHECK (blocksUsed >= 0),
      lockedUntil INTEGER NOT NULL,
      deleteAt INTEGER NOT NULL,
      lastOpenedMonth INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE slots (
      spaceId BLOB NOT NULL,
      place INTEGER NOT NULL CHECK (place BETWEEN 0 AND 3),
      id BLOB NOT NULL CHECK (length(id) = 16),
      rank INTEGER NOT NULL,
      record BLOB NOT NULL CHECK (length(record) = 1024),
      waitHours INTEGER NOT NULL CHECK (waitHours BETWEEN 0 AND 720),
      requestedAt INTEGER NOT NULL,
      PRIMARY KEY (spaceId, place)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX slotsById ON slots (id, rank);
    CREATE TABLE entries (
      spaceId BLOB NOT NULL,
      seq INTEGER NOT NULL,
      entry BLOB NOT NULL CHECK (length(entry) = 1024),
      PRIMARY KEY (spaceId, seq)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE blocks (
      spaceId BLOB NOT NULL,
      name BLOB NOT NULL CHECK (length(name) = 16),
      pendingSince INTEGER,
      PRIMARY KEY (spaceId, name)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX pendingBlocks ON blocks (pendingSince) WHERE pendingSince IS NOT NULL;
    CREATE TABLE epochs (
      number INTEGER PRIMARY KEY NOT NULL,
      publicKey BLOB NOT NULL CHECK (length(publicKey) = 32),
      secondKey BLOB CHECK (length(secondKey) = 32)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE facts (
      name TEXT PRIMARY KEY NOT NULL,
      value BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;
    """

  /// Grants, openings and receipts: in no backup.
  static let grants = Tables(version: 1, sql: grantTables)

  private static let grantTables = """
    CREATE TABLE grants (
      id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
      state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 2),
      verifier BLOB NOT NULL CHECK (length(verifier) = 32),
      rowSalt BLOB NOT NULL CHECK (length(rowSalt) = 16),
      folder BLOB NOT NULL CHECK (length(folder) = 16),
      revokeTag BLOB NOT NULL CHECK (length(revokeTag) = 32),
      receiptId BLOB NOT NULL CHECK (length(receiptId) = 16),
      receiptAuthHash BLOB NOT NULL CHECK (length(receiptAuthHash) = 32),
      blockCount INTEGER NOT NULL,
      cover BLOB CHECK (length(cover) = 1024),
      expiry INTEGER NOT NULL,
      maxOpenings INTEGER NOT NULL,
      openings INTEGER NOT NULL CHECK (openings <= maxOpenings),
      wrongCodes INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX grantsByTag ON grants (revokeTag);
    CREATE INDEX grantsByExpiry ON grants (expiry);
    CREATE TABLE grantBlocks (
      grantId BLOB NOT NULL,
      number INTEGER NOT NULL,
      PRIMARY KEY (grantId, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE openings (
      grantId BLOB NOT NULL,
      nonce BLOB NOT NULL CHECK (length(nonce) = 16),
      tokenHash BLOB NOT NULL CHECK (length(tokenHash) = 32),
      tokenUntil INTEGER NOT NULL,
      PRIMARY KEY (grantId, nonce)
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX openingsByToken ON openings (tokenHash);
    CREATE TABLE receipts (
      id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
      authHash BLOB NOT NULL CHECK (length(authHash) = 32),
      until INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE events (
      receiptId BLOB NOT NULL,
      number INTEGER NOT NULL,
      minute INTEGER NOT NULL,
      kind INTEGER NOT NULL,
      name BLOB NOT NULL CHECK (length(name) = 256),
      PRIMARY KEY (receiptId, number)
    ) STRICT, WITHOUT ROWID;
    """

  /// Opens a database in WAL mode with full sync, and its tables if it is new.
  static func open(_ path: String, _ tables: Tables) throws -> DatabasePool {
    var configuration = GRDB.Configuration()
    configuration.label = "rows"
    configuration.maximumReaderCount = 4
    // Nobody else writes. Who empties the log waits for those who read, a moment each.
    configuration.busyMode = .timeout(0.2)
    configuration.prepareDatabase { database in
      // Page: a record of 1,024 bytes stays in its row. Cache: 1 MiB a connection, the
      // system's cache does the rest.
      try database.execute(
        sql: """
          PRAGMA page_size = 8192;
          PRAGMA cache_size = -1024;
          PRAGMA secure_delete = ON;
          PRAGMA trusted_schema = OFF;
          """)
    }
    let pool = try DatabasePool(path: path, configuration: configuration)
    try pool.writeWithoutTransaction { database in
      // GRDB sets NORMAL with WAL: a commit would be in the page cache only.
      try database.execute(sql: "PRAGMA synchronous = FULL")
      let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
      if found == 0 {
        try database.inTransaction(.immediate) {
          try database.execute(sql: tables.sql)
          try database.execute(sql: "PRAGMA user_version = \(tables.version)")
          return .commit
        }
      } else if found == tables.version - 1, !tables.upgrade.isEmpty {
        try database.inTransaction(.immediate) {
          try database.execute(sql: tables.upgrade)
          try database.execute(sql: "PRAGMA user_version = \(tables.version)")
          return .commit
        }
      } else if found != tables.version {
        throw StartError.unknownSchema(path)
      }
    }
    return pool
  }

  /// Moves the log into the database and cuts it to nothing, so that what was deleted
  /// is in neither.
  static func checkpoint(_ pool: DatabasePool) {
    pool.writeWithoutTransaction { database in
      // A reader that is still at work, as a backup is for long, leaves the rest to the next time.
      _ = try? database.checkpoint(.truncate)
    }
  }
}
