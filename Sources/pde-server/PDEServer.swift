import ArgumentParser
import CLinux
import NIOCore
import NIOPosix

@main
enum Main {
  static func main() async {
    // In memory are keys on which every wallet hangs.
    _ = linux_forbid_dumps()
    // Requests run on the threads that read their connections: no change of thread
    // between a piece of a body and the code that waits for it. Where it can't be done
    // (another hook is there), everything works as well, slower.
    _ = NIOSingletons.unsafeTryInstallSingletonPosixEventLoopGroupAsConcurrencyGlobalExecutor()
    await PDEServer.main()
  }
}

struct PDEServer: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pde-server",
    abstract: "The blind server of the porte-documents électronique.",
    discussion: """
      It keeps sealed wallets and grants that it can't open. Nothing here opens one, and nothing
      lifts a lock.
      Exit codes: 0; 1 it could not start, or not be done, or findings; 64 usage.
      """,
    subcommands: [
      Serve.self, Check.self, BackUp.self, Restoring.self, Epochs.self, HardenOnly.self,
    ])
}
