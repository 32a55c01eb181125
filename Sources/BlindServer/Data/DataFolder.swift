import GRDB
import Glibc
import Sodium
import Wire

/// The folder with all that a server keeps, opened by one process at a time.
///
///     server-keys    the secrets of ServerKeys, mode 0600; never beside a backup
///     store/         spaces; what a backup copies
///     grants/        grants and receipts; in no backup
///     tmp/           blocks that have no name yet
///     lock           held while a server runs; has a line in it until it stops cleanly
///
/// A new folder is made whole under another name and renamed, so a first start that is
/// cut leaves nothing half-made.
/// - SeeAlso: Specs/http.md, "What the server keeps".
public final class DataFolder: Sendable {
  let path: String
  let keys: ServerKeys
  let storage: SQLiteStorage
  /// Whether this start made the folder.
  public let isNew: Bool
  private let lock: Descriptor

  /// Opens a data folder, or makes it if there is none or it is empty.
  /// - Throws: ``StartError``, with the reason.
  public static func open(at path: String) throws -> DataFolder {
    do {
      let isNew = System.names(in: path)?.isEmpty ?? true
      if isNew { try make(at: path) }
      return try DataFolder(path: path, isNew: isNew)
    } catch let error as StartError {
      throw error
    } catch {
      throw StartError.cannot("use \(path)", reason: "\(error)")
    }
  }

  private init(path: String, isNew: Bool) throws {
    self.path = path
    self.isNew = isNew
    try Self.requireParts(of: path)
    lock = try Descriptor(path + "/lock", O_RDWR | O_CREAT)
    guard flock(lock.number, LOCK_EX | LOCK_NB) == 0 else { throw StartError.inUse(path) }
    keys = try Self.readKeys(path + "/server-keys")
    try Self.clearTemporary(path)
    // A restore brings no grants: there are none then.
    if !System.exists(path + "/grants") { try Self.makeGrants(in: path) }
    storage = try SQLiteStorage(folder: path)
    try Self.requireSame(keys, as: storage)
    if try lock.byteCount() > 0 { try storage.collectOrphans() }
    try Array("running\n".utf8).withUnsafeBytes { try System.write($0, to: lock) }
    try lock.sync()
  }

  /// Empties the logs, closes the databases and lets go of the folder.
  public func close() throws {
    try storage.close()
    try System.retrying("ftruncate") { ftruncate(lock.number, 0) }
    try lock.sync()
    try System.retrying("flock") { flock(lock.number, LOCK_UN) }
  }

  // MARK: Checks at the start

  private static func requireParts(of path: String) throws {
    let hasKeys = System.exists(path + "/server-keys")
    let hasDatabase = System.exists(path + "/store/rows.sqlite")
    switch (hasKeys, hasDatabase) {
    case (true, true): return
    case (true, false): throw StartError.keysWithoutDatabase(path)
    case (false, true): throw StartError.databaseWithoutKeys(path)
    case (false, false): throw StartError.notADataFolder(path)
    }
  }

  private static func readKeys(_ path: String) throws -> ServerKeys {
    guard try !System.isOpenToOthers(path) else { throw StartError.keysReadableByOthers(path) }
    var bytes = try System.contents(of: path, upTo: 8_192)
    defer { wipe(&bytes) }
    guard let keys = ServerKeys(file: bytes) else { throw StartError.keysUnreadable(path) }
    return keys
  }

  private static func requireSame(_ keys: ServerKeys, as storage: SQLiteStorage) throws {
    guard try storage.isMade(with: keys) else { throw StartError.otherKeys(storage.folder) }
  }

  /// What a crash left under a temporary name was never acknowledged.
  private static func clearTemporary(_ path: String) throws {
    if System.exists(path + "/tmp") { try System.removeTree(path + "/tmp") }
    try System.makeFolder(path + "/tmp")
  }

  // MARK: A new folder

  private static func make(at path: String) throws {
    let making = path + ".making-" + hexEncode(randomBytes(4))
    try System.makeFolder(making)
    do {
      let keys = try ServerKeys.random()
      try write(keys, to: making + "/server-keys")
      try System.makeFolder(making + "/tmp")
      try System.makeFolder(making + "/store")
      try BlockFiles.make(at: making + "/store/blocks")
      try makeGrants(in: making)
      let storage = try SQLiteStorage(folder: making)
      try storage.remember(keys)
      try storage.close()
      try System.syncFolder(making + "/store")
      try System.syncFolder(making)
      try System.retrying("rename") { rename(making, path) }
      try System.syncFolder(parent(of: path))
    } catch {
      try? System.removeTree(making)
      throw error
    }
  }

  private static func makeGrants(in path: String) throws {
    let making = path + "/grants.making"
    if System.exists(making) { try System.removeTree(making) }
    try System.makeFolder(making)
    try BlockFiles.make(at: making + "/blocks")
    try System.syncFolder(making)
    try System.retrying("rename") { rename(making, path + "/grants") }
    try System.syncFolder(path)
  }

  private static func write(_ keys: ServerKeys, to path: String) throws {
    let file = try Descriptor(path, O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
    try keys.withFile { bytes in
      try bytes.withUnsafeBytes { try System.write($0, to: file) }
    }
    try file.sync()
  }

  private static func parent(of path: String) -> String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: true).dropLast()
    return (path.hasPrefix("/") ? "/" : "./") + parts.joined(separator: "/")
  }
}

extension SQLiteStorage {
  /// Writes down, at the first start, whose database this is.
  fileprivate func remember(_ keys: ServerKeys) throws {
    try rows.pool.write { database in
      for (name, value) in [("checkFake", keys.checkFake), ("checkToken", keys.checkToken)] {
        try database.run(
          "INSERT INTO facts (name, value) VALUES (?, ?)", [name, blob(value)])
      }
      for epoch in keys.epochList.epochs {
        try database.run(
          "INSERT INTO epochs (number, publicKey) VALUES (?, ?)",
          [integer(epoch.number), blob(epoch.publicKeys[0])])
      }
    }
  }

  /// Whether the database was made with these keys, all of them and no others.
  fileprivate func isMade(with keys: ServerKeys) throws -> Bool {
    try rows.pool.read { database in
      func fact(_ name: String) throws -> [UInt8]? {
        try database.row("SELECT value FROM facts WHERE name = ?", [name])?.bytes(0)
      }
      let epochs = try database.rows(
        "SELECT number, publicKey FROM epochs ORDER BY number", []
      ).map { Wire.Epoch(number: $0.number(0), publicKeys: [$0.bytes(1)]) }
      return try fact("checkFake") == keys.checkFake && fact("checkToken") == keys.checkToken
        && epochs == keys.epochList.epochs
    }
  }
}

extension DataFolder {
  /// What the operator has to know at the first start.
  public var firstWords: String {
    """
    made new server keys in \(path)/server-keys. Without this file no wallet on this server \
    ever opens again, unless its holder prepared a recovery; whoever has it together with the \
    database can try out phrases. Put a copy away now, where no backup of the database lies.
    """
  }
}
