import Glibc
import Logging
import ServiceLifecycle
import UnixSignals

extension ServiceGroup {
  /// Runs a server until it is told to stop.
  static func run(_ application: some Service) async throws {
    // The framework's own words have addresses in them.
    var quiet = Logger(label: "services") { _ in PlainLogHandler() }
    quiet.logLevel = .critical
    var group = ServiceGroupConfiguration(
      services: [application], gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
    // What a request needs to end; a body that still trickles in is cut then.
    group.maximumGracefulShutdownDuration = .seconds(20)
    try await ServiceGroup(configuration: group).run()
  }
}

/// Says where a server listens: not through a buffer, for whoever started it waits for this line.
func announce(_ address: String) {
  _ = Array("listening on http://\(address)\n".utf8).withUnsafeBytes {
    write(1, $0.baseAddress, $0.count)
  }
}
