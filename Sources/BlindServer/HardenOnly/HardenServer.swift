import HTTPTypes
import HummingbirdCore
public import Listener
public import Logging
import NIOCore
import ServiceLifecycle
import Site
import Wire

/// How a second operator's server is run.
public struct HardenConfiguration: Sendable {
  public var host = "127.0.0.1"
  public var port = 8081
  /// The sites whose pages may ask, as `https://host`.
  public var allowedOrigins: [String] = []
  public var trustedProxy: AddressPrefix?
  public var acceptsClock = false
  public var deadline: Duration = .milliseconds(60)
  public var logger = Logger(label: "pde-server")

  public init() {}
}

/// A server with two calls: `info` and `harden`.
public func buildHardenApplication(
  _ configuration: HardenConfiguration, on folder: HardenFolder, time: TimeSource = .system,
  onListening: @escaping @Sendable (String) -> Void = { _ in }
) throws -> Listener {
  let clock = ClockGuard(
    time, last: try folder.lastClock(), acceptsClock: configuration.acceptsClock)
  let responder = HardenResponder(
    configuration: configuration, keys: folder.keys, gate: WorkGate(time), clock: clock,
    cards: folder.cards)
  let proxies = configuration.trustedProxy.map { [$0] } ?? []
  return Listener(
    responder, host: configuration.host, port: configuration.port,
    connections: HTTPServerBuilder {
      // It is asked by any name, and says none.
      BoundedChannel(
        responder: $0, service: nil, idleTimeout: .seconds(60),
        source: { Source($0.peer, places: proxies) }, isAuthority: { _ in true })
    },
    services: [
      HardenTender(
        folder: folder, clock: clock, gate: responder.gate, logger: configuration.logger)
    ],
    logger: configuration.logger, onListening: onListening)
}

/// Writes down the time and forgets what is full, each 30 seconds, while the clock is believed.
private struct HardenTender: Service, CustomStringConvertible {
  let description = "HardenTender"
  let folder: HardenFolder
  let clock: ClockGuard
  let gate: WorkGate
  let logger: Logger

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        gate.sweep()
        let reading = clock.read()
        do {
          try await folder.tend(reading)
          if !reading.isTrusted { logger.error("the clock is in doubt") }
        } catch {
          logger.error("sweep: \(FailureReason.describe(error))")
        }
        do { try await Task.sleep(for: Sweeper.interval) } catch { return }
      }
    }
  }
}

/// The two calls, and what a browser asks before it sends one to another host.
struct HardenResponder: Responder {
  let configuration: HardenConfiguration
  let keys: ServerKeys
  let gate: WorkGate
  let clock: ClockGuard
  let cards: CardStore
  private let memory = Pool(.memory)

  func respond(to request: Request, over channel: any Channel) async throws -> Response {
    let arrival = ContinuousClock.now
    var response = try await answer(request, channel, arrival)
    response.headers.append(contentsOf: SiteHeaders.api)
    allow(request, &response)
    RequestLog.write(
      configuration.logger, known(request.method), known(request.head.path),
      response.status.code, response.body.contentLength ?? 0, ContinuousClock.now - arrival)
    return response
  }

  private func answer(
    _ request: Request, _ channel: any Channel, _ arrival: ContinuousClock.Instant
  ) async throws -> Response {
    guard let call = call(of: request.head.path) else { return Refusal(.notFound).response }
    if request.method == .options { return preflight(call) }
    guard "\(call.method)" == request.method.rawValue else {
      return Refusal(allowing: "\(call.method), OPTIONS").response
    }
    let incoming = Incoming(
      call: call, headers: request.headers, body: request.body,
      source: Source(
        peer: channel.peer, forwardedFor: request.headers[.forwardedFor],
        trustedProxy: configuration.trustedProxy), arrival: arrival,
      memory: memory,
      contentLength: request.headers[.contentLength].flatMap { Incoming.length($0) })
    do {
      let answer = call == .info ? info(request) : try await harden(incoming)
      let response = answer.response
      if answer.isTimed {
        await Deadline.wait(since: arrival, step: configuration.deadline)
      }
      return response
    } catch {
      let refusal = Refusal(error)
      if refusal.problem == .internalError || refusal.problem == .unavailable {
        configuration.logger.error("\(call.path): \(FailureReason.describe(error))")
      }
      return refusal.response
    }
  }

  private func harden(_ incoming: Incoming) async throws -> Answer {
    try await Hardener(keys: keys, gate: gate, clock: clock, cards: cards).harden(incoming)
  }

  /// As an authority's, with what such a server has: its time and its epochs.
  private func info(_ request: Request) -> Answer {
    let named = Array((request.head.authority ?? "").utf8)
    let authority = Origin.isAuthority(named) ? named : Array("localhost".utf8)
    return .message(
      Info(
        time: clock.read().wall, authority: authority, reader: Array("https://".utf8) + authority,
        epochs: keys.epochList, spaceBlocks: 0))
  }

  private func call(of path: String?) -> Call? {
    [Call.info, .harden].first { "\($0.path)" == path }
  }

  // MARK: Other origins

  private func preflight(_ call: Call) -> Response {
    Response(
      status: .noContent,
      headers: [
        .cacheControl: "no-store", .accessControlAllowMethods: "\(call.method)",
        .accessControlAllowHeaders: "content-type", .accessControlMaxAge: "600",
      ])
  }

  /// Lets the pages of the sites that were named read the answer, and no others.
  private func allow(_ request: Request, _ response: inout Response) {
    response.headers[.vary] = "origin"
    guard let origin = request.headers[.origin], configuration.allowedOrigins.contains(origin)
    else { return }
    response.headers[.accessControlAllowOrigin] = origin
    response.headers[.accessControlExposeHeaders] = "pde-challenge, retry-after"
    response.headers[.crossOriginResource] = "cross-origin"
  }

  private func known(_ method: HTTPRequest.Method) -> String {
    [.get, .post, .options].contains(method) ? method.rawValue : "?"
  }

  private func known(_ path: String?) -> String { call(of: path).map { "\($0.path)" } ?? "-" }
}
