import ArgumentParser

@main
struct PDEServer: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pde-server",
    abstract: "The blind server of the porte-documents électronique.",
    discussion: """
      It keeps sealed wallets and grants that it can't open.
      Exit codes: 0; 1 it could not start, or findings; 64 usage.
      """,
    subcommands: [Serve.self, Check.self])
}
