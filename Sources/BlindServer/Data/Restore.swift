import Glibc
import Sodium
import Wire

/// A data folder made of the newest backup, and of the ledger that goes on from it.
/// - SeeAlso: Specs/ledger.md, "Backup and restore".
public struct Restore {
  /// The folder of backups.
  public var backups: String
  /// The server keys, from where they are kept.
  public var keys: String
  /// The ledger, or the copy of it; nil if it is lost.
  public var ledger: String?
  /// The file that knows the ledger's head; without it nobody can know that the copy is whole.
  public var witness: String?

  public struct Report: Sendable {
    public var backup: String
    /// Why every wallet rests for 72 hours; nil if no lock and no change can be missing.
    public var rest: Rest?
  }

  /// Why nobody can know which wallets are locked.
  public enum Rest: Sendable, Equatable {
    /// There is no ledger, or none that goes on from the backup.
    case noLedger
    /// There is no witness that would say whether the ledger is whole.
    case noWitness
    /// The ledger lacks what its witness knows of.
    case lacksEnd
  }

  public init(backups: String, keys: String, ledger: String?, witness: String?) {
    self.backups = backups
    self.keys = keys
    self.ledger = ledger
    self.witness = witness
  }

  /// Makes the data folder `data`, which must not be there yet.
  public func make(_ data: String, now: UInt64) throws -> Report {
    try Backup.explaining("restore \(data)") {
      guard System.names(in: data)?.isEmpty ?? true else { throw StartError.notEmpty(data) }
      guard let backup = try Backup.newest(in: backups) else { throw StartError.noBackup(backups) }
      guard try !System.isOpenToOthers(keys) else { throw StartError.keysReadableByOthers(keys) }
      let head = try witnessed()
      let making = data + ".making-" + hexEncode(randomBytes(4))
      do {
        try copy(backups + "/" + backup, to: making)
        let report = try catchUp(making, backup, head, now)
        try System.retrying("rename") { rename(making, data) }
        try System.syncFolder(System.parent(of: data))
        return report
      } catch {
        try? System.removeTree(making)
        throw error
      }
    }
  }

  private func copy(_ backup: String, to making: String) throws {
    try System.makeFolder(making)
    try System.makeFolder(making + "/store")
    try BlockFiles.make(at: making + "/store/blocks")
    try require("/store/rows.sqlite", from: backup, to: making)
    for index in 0..<BlockFiles.folderCount {
      let folder = "/store/blocks/" + BlockFiles.folderPath(index)
      for name in System.names(in: backup + folder) ?? [] {
        try require(folder + "/" + name, from: backup, to: making)
      }
    }
    try BlockCopy.syncTree(making + "/store/blocks")
    guard try BlockCopy.copyFile(keys, to: making + "/server-keys") else {
      throw StartError.keysUnreadable(keys)
    }
    if let ledger { try copyLedger(ledger, to: making + "/ledger") }
    try System.syncFolder(making)
  }

  private func require(_ file: String, from backup: String, to making: String) throws {
    guard try BlockCopy.copyFile(backup + file, to: making + file) else {
      throw StartError.cannot("read the backup", reason: "\(file) is missing")
    }
  }

  private func copyLedger(_ ledger: String, to target: String) throws {
    guard let names = System.names(in: ledger) else { return }
    try System.makeFolder(target)
    try System.makeFolder(target + "/what")
    for name in names where name != "what" {
      _ = try BlockCopy.copyFile(ledger + "/" + name, to: target + "/" + name)
    }
    for space in System.names(in: ledger + "/what") ?? [] {
      let folder = "/what/" + space
      guard let names = System.names(in: ledger + folder) else { continue }
      try System.makeFolder(target + folder)
      for name in names {
        _ = try BlockCopy.copyFile(ledger + folder + "/" + name, to: target + folder + "/" + name)
      }
      try System.syncFolder(target + folder)
    }
    try System.syncFolder(target + "/what")
    try System.syncFolder(target)
  }

  /// What the witness knows; nil without one.
  private func witnessed() throws -> LedgerMark? {
    do {
      return try witness.flatMap { try Witness(path: $0).read() }
    } catch let error as WitnessError {
      throw StartError.witness(witness ?? "", error)
    }
  }

  /// Opens the new folder, which makes the ledger's changes, and writes down that time went
  /// on in the meantime.
  private func catchUp(
    _ making: String, _ backup: String, _ head: LedgerMark?, _ now: UInt64
  ) throws -> Report {
    let folder = try DataFolder.open(
      at: making, ledger: nil, witness: nil, missingLedger: .rest)
    let rest: Rest? =
      if folder.rests {
        .noLedger
      } else if let head {
        try LedgerReader(making + "/ledger").has(head) ? nil : .lacksEnd
      } else {
        .noWitness
      }
    if rest != nil, rest != .noLedger { try folder.storage.rest(goingOn: true) }
    try folder.storage.rows.pool.write { database in
      var last = try database.lastClock()
      last.served = last.served ?? last.seen
      last.seen = now
      try database.setLastClock(last)
    }
    try folder.close()
    return Report(backup: backup, rest: rest)
  }
}
