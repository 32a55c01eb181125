public import Vault
public import Wire

/// What answers the calls of a space: the service, or a file.
public protocol SpaceService: AnyObject, Sendable {
  var info: Info { get }
  /// Its time, in seconds since 1970, as far as it is known here.
  var serverTime: UInt64 { get }

  func send(_ request: Request) async throws(ClientError) -> Response
}

extension SpaceService {
  /// Carries an exchange through.
  public func run(_ exchange: some Exchange) async throws(ClientError) {
    do {
      while let request = try exchange.next() {
        guard let following = exchange.following else {
          try exchange.receive(await send(request))
          continue
        }
        // Two operators answer at the same time.
        async let second = send(following)
        try exchange.receive(await send(request))
        _ = try exchange.next()
        try exchange.receive(await second)
      }
    } catch let error as VaultError {
      throw .vault(error)
    } catch let error as ClientError {
      throw error
    } catch {
      throw .unreachable
    }
  }
}
