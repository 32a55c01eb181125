import GRDB
import Glibc
import Sodium
import Wire

/// Copies of the rows and blocks of spaces: no grant, no receipt, no key, no ledger.
///
///     DIR/backup-20261125T190000Z/store/rows.sqlite, blocks/
/// - SeeAlso: Specs/ledger.md, "Backup and restore".
public enum Backup {
  /// How often the rows are copied anew because a block went while it was to be copied.
  private static let mostRounds = 20

  /// Copies a data folder's spaces into a folder of backups, whether a server runs on it or
  /// not, and names the copy.
  ///
  /// Rows are copied as they are at one moment, then the blocks that they speak of. A block
  /// that was dropped in between is in newer rows no more: these are copied, again and in
  /// less time, until nothing is missing.
  public static func make(of data: String, in folder: String, at now: UInt64) throws -> String {
    try explaining("back up \(data)") {
      guard System.exists(data + "/store/rows.sqlite") else {
        throw StartError.notADataFolder(data)
      }
      if !System.exists(folder) { try System.makeFolder(folder) }
      let making = folder + "/.making-" + hexEncode(randomBytes(4))
      do {
        try copy(data, to: making, previous: try newest(in: folder))
        let name = try "backup-" + stamp(now)
        let path = folder + "/" + name
        // rename would take the place of an empty folder only.
        try System.retrying("rename") { rename(making, path) }
        try System.syncFolder(folder)
        return name
      } catch {
        try? System.removeTree(making)
        throw error
      }
    }
  }

  /// The last backup in a folder of them.
  static func newest(in folder: String) throws -> String? {
    (System.names(in: folder) ?? []).filter { $0.hasPrefix("backup-") }.max()
  }

  private static func copy(_ data: String, to making: String, previous: String?) throws {
    try System.makeFolder(making)
    try System.makeFolder(making + "/store")
    let blocks = making + "/store/blocks"
    try BlockFiles.make(at: blocks)
    let linking = previous.map { System.parent(of: making) + "/" + $0 + "/store/blocks" }
    for _ in 0..<mostRounds {
      try copyRows(data + "/store/rows.sqlite", to: making + "/store/rows.sqlite")
      let missing = try copyBlocks(
        making, from: data + "/store/blocks", linking: linking, to: blocks)
      guard missing == 0 else { continue }
      try BlockCopy.syncTree(blocks)
      try System.syncFolder(making + "/store")
      return
    }
    throw StartError.cannot("copy the blocks", reason: "they go faster than they are copied")
  }

  private static func copyRows(_ source: String, to target: String) throws {
    if System.exists(target) { try System.retrying("unlink") { unlink(target) } }
    // Written anew in the order of its keys: nothing that was deleted, and no trace of the
    // order in which rows came.
    try openToRead(source).writeWithoutTransaction {
      try $0.execute(sql: "VACUUM INTO ?", arguments: [target])
    }
    try Descriptor(target, O_RDWR).sync()
  }

  /// - Returns: how many blocks are nowhere.
  private static func copyBlocks(
    _ making: String, from source: String, linking: String?, to target: String
  ) throws -> Int {
    var missing = 0
    let rows = try openToRead(making + "/store/rows.sqlite")
    let pairing = try rows.read { database in
      try database.eachBlockFile { name in
        let isThere = try? BlockCopy.copy(name, from: [source], linking: linking, to: target)
        if isThere != true { missing += 1 }
      }
      return try BlockFiles.pair(root: target) { try database.eachBlockFile($0) }
    }
    // Copied in an earlier round, and dropped since.
    for name in pairing.orphans { unlink(target + "/" + BlockFiles.path(name)) }
    return missing + pairing.broken.count
  }

  private static func stamp(_ now: UInt64) throws -> String {
    var time = time_t(now)
    var parts = tm()
    guard gmtime_r(&time, &parts) != nil else { throw SystemError(call: "gmtime_r", code: errno) }
    var text = [CChar](repeating: 0, count: 32)
    let count = strftime(&text, text.count, "%Y%m%dT%H%M%SZ", &parts)
    return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Says what could not be done where a call to the system failed.
  static func explaining<R>(_ what: String, _ body: () throws -> R) throws -> R {
    do {
      return try body()
    } catch let error as StartError {
      throw error
    } catch {
      throw StartError.cannot(what, reason: "\(error)")
    }
  }
}
