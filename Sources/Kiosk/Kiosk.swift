import Listener
import Logging
import ServiceLifecycle
public import Site

/// A terminal's own server: the holder's site from its disk, the calls from the service.
///
/// - SeeAlso: Specs/site.md, "The kiosk".
public struct Kiosk: Sendable {
  private let site: SiteTree
  private let origin: String
  private let host: String
  private let port: Int

  /// - Parameters:
  ///   - site: what is served; the holder's.
  ///   - origin: the service, `https://host`.
  public init(serving site: SiteTree, callsTo origin: String, host: String, port: Int) {
    self.site = site
    self.origin = origin
    self.host = host
    self.port = port
  }

  /// Serves until it is told to stop (SIGTERM, SIGINT).
  ///
  /// - Parameter onListening: told the address once connections are accepted.
  public func run(onListening: @escaping @Sendable (String) -> Void) async throws {
    let logger = Logger(label: "kiosk")
    let names = Names()
    let listener = Listener(
      KioskResponder(site: site, forwarder: Forwarder(origin: origin), names: names),
      host: host, port: port, logger: logger
    ) { [names] address in
      names.set([address, "localhost:\(address.split(separator: ":").last ?? "")"])
      onListening(address)
    }
    try await ServiceGroup(
      services: [listener], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
    ).run()
  }
}
