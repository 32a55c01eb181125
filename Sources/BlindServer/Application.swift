import HummingbirdCore
public import Listener

/// The server over a data folder that was opened, ready to be run or tested.
///
/// `onListening` is told the address once connections are accepted.
public func buildApplication(
  _ configuration: Configuration, on folder: DataFolder, time: TimeSource = .system,
  onListening: @escaping @Sendable (String) -> Void = { _ in }
) async throws -> Listener {
  let service = try await BlindService(
    configuration, storage: folder.storage, keys: folder.keys, time: time)
  try await folder.storage.endReservations()
  return buildApplication(service, onListening: onListening)
}

func buildApplication(
  _ service: BlindService, idleTimeout: Duration = .seconds(60), sweeps: Bool = true,
  onListening: @escaping @Sendable (String) -> Void = { _ in }
) -> Listener {
  let configuration = service.configuration
  let proxies = configuration.trustedProxy.map { [$0] } ?? []
  return Listener(
    Front(service), host: configuration.host, port: configuration.port,
    connections: HTTPServerBuilder {
      BoundedChannel(
        responder: $0, service: service, idleTimeout: idleTimeout,
        source: { Source($0.peer, places: configuration.places + proxies) },
        isAuthority: { Array($0.utf8) == service.authority })
    },
    services: sweeps ? [Sweeper(service: service)] : [], logger: configuration.logger
  ) { address in
    service.setListening(address)
    onListening(address)
  }
}
