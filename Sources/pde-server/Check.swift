import ArgumentParser
import BlindServer
import Glibc

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Verifies all that can be verified without keys, beside a running server or not.",
    discussion: "Exit codes: 0 clean; 1 findings, each named in one line; 64 usage.")

  @Option(help: ArgumentHelp("The data folder.", valueName: "dir"))
  var data = "./pde-data"

  @Option(
    help: ArgumentHelp(
      "The folder of the ledger; 'ledger' in the data folder without.", valueName: "dir"))
  var ledger: String?

  func run() throws {
    let report = checkDataFolder(at: data, ledger: ledger)
    for note in report.notes { print("note: \(note)") }
    for finding in report.findings { print("finding: \(finding)") }
    guard report.findings.isEmpty else { throw ExitCode(1) }
    print("clean")
  }
}
