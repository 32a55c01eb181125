import GRDB
import Wire

/// Whether a ledger is one chain that the rows are on, and has what it speaks of.
func checkLedger(_ path: String, _ database: String, _ report: inout CheckReport) {
  guard System.exists(path) else {
    report.find("ledger: missing; after the loss of the database every wallet would rest")
    return
  }
  do {
    // The rows first: a server at work is never behind its ledger by more than what it tells
    // of next.
    let stored = try openToRead(database).read { try $0.fact("ledger") }
    guard let stored, let mark = LedgerMark(stored) else {
      report.find("ledger: the database does not know it")
      return
    }
    let reader = try LedgerReader(path)
    let later = try reader.records(after: mark)
    report.note(
      count: later.count, "records in the ledger that the rows have not: a start makes them")
    try checkContents(reader, &report)
  } catch LedgerError.apart {
    report.find("ledger: the rows are not on its chain")
  } catch LedgerError.broken {
    report.find("ledger: not one chain")
  } catch {
    report.find("ledger: can't be read: \(FailureReason.describe(error))")
  }
}

private func checkContents(_ reader: LedgerReader, _ report: inout CheckReport) throws {
  var missing = 0
  var differing = 0
  try reader.forEach { number, record in
    guard record.hasContent else { return }
    switch reader.state(of: number, record) {
    case .asWritten: break
    case .missing: missing += 1
    case .differs: differing += 1
    }
  }
  if differing > 0 { report.find("ledger: \(differing) files in what are not as written") }
  // Whose they are is not to be seen without the keys.
  report.note(
    count: missing, "files that the ledger speaks of are gone, with the wallets they were of")
}
