import ArgumentParser
import BlindServer
import Glibc

struct Check: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Verifies all that can be verified without keys, on a running server or a stopped one.",
    discussion: "Exit codes: 0 clean; 1 findings, each named in one line.")

  @Option(help: ArgumentHelp("The data folder.", valueName: "dir"))
  var data = "./pde-data"

  func run() async throws {
    print("not yet")
  }
}
