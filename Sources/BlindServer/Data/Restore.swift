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
  /// Whether it may lack what was written last.
  public var mayLackEnd: Bool

  public struct Report: Sendable {
    public var backup: String
    /// Whether locks and changes may be missing, so that every wallet rests for 72 hours.
    public var rests: Bool
    /// The hour of the ledger's last record, in seconds since 1970.
    public var ledgerEnd: UInt64?
  }

  public init(backups: String, keys: String, ledger: String?, mayLackEnd: Bool) {
    self.backups = backups
    self.keys = keys
    self.ledger = ledger
    self.mayLackEnd = mayLackEnd
  }

  /// Makes the data folder `data`, which must not be there yet.
  public func make(_ data: String, now: UInt64) throws -> Report {
    try Backup.explaining("restore \(data)") {
      guard System.names(in: data)?.isEmpty ?? true else { throw StartError.notEmpty(data) }
      guard let backup = try Backup.newest(in: backups) else { throw StartError.noBackup(backups) }
      guard try !System.isOpenToOthers(keys) else { throw StartError.keysReadableByOthers(keys) }
      let making = data + ".making-" + hexEncode(randomBytes(4))
      do {
        try copy(backups + "/" + backup, to: making)
        let report = try catchUp(making, backup, now)
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
    for name in System.names(in: ledger + "/what") ?? [] {
      _ = try BlockCopy.copyFile(ledger + "/what/" + name, to: target + "/what/" + name)
    }
    try System.syncFolder(target + "/what")
    try System.syncFolder(target)
  }

  /// Opens the new folder, which makes the ledger's changes, and writes down that time went
  /// on in the meantime.
  private func catchUp(_ making: String, _ backup: String, _ now: UInt64) throws -> Report {
    let end = ledger == nil ? nil : try? LedgerReader(making + "/ledger").end()
    let folder = try DataFolder.open(at: making, ledger: nil, missingLedger: .rest(now: now))
    if mayLackEnd, !folder.rests {
      try folder.storage.rest(until: now + Limits.lockSeconds, now: now, goingOn: true)
    }
    try folder.storage.rows.pool.write { try $0.setFact("lastSeen", bigEndianBytes(now)) }
    try folder.close()
    return Report(backup: backup, rests: folder.rests || mayLackEnd, ledgerEnd: end)
  }
}
