public import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// The server over a data folder that was opened, ready to be run or tested.
///
/// `onListening` is told the address once connections are accepted.
public func buildApplication(
  _ configuration: Configuration, on folder: DataFolder, time: TimeSource = .system,
  onListening: @escaping @Sendable (String) -> Void = { _ in }
) async throws -> some ApplicationProtocol {
  let service = try await BlindService(
    configuration, storage: folder.storage, keys: folder.keys, time: time)
  try await folder.storage.endReservations()
  return buildApplication(service, onListening: onListening)
}

func buildApplication(
  _ service: BlindService, idleTimeout: Duration = .seconds(60), sweeps: Bool = true,
  onListening: @escaping @Sendable (String) -> Void = { _ in }
) -> some ApplicationProtocol {
  let configuration = service.configuration
  // What the framework says about connections has addresses in it.
  var frameworkLogger = configuration.logger
  frameworkLogger.logLevel = .critical
  return Application(
    responder: Front(service),
    server: HTTPServerBuilder {
      BoundedChannel(responder: $0, service: service, idleTimeout: idleTimeout)
    },
    configuration: ApplicationConfiguration(
      address: .hostname(configuration.host, port: configuration.port)),
    services: sweeps ? [Sweeper(service: service)] : [],
    onServerRunning: { channel in
      let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
      let address = "\(host):\(channel.localAddress?.port ?? configuration.port)"
      service.setListening(address)
      onListening(address)
    },
    logger: frameworkLogger)
}
