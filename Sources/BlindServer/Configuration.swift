public import Logging
public import Site

/// How a server is run. What the protocol fixes is in `Wire.Limits`; what is here,
/// an operator may choose.
public struct Configuration: Sendable {
  /// The address to listen on.
  public var host = "127.0.0.1"
  /// The port to listen on; 0 takes a free one.
  public var port = 8080
  /// The public name that signatures are made for, as `host` or `host:port`; nil means
  /// the address that is listened on.
  public var authority: String?
  /// Scheme and host of the reader's page; nil means `http://` and the authority.
  public var reader: String?
  /// The proxies whose last `x-forwarded-for` entry is taken for the source.
  public var trustedProxy: AddressPrefix?
  /// Scheme and host of the second operator's hardening service, where there is one.
  public var secondOperator: String?
  /// The addresses of places where many people make their wallets, as a day centre's.
  public var places: [AddressPrefix] = []
  /// The blocks that one space may have.
  public var spaceBlocks: UInt32 = 2_400
  /// The signed calls that a wallet may make in a second; ten times as many at once.
  public var callsPerWallet: UInt32 = 100
  /// The calls of one source that are taken up in a second, ten times as many at once; 32 times as many of a
  /// place.
  public var callsPerSource: UInt32 = 100
  /// The bytes of blocks that a wallet may upload in a day.
  public var uploadBytesPerWallet: UInt64 = 128 << 20
  /// The bytes of blocks that come from one source in a day; a place has 32 times as many.
  public var uploadBytesPerSource: UInt64 = 1 << 30
  /// The blocks that all grants together may have: 64 GiB.
  public var grantBlocks: UInt64 = 524_288
  /// The grants that one space may reserve in a day.
  public var grantsPerDay = 200
  /// How many days the operator keeps backups; the ledger is kept for three more.
  public var backupDays = 35
  /// Answers whose time must not tell anything are sent at arrival plus this, or plus
  /// the next multiple.
  public var deadline: Duration = .milliseconds(60)
  /// The operator's word that the machine's clock is right, though it moved by more
  /// than the server believes.
  public var acceptsClock = false
  /// Of tests: the disk's free space; nil for what the system says.
  var reserve: DiskReserve?
  /// The sites to serve beside the API.
  public var sites: [SiteTree] = []
  public var logger = Logger(label: "pde-server")

  public init() {}
}
