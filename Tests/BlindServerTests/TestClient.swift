import HTTPTypes
import HummingbirdCore
import Listener
import NIOCore
import NIOEmbedded
import ServiceLifecycle
import Synchronization
import Testing
import Transport

@testable import BlindServer

/// How a test reaches the service.
enum Reach {
  /// Through its responder, without a socket.
  case router
  /// Over a socket of this machine.
  case socket
}

/// Sends requests to a service that runs for a test.
protocol TestClient: Sendable {
  /// Where the service listens, if it does.
  var port: Int? { get }

  func send(
    _ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields, _ body: [UInt8]
  ) async throws -> Reply
}

/// Runs a test while an application and its services do.
func withClient<R>(
  _ reach: Reach, of service: BlindService, sweeps: Bool = true,
  idleTimeout: Duration = .seconds(60),
  _ test: @Sendable (any TestClient) async throws -> R
) async throws -> R {
  let (listening, listens) = AsyncStream.makeStream(of: String.self)
  let application = buildApplication(
    service, idleTimeout: idleTimeout, sweeps: sweeps, onListening: { listens.yield($0) })
  let running: [any Service] =
    switch reach {
    case .router: application.services + [Started { listens.yield("") }]
    case .socket: [application]
    }
  let group = ServiceGroup(
    services: running, gracefulShutdownSignals: [], logger: service.configuration.logger)
  return try await withThrowingTaskGroup(of: Void.self) { tasks in
    tasks.addTask {
      defer { listens.finish() }
      try await group.run()
    }
    guard let address = await listening.first(where: { _ in true }) else {
      try await tasks.waitForAll()
      throw TestFailure("the service ended before it listened")
    }
    do {
      let result: R
      switch reach {
      case .router:
        result = try await test(
          RouterClient(responder: application.responder))
      case .socket: result = try await test(SocketClient(at: address))
      }
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
      return result
    } catch {
      await group.triggerGracefulShutdown()
      throw error
    }
  }
}

/// Tells that the services before it were started, and goes on until they end.
private struct Started: Service {
  let tell: @Sendable () -> Void

  func run() async throws {
    tell()
    try await gracefulShutdown()
  }
}

private struct RouterClient: TestClient {
  let responder: any Responder
  var port: Int? { nil }

  func send(
    _ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields, _ body: [UInt8]
  ) async throws -> Reply {
    var headers = headers
    headers[.contentLength] = "\(body.count)"
    // In pieces, as a socket would bring them.
    let pieces = AsyncStream<ByteBuffer> { stream in
      for start in stride(from: 0, to: body.count, by: 32 << 10) {
        stream.yield(ByteBuffer(bytes: body[start..<min(start + (32 << 10), body.count)]))
      }
      stream.finish()
    }
    let request = Request(
      head: HTTPRequest(
        method: method, scheme: "http", authority: "localhost", path: path, headerFields: headers),
      body: RequestBody(asyncSequence: pieces))
    let answer = try await responder.respond(to: request, over: NIOAsyncTestingChannel())
    let written = WrittenBody()
    try await answer.body.write(written)
    return Reply(status: answer.status.code, headers: answer.headers, body: written.bytes)
  }
}

/// What a responder writes, together.
private final class WrittenBody: ResponseBodyWriter {
  private let written = Mutex<[UInt8]>([])
  var bytes: [UInt8] { written.withLock { $0 } }

  func write(_ buffer: ByteBuffer) async throws {
    written.withLock { $0 += buffer.readableBytesView }
  }

  func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

private struct SocketClient: TestClient {
  let port: Int?
  private let transport: Transport

  /// - Parameter address: `host:port`.
  init(at address: String) {
    transport = Transport(to: "http://\(address)")
    port = address.lastIndex(of: ":").flatMap { Int(address[address.index(after: $0)...]) }
  }

  func send(
    _ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields, _ body: [UInt8]
  ) async throws -> Reply {
    let answer = try await transport.exchange(
      Transport.Request(
        method: method.rawValue, path: path,
        fields: headers.map { ($0.name.canonicalName, $0.value) },
        body: method == .get ? nil : body),
      limit: 64 << 20)
    var fields = HTTPFields()
    for (name, value) in answer.fields {
      fields.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
    }
    return Reply(status: answer.status, headers: fields, body: answer.body)
  }
}
