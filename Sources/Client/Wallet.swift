import Share
import Sodium
public import Vault
import Wire

/// An opened wallet over the service.
///
/// It belongs to one task at a time. Dropping it wipes its keys.
public final class Wallet {
  let service: any SpaceService
  private(set) var compartment: Compartment

  init(service: any SpaceService, compartment: Compartment) {
    self.service = service
    self.compartment = compartment
  }

  /// Opens the wallet of a credential.
  ///
  /// Once it is open, `.vault(.noSuchWallet)` from any call means that it is locked or gone:
  /// the session is over, and the wallet is to be dropped with its keys.
  /// - Throws: `.vault(.noSuchWallet)` for whatever is wrong with the credential;
  ///   `.vault(.damaged)`; the errors of the service.
  public static func open(
    _ credential: consuming Credential, on service: Service, pin: [UInt8]?
  ) async throws(ClientError) -> Wallet {
    let exchange: OpenWallet
    do {
      exchange = try OpenWallet(
        credential, info: service.info, pin: pin, localTime: service.localTime)
    } catch {
      throw .vault(error)
    }
    try await service.run(exchange)
    guard let compartment = exchange.compartment else { throw .vault(.nonsense) }
    return Wallet(service: service, compartment: compartment)
  }

  /// Opens another compartment in the same session: the server can see that both belong together.
  public func openBeside(
    _ credential: consuming WordsCredential
  ) async throws(ClientError) -> Wallet {
    // A file has one space only.
    guard let service = service as? Service else { throw .vault(.noSuchWallet) }
    return try await Wallet.open(
      .words(credential), on: service, pin: service.info.epochs.hash)
  }

  /// Creates a wallet for a credential; nil if something answers to it already.
  public static func create(
    _ credential: consuming WordsCredential, language: Language, on service: Service,
    pin: [UInt8]?
  ) async throws(ClientError) -> Wallet? {
    let exchange: CreateWallet
    do {
      exchange = try CreateWallet(
        credential, language: language, info: service.info, pin: pin,
        localTime: service.localTime)
    } catch {
      throw .vault(error)
    }
    try await service.run(exchange)
    guard let compartment = exchange.compartment else {
      if exchange.isTaken { return nil }
      throw .vault(.nonsense)
    }
    return Wallet(service: service, compartment: compartment)
  }

  /// Goes on with the wallet under its new keys.
  func replace(with compartment: Compartment) {
    self.compartment = compartment
  }
}
