import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTP1
import Synchronization
import Wire

/// A request of which the head has come.
struct Incoming: Sendable {
  var call: Call
  var headers: HTTPFields
  var body: RequestBody
  var source: Source
  /// When the head had come: deadlines count from here.
  var arrival: ContinuousClock.Instant
  /// What bodies and answers are kept in.
  var memory: Pool
  /// Its parts that this request holds until it is answered.
  let held = Held()

  final class Held: Sendable {
    private let shares = Mutex<[Share]>([])
    func add(_ share: Share) { shares.withLock { $0.append(share) } }
  }

  /// How long a body may take to come, all of it.
  static let patience: Duration = .seconds(300)

  /// The declared length of the body; nil if there is none.
  var contentLength: Int?

  /// A declared length, of which the parser takes up to 2^64 - 1.
  static func length(_ field: String) -> Int? { UInt64(field).map { Int(clamping: $0) } }

  /// The whole body, of at most `limit` bytes.
  ///
  /// - Parameter wallet: whose call it is, where that is known.
  /// - Throws: `.tooLarge` before anything is read where the length is declared;
  ///   `.timeout` if it came too slowly or was cut; `.unavailable` if there is no room for it.
  func collect(upTo limit: Int, of wallet: SpaceID? = nil) async throws -> [UInt8] {
    if let length = contentLength, length > limit { throw Refusal(.tooLarge) }
    let most = contentLength ?? limit
    if most > Pool.freeBytes { held.add(try memory.take(most, source, wallet)) }
    var bytes: [UInt8] = []
    if let length = contentLength { bytes.reserveCapacity(length) }
    for try await piece in pieces {
      guard bytes.count + piece.readableBytes <= limit else { throw Refusal(.tooLarge) }
      bytes.append(contentsOf: piece.readableBytesView)
    }
    guard contentLength == nil || bytes.count == contentLength else { throw Refusal(.timeout) }
    return bytes
  }

  /// The body's pieces as they come.
  var pieces: Pieces { Pieces(body: body, arrival: arrival) }

  struct Pieces: AsyncSequence {
    fileprivate let body: RequestBody
    fileprivate let arrival: ContinuousClock.Instant

    func makeAsyncIterator() -> Iterator {
      Iterator(base: body.makeAsyncIterator(), arrival: arrival)
    }

    struct Iterator: AsyncIteratorProtocol {
      fileprivate var base: RequestBody.AsyncIterator
      fileprivate let arrival: ContinuousClock.Instant

      /// - Throws: `.timeout` if the connection is gone, or the body takes longer than
      ///   it may; the framework's error if it is no HTTP.
      @concurrent mutating func next() async throws -> ByteBuffer? {
        do {
          let piece = try await base.next()
          guard ContinuousClock.now - arrival < Incoming.patience else {
            throw Refusal(.timeout)
          }
          return piece
        } catch let error as HTTPParserError {
          throw error
        } catch {
          throw Refusal(.timeout)
        }
      }
    }
  }
}
