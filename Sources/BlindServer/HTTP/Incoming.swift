import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1
import Wire

/// A request of which the head has come.
struct Incoming: Sendable {
  var call: Call
  var headers: HTTPFields
  var body: RequestBody
  var source: Source
  /// When the head had come: deadlines count from here.
  var arrival: ContinuousClock.Instant

  /// How long a body may take to come, all of it.
  static let patience: Duration = .seconds(300)

  /// The declared length of the body; nil if there is none.
  var contentLength: Int?

  /// The whole body, of at most `limit` bytes.
  ///
  /// - Throws: `.tooLarge` before anything is read where the length is declared;
  ///   `.timeout` if it came too slowly or was cut.
  func collect(upTo limit: Int) async throws -> [UInt8] {
    if let length = contentLength, length > limit { throw Refusal(.tooLarge) }
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
