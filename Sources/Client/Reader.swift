public import Share
import Sodium
import Vault
import Wire

/// The reader's side: opens a grant from its link. It belongs to one task at a time.
public final class Reader {
  private let service: Service
  private let link: GrantLink
  public let cover: Cover

  /// Reads the cover: counts nothing.
  ///
  /// - Throws: `.vault(.notFound)` for a grant that never was, ended, or has another link.
  public init(
    _ link: consuming GrantLink, on service: Service
  ) async throws(ClientError) {
    let exchange = ReadCover(link)
    try await service.run(exchange)
    guard let cover = exchange.cover else { throw .vault(.nonsense) }
    self.cover = cover
    self.link = link
    self.service = service
  }

  private var bundle: Bundle?

  /// How often an opening is asked for whose answer does not come: it is counted once.
  private static let mostTries = 3

  /// Opens the grant: counts one opening.
  ///
  /// - Throws: `.vault(.notFound)` for a wrong code too.
  public func open(code: SpokenCode, name: String = "") async throws(ClientError) -> Manifest {
    let exchange: OpenGrant
    do {
      exchange = try OpenGrant(link, cover: cover, code: code, name: Array(name.utf8))
    } catch {
      throw .vault(error)
    }
    for attempt in 1... {
      do {
        try await service.run(exchange)
        break
      } catch .unreachable where attempt < Reader.mostTries {
        // The same opening again, by its number.
      } catch .vault(let error) where error.isOfServerFailure && attempt < Reader.mostTries {
      }
    }
    guard let bundle = exchange.bundle else { throw .vault(.nonsense) }
    self.bundle = bundle
    return bundle.manifest
  }

  /// Fetches document `index`, handing its bytes over in their order.
  public func read(
    document index: Int, _ body: (RawSpan) throws(ClientError) -> Void
  ) async throws(ClientError) {
    guard let bundle else { preconditionFailure("Client: the grant is opened first") }
    let range = bundle.range(ofDocument: index)
    let numbers = bundle.blocks(holding: range)
    for start in stride(
      from: numbers.lowerBound, to: numbers.upperBound, by: Limits.blocksPerRequest)
    {
      let batch = start..<min(start + UInt16(Limits.blocksPerRequest), numbers.upperBound)
      let response = try await service.send(bundle.request(batch))
      var failure: ClientError?
      do throws(VaultError) {
        try bundle.open(response, batch) { (number, bytes) throws(VaultError) in
          guard failure == nil else { return }
          do throws(ClientError) {
            try body(bytes.extracting(bundle.part(number, of: range)))
          } catch {
            failure = error
          }
        }
      } catch {
        throw .vault(error)
      }
      if let failure { throw failure }
    }
  }
}
