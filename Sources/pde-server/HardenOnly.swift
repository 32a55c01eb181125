import ArgumentParser
import BlindServer
import Glibc
import Logging
import ServiceLifecycle

struct HardenOnly: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs a second operator's server: it hardens, and keeps no wallet.",
    discussion: "Prints its public keys, which the first operator adds with 'epoch add'.")

  @Option(help: ArgumentHelp("The folder of its keys; made if there is none.", valueName: "dir"))
  var data = "./pde-harden"

  @Option(help: ArgumentHelp("The address to listen on; port 0 takes a free one."))
  var listen = HostAndPort(host: "127.0.0.1", port: 8081)

  @Option(
    help: ArgumentHelp(
      "Scheme and host of the holder's site, whose pages may ask; can be given again.",
      valueName: "url"))
  var allowOrigin: [ReaderOrigin] = []

  @Option(help: "The number of the first epoch, when the folder is made: the first operator's.")
  var firstEpoch: UInt32 = 2

  @Option(
    help: ArgumentHelp(
      "The proxies whose last x-forwarded-for entry is the source, as 10.0.0.0/8.",
      valueName: "prefix"))
  var trustedProxy: AddressPrefix?

  @Flag(help: "The machine's clock is right, though it moved far while the server was off.")
  var acceptClock = false

  func run() async throws {
    let logger = Logger(label: "pde-server") { _ in PlainLogHandler() }
    do {
      try await serve(logger)
    } catch let error as StartError {
      logger.critical("\(error)")
      throw ExitCode(1)
    }
  }

  private func serve(_ logger: Logger) async throws {
    umask(0o077)
    var configuration = HardenConfiguration()
    configuration.host = listen.host
    configuration.port = listen.port
    configuration.allowedOrigins = allowOrigin.map(\.text)
    configuration.trustedProxy = trustedProxy
    configuration.acceptsClock = acceptClock
    configuration.logger = logger
    let folder = try HardenFolder.open(at: data, firstEpoch: firstEpoch)
    if folder.isNew { logger.notice("\(folder.firstWords)") }
    if !folder.locksKeysInMemory() {
      logger.warning("the server keys may be written to swap: raise LimitMEMLOCK, or turn swap off")
    }
    logger.notice("\(folder.publicKeys)")
    let application = try buildHardenApplication(configuration, on: folder) { announce($0) }
    try await ServiceGroup.run(application)
    try folder.close()
  }
}
