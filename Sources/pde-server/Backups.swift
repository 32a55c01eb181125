import ArgumentParser
import BlindServer
import Glibc

struct BackUp: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copies the rows and blocks of wallets, beside a running server or not.",
    discussion: """
      Each run makes a folder of its own in DIR and prints its name. No grant, no receipt, no \
      server key and no ledger is in it: keep these apart, and copy the ledger as it grows.
      """)

  @Argument(help: ArgumentHelp("The folder of backups.", valueName: "dir"))
  var folder: String

  @Option(help: ArgumentHelp("The data folder.", valueName: "dir"))
  var data = "./pde-data"

  func run() throws {
    umask(0o077)
    try reporting {
      print(try Backup.make(of: data, in: folder, at: UInt64(max(0, time(nil)))))
    }
  }
}

struct Restoring: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Makes a data folder of the newest backup and the ledger.",
    discussion: """
      What the ledger has from after the backup is done again: locks, changes of phrases, cards and \
      shares, deletions. Nobody can know which wallets are locked unless the witness (`serve --witness`) \
      says that this ledger is whole: else every wallet rests for 72 hours, in which nobody opens it. \
      Outstanding grants are gone.
      """)

  @Argument(help: ArgumentHelp("The folder of backups.", valueName: "dir"))
  var folder: String

  @Option(help: ArgumentHelp("The data folder to make.", valueName: "dir"))
  var data: String

  @Option(help: ArgumentHelp("The server keys, from where they are kept.", valueName: "file"))
  var keys: String

  @Option(
    help: ArgumentHelp("The ledger, or its copy; none if it is lost.", valueName: "dir"))
  var ledger: String?

  @Option(
    help: ArgumentHelp(
      "The file in which the server kept the ledger's head, or a copy made after it stopped.",
      valueName: "file"))
  var witness: String?

  func run() throws {
    umask(0o077)
    try reporting {
      let report = try Restore(
        backups: folder, keys: keys, ledger: ledger, witness: witness
      ).make(data, now: UInt64(max(0, time(nil))))
      print("restored \(report.backup)")
      print(Self.sentence(report.rest))
    }
  }
}

extension Restoring {
  fileprivate static func sentence(_ rest: Restore.Rest?) -> String {
    switch rest {
    case nil: "the ledger is whole: every lock and every change is as it was promised"
    case .noLedger:
      "the ledger is missing, damaged or another's: every wallet rests for 72 hours"
    case .noWitness:
      "no witness says that the ledger is whole: every wallet rests for 72 hours"
    case .lacksEnd:
      "the ledger lacks what its witness knows of: every wallet rests for 72 hours"
    }
  }
}

/// Ends with a sentence for the operator where something can't be done.
func reporting(_ body: () throws -> Void) throws {
  do {
    try body()
  } catch let error as StartError {
    _ = Array("\(error)\n".utf8).withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    throw ExitCode(1)
  }
}
