public import Hummingbird
import Logging
import NIOCore
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
    // What the framework says about connections is for nobody.
    var logger = Logger(label: "kiosk")
    logger.logLevel = .critical
    let names = Names()
    let forwarder = Forwarder(origin: origin)
    let application = Application(
      responder: KioskResponder(site: site, forwarder: forwarder, names: names),
      configuration: ApplicationConfiguration(
        address: .hostname(host, port: port), serverName: nil),
      onServerRunning: { [host, port] channel in
        let shown = host.contains(":") ? "[\(host)]" : host
        let port = channel.localAddress?.port ?? port
        names.set(["\(shown):\(port)", "localhost:\(port)"])
        onListening("\(shown):\(port)")
      },
      logger: logger)
    do {
      try await application.runService()
    } catch {
      await forwarder.close()
      throw error
    }
    await forwarder.close()
  }
}
