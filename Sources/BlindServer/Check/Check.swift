import GRDB
import Glibc
import Wire

/// Verifies all of a data folder that can be verified without its keys, beside a
/// running server or a stopped one. Nothing is changed.
/// - SeeAlso: Specs/http.md, "What the server keeps".
///
/// The ledger is in the folder, or where `ledger` says.
public func checkDataFolder(at path: String, ledger: String? = nil) -> CheckReport {
  var report = CheckReport()
  checkKeys(path + "/server-keys", &report)
  checkDatabase(path + "/store/rows.sqlite", Schema.rows, &report) { database, report in
    try database.checkSpaces(&report)
    try database.checkSlots(&report)
    try database.checkJournals(&report)
    try database.checkBlockCounts(&report)
  }
  checkLedger(ledger ?? path + "/ledger", path + "/store/rows.sqlite", &report)
  checkDatabase(path + "/grants/grants.sqlite", Schema.grants, &report) { database, report in
    try database.checkGrants(&report)
    try database.checkReceipts(&report)
  }
  checkFiles(path, "store", Database.eachBlockFile, &report)
  checkFiles(path, "grants", Database.eachGrantFile, &report)
  report.note(
    count: filesBelow(path + "/tmp", depth: 2),
    "files in tmp: uploads that are under way, or were cut")
  return report
}

/// The number of files in the folders that are so deep below a folder.
private func filesBelow(_ path: String, depth: Int) -> Int {
  let names = System.names(in: path) ?? []
  return depth == 0
    ? names.count : names.reduce(0) { $0 + filesBelow(path + "/" + $1, depth: depth - 1) }
}

private func checkKeys(_ path: String, _ report: inout CheckReport) {
  guard let isOpen = try? System.isOpenToOthers(path) else {
    report.find("server-keys: missing; no wallet opens without it")
    return
  }
  if isOpen { report.find("server-keys: others than the owner may use it") }
  if (try? Descriptor(path, O_RDONLY).byteCount()) == 0 { report.find("server-keys: empty") }
}

/// Runs checks in one transaction, so that a server at work changes nothing between
/// two of them.
private func checkDatabase(
  _ path: String, _ tables: Schema.Tables, _ report: inout CheckReport,
  _ check: (Database, inout CheckReport) throws -> Void
) {
  let name = path.split(separator: "/").last.map(String.init) ?? path
  guard System.exists(path) else {
    report.find("\(name): missing")
    return
  }
  do {
    let queue = try openToRead(path)
    try queue.read { database in
      for row in try Row.fetchAll(database, sql: "PRAGMA integrity_check") {
        let text: String = row[0]
        if text != "ok" { report.find("\(name): \(text)") }
      }
      let version = try Int.fetchOne(database, sql: "PRAGMA user_version")
      guard version == tables.version else {
        report.find("\(name): made by another version of pde-server")
        return
      }
      try check(database, &report)
    }
  } catch {
    report.find("\(name): can't be read: \(FailureReason.describe(error))")
  }
}

/// Opens a database beside a server that may be at work on it.
func openToRead(_ path: String) throws -> DatabaseQueue {
  var configuration = GRDB.Configuration()
  configuration.readonly = true
  // A checkpoint of the running server holds it off for a moment.
  configuration.busyMode = .timeout(10)
  return try DatabaseQueue(path: path, configuration: configuration)
}

/// Compares the files of one store with its rows.
private func checkFiles(
  _ path: String, _ store: String,
  _ each: @escaping (Database) -> ((FileName) -> Void) throws -> Void,
  _ report: inout CheckReport
) {
  let root = path + "/" + store + "/blocks"
  let name = store == "store" ? "rows.sqlite" : "grants.sqlite"
  do {
    let queue = try openToRead(path + "/" + store + "/" + name)
    let pairing = try queue.read { database in
      try BlockFiles.pair(root: root) { try each(database)($0) }
    }
    // What a server dropped while we looked has no row any more.
    let broken = pairing.broken.isEmpty ? [] : try stillExpected(pairing.broken, queue, each)
    for file in broken {
      report.find("\(store): block \(file.text) is missing or has another size")
    }
    for stranger in pairing.strangers { report.find("\(store): \(stranger) is no block") }
    report.note(
      count: pairing.orphans.count,
      "files in \(store) without a row: not acknowledged, or dropped; a start collects them")
  } catch {
    report.find("\(store): can't be compared: \(FailureReason.describe(error))")
  }
}

private func stillExpected(
  _ names: [FileName], _ queue: DatabaseQueue,
  _ each: @escaping (Database) -> ((FileName) -> Void) throws -> Void
) throws -> [FileName] {
  var current: Set<FileName> = []
  try queue.read { database in try each(database)({ current.insert($0) }) }
  return names.filter(current.contains)
}
