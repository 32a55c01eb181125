import ArgumentParser
import BlindServer
import CLinux
import Glibc
import Logging
import ServiceLifecycle
import Site

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

  @Option(
    help: ArgumentHelp(
      "Scheme and host of the second operator's service, which hardens too.", valueName: "url"))
  var secondOperator: ReaderOrigin?

  @Flag(help: "Start though the epochs have a second operator's keys and none is named.")
  var withoutSecondOperator = false

  @Option(
    help: ArgumentHelp(
      "The folder of the ledger; 'ledger' in the data folder without.", valueName: "dir"))
  var ledger: String?

  @Option(
    help: ArgumentHelp(
      """
      A file on another disk or machine, empty at first, in which the ledger's head is kept: with it \
      a restore knows whether the ledger is whole. While it can't be written nothing is locked.
      """,
      valueName: "file"))
  var witness: String?

  @Option(help: "How many days backups are kept; the ledger is kept for three more.")
  var backupDays: UInt16 = 35

  @Option(
    help: ArgumentHelp(
      "A place where many people make their wallets, as 192.0.2.7: 60 an hour without work.",
      valueName: "prefix"))
  var place: [AddressPrefix] = []

  @Option(help: ArgumentHelp("The blocks of 128 KiB that one space may have."))
  var spaceBlocks: UInt32 = 2_400

  @Option(help: "The calls that a wallet may make in a second, ten times as many at once.")
  var callsPerWallet: UInt32 = 100

  @Option(
    help: """
      The calls of one source that are taken up in a second, ten times as many at once, and 32 \
      times as many of a place.
      """)
  var callsPerSource: UInt32 = 100

  @Option(help: ArgumentHelp("What a wallet may upload in a day.", valueName: "MiB"))
  var uploadPerWallet: UInt32 = 128

  @Option(
    help: ArgumentHelp(
      "What may come from one source in a day, and 32 times as much from a place.",
      valueName: "MiB"))
  var uploadPerSource: UInt32 = 1_024

  @Option(
    help: ArgumentHelp("What the blocks of all grants together may take.", valueName: "GiB"))
  var grantSpace: UInt32 = 64

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
    configuration.places = place
    configuration.spaceBlocks = spaceBlocks
    configuration.callsPerSource = callsPerSource
    configuration.callsPerWallet = callsPerWallet
    configuration.uploadBytesPerWallet = UInt64(uploadPerWallet) << 20
    configuration.uploadBytesPerSource = UInt64(uploadPerSource) << 20
    configuration.grantBlocks = UInt64(grantSpace) << 13
    configuration.acceptsClock = acceptClock
    configuration.secondOperator = secondOperator?.text
    configuration.backupDays = Int(backupDays)
    configuration.logger = logger
    if let site {
      configuration.sites = try SiteTree.all(at: site, secondOperator: secondOperator?.text)
      for tree in configuration.sites {
        logger.notice("site \(tree.name.rawValue): \(tree.list.hash)")
      }
    }
    let folder = try DataFolder.open(at: data, ledger: ledger, witness: witness)
    if folder.rests {
      logger.warning(
        """
        the ledger lacks what its witness knows of, so this is an older copy: every wallet rests \
        for 72 hours
        """)
    }
    if folder.isNew { logger.notice("\(folder.firstWords)") }
    guard secondOperator != nil || withoutSecondOperator || !folder.hasSecondOperator else {
      throw StartError.secondOperatorUnnamed
    }
    if !folder.locksKeysInMemory() {
      logger.warning("the server keys may be written to swap: raise LimitMEMLOCK, or turn swap off")
    }
    let application = try await buildApplication(configuration, on: folder) { announce($0) }
    try await ServiceGroup.run(application)
    try folder.close()
  }

  /// Lets a block's buffer be used again: at its usual threshold the C library would ask
  /// the system for the pages of each, and give them back after. And by any thread: it
  /// would give each of the threads that wait for the disk a heap of its own.
  private func keepBuffers() {
    mallopt(M_ARENA_MAX, 4)
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
