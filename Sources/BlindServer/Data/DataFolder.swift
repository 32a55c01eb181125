import GRDB
import Glibc
import Sodium
import Wire

/// The folder with all that a server keeps, opened by one process at a time.
///
///     server-keys    the secrets of ServerKeys, mode 0600; never beside a backup
///     store/         spaces; what a backup copies
///     grants/        grants and receipts; in no backup
///     ledger/        what must outlive the database; in no backup of it, copied at once;
///                    or elsewhere
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
  /// Whether this start had no ledger that is known to be whole, and let all spaces rest: none that
  /// goes on from the rows, or one that lacks what its witness knows of.
  public let rests: Bool
  private let lock: Descriptor

  /// What to do where rows have no ledger that goes on from them.
  enum MissingLedger {
    /// Begin one where there never was one; refuse where one is missing.
    case refuse
    /// Let every space rest for as long as a lock can be.
    case rest
  }

  /// Opens a data folder, or makes it if there is none or it is empty. Its ledger is in it,
  /// or where `ledger` says; `witness` is the file that knows the ledger's head.
  /// - Throws: ``StartError``, with the reason.
  public static func open(
    at path: String, ledger: String? = nil, witness: String? = nil
  ) throws -> DataFolder {
    try open(at: path, ledger: ledger, witness: witness, missingLedger: .refuse)
  }

  static func open(
    at path: String, ledger: String?, witness: String?, missingLedger: MissingLedger
  ) throws -> DataFolder {
    do {
      let isNew = System.names(in: path)?.isEmpty ?? true
      if isNew { try make(at: path) }
      return try DataFolder(
        path: path, isNew: isNew,
        ledger: Ledger(ledger ?? path + "/ledger", witness: witness.map { Witness(path: $0) }),
        missingLedger)
    } catch let error as StartError {
      throw error
    } catch let error as WitnessError {
      throw StartError.witness(witness ?? "", error)
    } catch {
      throw StartError.cannot("use \(path)", reason: "\(error)")
    }
  }

  private init(
    path: String, isNew: Bool, ledger: Ledger, _ missingLedger: MissingLedger
  ) throws {
    self.path = path
    self.isNew = isNew
    try Self.requireParts(of: path)
    lock = try KeyFile.lock(path)
    keys = try KeyFile.read(path + "/server-keys")
    try Self.clearTemporary(path)
    // A restore brings no grants: there are none then.
    if !System.exists(path + "/grants") { try Self.makeGrants(in: path) }
    storage = try SQLiteStorage(
      folder: path, tags: SpaceTags(fake: keys.fake), ledger: ledger)
    try Self.requireSame(keys, as: storage)
    rests = try Self.catchUp(storage, missingLedger)
    if try lock.byteCount() > 0 { try storage.collectOrphans() }
    try Array("running\n".utf8).withUnsafeBytes { try System.write($0, to: lock) }
    try lock.sync()
  }

  /// Whether wallets open with a second operator's hardening only.
  public var hasSecondOperator: Bool { keys.epochs.contains { $0.epoch.secondKey != nil } }

  /// Keeps the server keys out of swap; false if the system does not let this process.
  public func locksKeysInMemory() -> Bool { keys.lockInMemory() }

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

  private static func requireSame(_ keys: ServerKeys, as storage: SQLiteStorage) throws {
    guard try storage.isMade(with: keys) else { throw StartError.otherKeys(storage.folder) }
  }

  private static func catchUp(
    _ storage: SQLiteStorage, _ missingLedger: MissingLedger
  ) throws -> Bool {
    var rests = false
    do {
      try storage.catchUp(isNew: missingLedger == .refuse)
      if try !storage.ledger.hasAllThatWasWitnessed() {
        // Of this older disk nobody knows which were revoked since. First, since the rest tells the
        // witness.
        try storage.endAllGrants()
        try storage.rest(goingOn: true)
        rests = true
      }
    } catch let error as LedgerError {
      guard missingLedger == .rest else {
        throw StartError.ledger(storage.ledger.path, isMissing: error == .missing)
      }
      try storage.rest(goingOn: false)
      rests = true
    }
    try storage.ledger.tellWitness()
    return rests
  }

  /// What a crash left under a temporary name was never acknowledged.
  private static func clearTemporary(_ path: String) throws {
    if System.exists(path + "/tmp") { try System.removeTree(path + "/tmp") }
    try makeTemporary(path)
  }

  private static func makeTemporary(_ path: String) throws {
    try System.makeFolder(path + "/tmp")
    for store in ["store", "grants"] {
      try BlockFiles.makeTemporary(at: path + "/tmp/" + store)
    }
  }

  // MARK: A new folder

  private static func make(at path: String) throws {
    let making = path + ".making-" + hexEncode(randomBytes(4))
    try System.makeFolder(making)
    do {
      let keys = try ServerKeys.random()
      try KeyFile.write(keys, to: making + "/server-keys")
      try makeTemporary(making)
      try System.makeFolder(making + "/store")
      try BlockFiles.make(at: making + "/store/blocks")
      try makeGrants(in: making)
      let storage = try SQLiteStorage(
        folder: making, tags: SpaceTags(fake: keys.fake), ledger: Ledger(making + "/ledger"))
      try storage.remember(keys)
      try storage.close()
      try System.syncFolder(making + "/store")
      try System.syncFolder(making)
      try System.retrying("rename") { rename(making, path) }
      try System.syncFolder(System.parent(of: path))
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
}

extension SQLiteStorage {
  /// Writes down, at the first start, whose database this is.
  fileprivate func remember(_ keys: ServerKeys) throws {
    try rows.pool.write { database in
      for (name, value) in [("checkFake", keys.checkFake), ("checkToken", keys.checkToken)] {
        try database.setFact(name, value)
      }
      for epoch in keys.epochList.epochs { try database.insert(epoch) }
    }
  }

  /// Whether the database was made with these keys, all of them and no others. Epochs that
  /// were added to the file since are written down.
  fileprivate func isMade(with keys: ServerKeys) throws -> Bool {
    try rows.pool.write { database in
      let stored = try database.epochs()
      let epochs = keys.epochList.epochs
      guard try database.fact("checkFake") == keys.checkFake,
        try database.fact("checkToken") == keys.checkToken, !stored.isEmpty,
        epochs.starts(with: stored)
      else { return false }
      for epoch in epochs.dropFirst(stored.count) { try database.insert(epoch) }
      return true
    }
  }
}

extension Database {
  /// The epochs that clients were told of, oldest first.
  func epochs() throws -> [Wire.Epoch] {
    try rows("SELECT number, publicKey, secondKey FROM epochs ORDER BY number", []).map {
      let second = $0.bytes(2)
      return Wire.Epoch(
        number: $0.number(0), publicKeys: [$0.bytes(1)] + (second.isEmpty ? [] : [second]))
    }
  }

  fileprivate func insert(_ epoch: Wire.Epoch) throws {
    try run(
      "INSERT INTO epochs (number, publicKey, secondKey) VALUES (?, ?, ?)",
      [
        integer(epoch.number), blob(epoch.publicKeys[0]),
        epoch.publicKeys.count > 1 ? blob(epoch.publicKeys[1]) : nil,
      ])
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
