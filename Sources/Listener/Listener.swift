public import HummingbirdCore
public import Logging
public import NIOCore
import HTTPTypes
import NIOHTTP1
import NIOPosix
public import ServiceLifecycle

/// From a request to its answer.
public protocol Responder: Sendable {
  /// - Parameter channel: the connection that the request came over.
  /// - Throws: an `HTTPParserError` for a body that is no HTTP; anything else is answered with 500.
  func respond(to request: Request, over channel: any Channel) async throws -> Response
}

/// Serves HTTP/1.1 at one address, and runs what has to go on meanwhile, until it is told to stop.
///
/// Of Hummingbird its core alone: connections, bodies, pipelines. What its `Application` has beside
/// this is compiled for a minute and used by none of ours.
public struct Listener: Service {
  public let responder: any Responder
  /// They are started before the server, and end after it.
  public let services: [any Service]
  private let host: String
  private let port: Int
  /// What makes a connection of a channel.
  private let connections: HTTPServerBuilder
  private let logger: Logger
  private let onListening: @Sendable (String) -> Void

  /// - Parameters:
  ///   - port: 0 takes a free one.
  ///   - connections: what a connection is made of.
  ///   - onListening: told `host:port` once connections are accepted.
  public init(
    _ responder: any Responder, host: String, port: Int,
    connections: HTTPServerBuilder = .http1(), services: [any Service] = [], logger: Logger,
    onListening: @escaping @Sendable (String) -> Void
  ) {
    self.responder = responder
    self.services = services
    self.host = host
    self.port = port
    self.connections = connections
    // What the framework says about connections has addresses in it.
    var logger = logger
    logger.logLevel = .critical
    self.logger = logger
    self.onListening = onListening
  }

  public func run() async throws {
    let responder = responder
    let server = try connections.buildServer(
      configuration: ServerConfiguration(address: .hostname(host, port: port)),
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger
    ) { request, writer, channel in
      var response: Response
      do {
        if let status = request.headers[.refusal].flatMap({ Int($0) }) {
          response = Response(status: .init(code: status))
        } else {
          response = try await responder.respond(to: request, over: channel)
        }
      } catch let error as HTTPParserError {
        throw error
      } catch {
        response = Response(status: .internalServerError)
      }
      response.headers[.date] = httpDate()
      // Its fields are those of the answer with a body, which a client would take for the next answer's.
      let body = request.method == .head ? ResponseBody() : response.body
      do {
        try await writer.write(response: response.head, body: body)
      } catch is HTTPParserError {
        // Thrown on as it is, it would be answered once more.
        throw AnswerCut()
      }
    } onServerRunning: { channel in
      let shown = host.contains(":") ? "[\(host)]" : host
      onListening("\(shown):\(channel.localAddress?.port ?? port)")
    }
    try await ServiceGroup(
      configuration: ServiceGroupConfiguration(services: services + [server], logger: logger)
    ).run()
  }
}

extension Listener: CustomStringConvertible {
  /// A service group takes each service's description for its name: by default all that it holds,
  /// keys and sites, spelled out by reflection in seconds.
  public var description: String { "Listener" }
}

extension HTTPField.Name {
  fileprivate static let refusal = HTTPField.Name(HTTPRules.refusalField)!  // a valid name
}

/// The request's body ended as no HTTP while its answer was sent.
private struct AnswerCut: Error {}
