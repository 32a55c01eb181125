import Foundation
import GRDB
import Sodium
public import Vault
public import Wire

#if canImport(Glibc)
  import Glibc
#endif

/// A wallet's space in one SQLite file: answers the calls of a space as the service does, for the
/// one who has the file.
/// - SeeAlso: Specs/local.md.
public final class LocalVault: SpaceService {
  private let database: DatabaseQueue
  private let clock: @Sendable () -> UInt64
  public let info: Info

  private static let applicationID: Int32 = 0x7064_6531
  private static let version = 1

  public var serverTime: UInt64 { clock() }

  /// Makes a new file, which only its owner reads.
  ///
  /// - Throws: `.file(.exists)`, `.file(.unwritable)`, `.file(.diskFull)`.
  public static func create(
    path: String, key: LocalKey, language: Language,
    clock: @escaping @Sendable () -> UInt64 = systemTime
  ) throws(ClientError) -> LocalVault {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .file(errno == EEXIST ? .exists : .unwritable) }
    close(descriptor)
    let space = key.makeSpace(language: language, time: clock())
    do {
      let vault = try LocalVault(path: path, clock: clock)
      try mapped {
        try vault.database.write { database in
          try database.execute(
            sql: """
              CREATE TABLE vault (
                only INTEGER PRIMARY KEY CHECK (only = 1), salt BLOB NOT NULL,
                keyCheck BLOB NOT NULL, record BLOB NOT NULL, base INTEGER NOT NULL,
                basePrev BLOB NOT NULL, sync BLOB NOT NULL);
              CREATE TABLE entries (seq INTEGER PRIMARY KEY, entry BLOB NOT NULL);
              CREATE TABLE blocks (
                name BLOB PRIMARY KEY, block BLOB NOT NULL, isAdopted INTEGER NOT NULL
              ) WITHOUT ROWID;
              PRAGMA application_id = \(applicationID);
              PRAGMA user_version = \(version);
              """)
          try database.execute(
            sql: "INSERT INTO vault VALUES (1, ?, ?, ?, 1, zeroblob(32), x'')",
            arguments: [Data(key.salt), Data(key.check), Data(space.record)])
          try database.execute(
            sql: "INSERT INTO entries VALUES (1, ?)", arguments: [Data(space.entry)])
        }
      }
      return vault
    } catch {
      unlink(path)
      throw error
    }
  }

  /// Opens a file.
  ///
  /// - Throws: `.vault(.invalid(.localFile))` for what is no local vault file.
  public static func existing(
    path: String, clock: @escaping @Sendable () -> UInt64 = systemTime
  ) throws(ClientError) -> LocalVault {
    guard access(path, R_OK | W_OK) == 0 else { throw .file(.unreadable) }
    let vault = try LocalVault(path: path, clock: clock)
    let isOurs = try? vault.database.read { database in
      try Int32.fetchOne(database, sql: "PRAGMA application_id") == applicationID
        && Int.fetchOne(database, sql: "PRAGMA user_version") == version
    }
    guard isOurs == true else { throw .vault(.invalid(.localFile)) }
    // What no append adopted belongs to a change that was cut.
    try mapped {
      try vault.database.write { database in
        try database.execute(sql: "DELETE FROM blocks WHERE NOT isAdopted")
      }
    }
    return vault
  }

  private init(path: String, clock: @escaping @Sendable () -> UInt64) throws(ClientError) {
    self.clock = clock
    info = Info(
      time: clock(), authority: asciiBytes("local"), reader: [], epochs: EpochList([]),
      spaceBlocks: .max)
    var configuration = Configuration()
    configuration.prepareDatabase { database in
      try database.execute(
        sql: """
          PRAGMA secure_delete = ON; PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;
          PRAGMA trusted_schema = OFF
          """)
    }
    let made: DatabaseQueue
    do {
      made = try DatabaseQueue(path: path, configuration: configuration)
    } catch {
      throw LocalVault.failure(error)
    }
    database = made
  }

  /// Opens the wallet in the file.
  ///
  /// - Throws: `.vault(.wrongWords)`, `.vault(.damaged)`.
  public func wallet(
    openedWith phrase: consuming Phrase
  ) async throws(ClientError) -> (wallet: Wallet, key: LocalKey) {
    let row = try stored()
    let key: LocalKey
    let exchange: OpenLocal
    do {
      key = try LocalKey(phrase, salt: row.salt, check: row.check)
      exchange = try OpenLocal(key, record: row.record)
    } catch {
      throw .vault(error)
    }
    try await run(exchange)
    guard let compartment = exchange.compartment else { throw .vault(.nonsense) }
    return (Wallet(service: self, compartment: compartment), key)
  }

  private func stored() throws(ClientError) -> (salt: [UInt8], check: [UInt8], record: [UInt8]) {
    let row = try LocalVault.mapped {
      try database.read { database in
        try Row.fetchOne(database, sql: "SELECT salt, keyCheck, record FROM vault").map {
          (Array($0["salt"] as Data), Array($0["keyCheck"] as Data), Array($0["record"] as Data))
        }
      }
    }
    guard let row else { throw .vault(.invalid(.localFile)) }
    return row
  }

  // MARK: Bringing together

  /// What the file was brought together with; nil if it never was.
  func syncState(
    _ key: LocalKey, of space: SpaceID
  ) throws(ClientError) -> SyncState? {
    let sealed = try LocalVault.mapped {
      try database.read { try Data.fetchOne($0, sql: "SELECT sync FROM vault") ?? Data() }
    }
    guard !sealed.isEmpty else { return nil }
    do {
      return try key.open(sync: Array(sealed), of: space)
    } catch {
      throw .vault(error)
    }
  }

  func keep(_ state: SyncState, _ key: LocalKey, of space: SpaceID) throws(ClientError) {
    let sealed = Data(key.seal(state, of: space))
    try LocalVault.mapped {
      try database.write { try $0.execute(sql: "UPDATE vault SET sync = ?", arguments: [sealed]) }
    }
  }

  // MARK: Calls

  public func send(_ request: Request) async throws(ClientError) -> Response {
    try LocalVault.mapped {
      try database.write { database in
        switch request.call {
        case .openSpace:
          LocalVault.ok(
            OpenSpaceAnswer(
              time: self.clock(), generation: 1, journal: try database.part(from: 0),
              slotHashes: Array(
                repeating: [UInt8](repeating: 0, count: 32), count: Limits.slotsPerSpace),
              requestedAt: [0, 0, 0, 0], deleteAt: 0))
        case .journalGet:
          LocalVault.ok(
            try database.part(from: try JournalGetRequest(decoding: request.body).from))
        case .journalAppend:
          try database.append(try JournalAppendRequest(decoding: request.body))
        case .blocksPut: try database.put(request.body)
        case .blocksGet: try database.get(try BlocksGetRequest(decoding: request.body).names)
        default: LocalVault.refusal(.notFound)
        }
      }
    }
  }

  fileprivate static func ok(_ message: some WireMessage) -> Response {
    Response(status: 200, body: message.encoded())
  }

  fileprivate static func refusal(_ problem: Problem) -> Response {
    Response(status: problem.status, body: problem.body)
  }

  /// `body`, with SQLite's errors as those of a file.
  private static func mapped<R>(_ body: () throws -> R) throws(ClientError) -> R {
    do {
      return try body()
    } catch let error as ClientError {
      throw error
    } catch {
      throw failure(error)
    }
  }

  private static func failure(_ error: any Error) -> ClientError {
    switch (error as? DatabaseError)?.resultCode {
    case .SQLITE_FULL: .file(.diskFull)
    case .SQLITE_NOTADB, .SQLITE_CORRUPT: .vault(.invalid(.localFile))
    default: .file(.unwritable)
    }
  }
}

extension Database {
  private func head() throws -> (base: Int64, basePrev: [UInt8], seq: Int64, hash: [UInt8]) {
    guard let vault = try Row.fetchOne(self, sql: "SELECT base, basePrev FROM vault"),
      let last = try Row.fetchOne(
        self, sql: "SELECT seq, entry FROM entries ORDER BY seq DESC LIMIT 1")
    else { throw ClientError.vault(.damaged(.head)) }
    return (
      vault["base"], Array(vault["basePrev"] as Data), last["seq"],
      blake2b256(Array(last["entry"] as Data))
    )
  }

  fileprivate func part(from: UInt64) throws -> JournalPart {
    let head = try head()
    let first = min(max(from, UInt64(head.base)), UInt64(head.seq) + 1)
    let entries = try Data.fetchAll(
      self, sql: "SELECT entry FROM entries WHERE seq >= ? ORDER BY seq LIMIT ?",
      arguments: [Int64(first), Limits.entriesPerMessage])
    return JournalPart(
      headSeq: UInt64(head.seq), headHash: head.hash, baseSeq: UInt64(head.base),
      basePrev: head.basePrev, firstSeq: first, entries: entries.map { Array($0) })
  }

  /// As the service does an append: all of it or nothing.
  fileprivate func append(_ message: JournalAppendRequest) throws -> Response {
    let head = try head()
    guard message.expectSeq == UInt64(head.seq), message.expectHash == head.hash else {
      return LocalVault.refusal(.headMoved)
    }
    for name in message.adopt {
      let isThere = try Bool.fetchOne(
        self, sql: "SELECT EXISTS (SELECT 1 FROM blocks WHERE name = ?)",
        arguments: [Data(name.bytes)])
      guard isThere == true else { return LocalVault.refusal(.blockMissing) }
    }
    var seq = head.seq
    for entry in message.entries {
      seq += 1
      try execute(sql: "INSERT INTO entries VALUES (?, ?)", arguments: [seq, Data(entry)])
    }
    for name in message.adopt {
      try execute(
        sql: "UPDATE blocks SET isAdopted = 1 WHERE name = ?", arguments: [Data(name.bytes)])
    }
    for name in message.drop {
      try execute(sql: "DELETE FROM blocks WHERE name = ?", arguments: [Data(name.bytes)])
    }
    if message.base > 0 {
      let base = Int64(message.base)
      guard
        let before = try Data.fetchOne(
          self, sql: "SELECT entry FROM entries WHERE seq = ?", arguments: [base - 1])
      else { return LocalVault.refusal(.malformed) }
      try execute(
        sql: "UPDATE vault SET base = ?, basePrev = ?",
        arguments: [base, Data(blake2b256(Array(before)))])
      try execute(sql: "DELETE FROM entries WHERE seq < ?", arguments: [base])
    }
    return Response(status: 204, body: [])
  }

  fileprivate func put(_ body: [UInt8]) throws -> Response {
    let stride = 16 + Limits.blockBytes
    for start in Swift.stride(from: 0, to: body.count, by: stride) {
      let name = Data(body[start..<start + 16])
      let block = Data(body[start + 16..<start + stride])
      if let kept = try Data.fetchOne(
        self, sql: "SELECT block FROM blocks WHERE name = ?", arguments: [name])
      {
        guard kept == block else { return LocalVault.refusal(.blockDiffers) }
        continue
      }
      try execute(sql: "INSERT INTO blocks VALUES (?, ?, 0)", arguments: [name, block])
    }
    return Response(status: 204, body: [])
  }

  fileprivate func get(_ names: [BlockName]) throws -> Response {
    var body: [UInt8] = []
    for name in names {
      guard
        let block = try Data.fetchOne(
          self, sql: "SELECT block FROM blocks WHERE name = ?", arguments: [Data(name.bytes)])
      else { return LocalVault.refusal(.notFound) }
      body += block
    }
    return Response(status: 200, body: body)
  }
}
