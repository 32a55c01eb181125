import ArgumentParser
import BlindServer
import CLinux
import Glibc
import Hummingbird
import Logging
import ServiceLifecycle
import Site
import UnixSignals

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serves a data folder until it is told to stop (SIGTERM, SIGINT).")

  @Option(help: ArgumentHelp("The data folder; made if there is none.", valueName: "dir"))
  var data = "./pde-data"

  @Option(help: ArgumentHelp("The address to listen on; port 0 takes a free one."))
  var listen = HostAndPort(host: "127.0.0.1", port: 8080)

  @Option(
    help: ArgumentHelp(
      "The public name that signatures are made for; by default the address.",
      valueName: "host[:port]"))
  var authority: Authority?

  @Option(
    help: ArgumentHelp(
      "Scheme and host of the reader's page, for links.", valueName: "url"))
  var reader: ReaderOrigin?

  @Option(
    help: ArgumentHelp(
      "The folder of the sites to serve, 'holder' and 'reader' in it; none without.",
      valueName: "dir"))
  var site: String?

  @Option(
    help: ArgumentHelp(
      "The proxies whose last x-forwarded-for entry is the source, as 10.0.0.0/8.",
      valueName: "prefix"))
  var trustedProxy: AddressPrefix?

  @Option(help: ArgumentHelp("The blocks of 128 KiB that one space may have."))
  var spaceBlocks: UInt32 = 2_400

  @Flag(help: "The machine's clock is right, though it moved far while the server was off.")
  var acceptClock = false

  func run() async throws {
    let logger = Logger(label: "pde-server") { _ in PlainLogHandler() }
    do {
      try await serve(logger)
    } catch let error as StartError {
      logger.critical("\(error)")
      throw ExitCode(1)
    } catch let error as SiteError {
      logger.critical("\(error)")
      throw ExitCode(1)
    }
  }

  private func serve(_ logger: Logger) async throws {
    // What the data folder holds is for nobody else.
    umask(0o077)
    raiseFileLimit()
    keepBuffers()
    var configuration = BlindServer.Configuration()
    configuration.host = listen.host
    configuration.port = listen.port
    configuration.authority = authority?.text
    configuration.reader = reader?.text
    configuration.trustedProxy = trustedProxy
    configuration.spaceBlocks = spaceBlocks
    configuration.acceptsClock = acceptClock
    configuration.logger = logger
    if let site {
      configuration.sites = try SiteTree.all(at: site)
      for tree in configuration.sites {
        logger.notice("site \(tree.name.rawValue): \(tree.list.hash)")
      }
    }
    let folder = try DataFolder.open(at: data)
    if folder.isNew { logger.notice("\(folder.firstWords)") }
    let application = try await buildApplication(configuration, on: folder) { address in
      // Not through a buffer: whoever started us waits for this line.
      _ = Array("listening on http://\(address)\n".utf8).withUnsafeBytes {
        write(1, $0.baseAddress, $0.count)
      }
    }
    var group = ServiceGroupConfiguration(
      services: [application], gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
    // What a request needs to end; a body that still trickles in is cut then.
    group.maximumGracefulShutdownDuration = .seconds(20)
    try await ServiceGroup(configuration: group).run()
    try folder.close()
  }

  /// The framework's own words have addresses in them.
  private var quiet: Logger {
    var logger = Logger(label: "services") { _ in PlainLogHandler() }
    logger.logLevel = .critical
    return logger
  }

  /// Lets a block's buffer be used again: at its usual threshold the C library would ask
  /// the system for the pages of each, and give them back after.
  private func keepBuffers() {
    mallopt(M_MMAP_THRESHOLD, 1 << 20)
    mallopt(M_TRIM_THRESHOLD, 4 << 20)
  }

  /// As many open files as the system lets this process have: each connection is one.
  private func raiseFileLimit() {
    // Two numbers, the limit and the most it may be.
    var limit: [UInt64] = [0, 0]
    limit.withUnsafeMutableBytes { bytes in
      let pointer = bytes.baseAddress?.assumingMemoryBound(to: rlimit.self)
      let openFiles = __rlimit_resource_t(7)  // RLIMIT_NOFILE
      guard let pointer, getrlimit(openFiles, pointer) == 0 else { return }
      let most = bytes.load(fromByteOffset: 8, as: UInt64.self)
      bytes.storeBytes(of: min(most, 65_536), as: UInt64.self)
      setrlimit(openFiles, pointer)
    }
  }
}
