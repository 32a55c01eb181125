import ArgumentParser
import BlindServer
import Glibc

struct Epochs: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "epoch", abstract: "Keys that phrases and codes are hardened with.",
    subcommands: [Add.self])

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Adds an epoch to the server keys of a folder whose server is stopped.",
      discussion: """
        Wallets move to it as they are opened; older epochs stay, for those that sleep. Put a copy \
        of the server keys away again, and give the new hash to the site and to those who pin it.
        """)

    @Option(help: ArgumentHelp("The data folder.", valueName: "dir"))
    var data = "./pde-data"

    @Option(
      help: ArgumentHelp(
        "The second operator's public key for this epoch; one operator without.",
        valueName: "hex"))
    var secondKey: String?

    @Option(help: "The epoch's number; the one after the last without.")
    var number: UInt32?

    func run() throws {
      umask(0o077)
      try reporting {
        let added = try EpochAddition.add(to: data, number: number, secondKey: secondKey)
        print(added.epochs)
        print("hash of the list: \(added.listHash)")
      }
    }
  }
}
