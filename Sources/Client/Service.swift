import AsyncHTTPClient
import NIOCore
import NIOHTTP1
public import Vault
public import Wire

#if canImport(Glibc)
  import Glibc
#endif

/// The wall clock, in seconds since 1970.
public func systemTime() -> UInt64 {
  UInt64(max(0, time(nil)))
}

/// The service at one address: sends requests, solves the work that it asks for.
public final class Service: SpaceService {
  /// Scheme, host and port, without a path.
  public let origin: String
  public let info: Info
  /// What the server's clock shows less what ours does, in seconds.
  private let clockOffset: Int64
  private let client: HTTPClient
  private let clock: @Sendable () -> UInt64

  /// Reads `GET /v1/info`.
  ///
  /// - Parameters:
  ///   - origin: `http://host:port` or `https://host`.
  ///   - clock: this machine's time, in seconds since 1970.
  /// - Throws: `.unreachable`, or `.vault(.nonsense)` for anything but the protocol.
  public static func connect(
    to origin: String, clock: @escaping @Sendable () -> UInt64 = systemTime
  ) async throws(ClientError) -> Service {
    let client = makeClient()
    do {
      let response = try await exchange(
        client, origin, .info, body: nil, fields: [], limit: Call.info.answerBytes)
      let info: Info = try response.response.messageOrClientError()
      return Service(origin: origin, info: info, client: client, clock: clock)
    } catch {
      try? await client.shutdown()
      throw error
    }
  }

  private init(
    origin: String, info: Info, client: HTTPClient, clock: @escaping @Sendable () -> UInt64
  ) {
    self.origin = origin
    self.info = info
    self.client = client
    self.clock = clock
    clockOffset = Int64(clamping: info.time) - Int64(clamping: clock())
  }

  /// Ends the connections. Nothing can be sent afterwards.
  public func close() async {
    try? await client.shutdown()
  }

  /// This machine's time, in seconds since 1970.
  public var localTime: UInt64 { clock() }

  /// The server's time, in seconds since 1970, as far as it is known here.
  public var serverTime: UInt64 {
    UInt64(clamping: Int64(clamping: clock()) + clockOffset)
  }

  /// Sends a request to whom it is for; does the work that a 429 asks for, once.
  ///
  /// - Throws: `.unreachable`; `.tooManyCalls` if waiting is all that helps.
  public func send(_ request: Request) async throws(ClientError) -> Response {
    switch request.destination {
    case .authority: return try await send(request, to: origin)
    case .hardener:
      guard !info.hardener.isEmpty else { return .none }
      do {
        return try await send(request, to: String(decoding: info.hardener, as: UTF8.self))
      } catch .unreachable {
        // What it means that the second operator is away, the exchange says.
        return .none
      }
    }
  }

  private func send(
    _ request: Request, to origin: String
  ) async throws(ClientError) -> Response {
    var request = request
    var triedWork = false
    while true {
      let answer = try await Service.exchange(
        client, origin, request.call, body: request.body,
        fields: request.signatureFields(time: serverTime, authority: info.authority)
          + [("content-type", asciiBytes(request.contentType))],
        limit: request.call.answerBytes)
      guard answer.response.status == Problem.tooManyCalls.status else {
        return answer.response
      }
      guard !triedWork, let challenge = answer.challenge, let hash = request.workBodyHash else {
        throw .tooManyCalls(retryAfter: answer.retryAfter ?? 60)
      }
      triedWork = true
      request.add(work: try await Service.solve(challenge, bodyHash: hash))
    }
  }

  // MARK: HTTP

  static func makeClient() -> HTTPClient {
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .disallow
    configuration.timeout = .init(connect: .seconds(10), read: .seconds(30), write: .seconds(30))
    configuration.decompression = .disabled
    configuration.httpVersion = .http1Only
    configuration.networkFrameworkWaitForConnectivity = false
    // A server that is down is said at once, not after ten seconds of trying.
    configuration.connectionPool.retryConnectionEstablishment = false
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  private struct Answer {
    var response: Response
    var challenge: [UInt8]?
    var retryAfter: UInt64?
  }

  private static func exchange(
    _ client: HTTPClient, _ origin: String, _ call: Call, body: [UInt8]?,
    fields: [Request.Field], limit: Int
  ) async throws(ClientError) -> Answer {
    var request = HTTPClientRequest(url: origin + "\(call.path)")
    request.method = .RAW(value: "\(call.method)")
    for (name, value) in fields {
      request.headers.add(name: "\(name)", value: String(decoding: value, as: UTF8.self))
    }
    if let body { request.body = .bytes(ByteBuffer(bytes: body)) }
    do {
      let answer = try await client.execute(request, timeout: .seconds(120))
      // The client's own deadline ends with the head: a server that trickles would hold
      // us for ever.
      let deadline = ContinuousClock.now + patience(limit)
      var collected = ByteBuffer()
      // A body cut short or of a wrong length throws here.
      for try await piece in answer.body {
        guard collected.readableBytes + piece.readableBytes <= limit,
          ContinuousClock.now < deadline
        else { throw ClientError.unreachable }
        collected.writeImmutableBuffer(piece)
      }
      let challenge = answer.headers.first(name: "\(Work.challengeFieldName)")
        .flatMap { Work.challenge(field: Array($0.utf8)) }
      return Answer(
        response: Response(
          status: Int(answer.status.code), body: Array(collected.readableBytesView)),
        challenge: challenge,
        retryAfter: answer.headers.first(name: "retry-after").flatMap { UInt64($0) })
    } catch {
      throw .unreachable
    }
  }

  /// How long a body may take: a minute, and what a line of 8 kB a second needs for it.
  private static func patience(_ limit: Int) -> Duration {
    .seconds(60 + limit / 8_192)
  }

  private static func solve(
    _ challenge: [UInt8], bodyHash: [UInt8]
  ) async throws(ClientError) -> [UInt8] {
    guard challenge[0] <= Work.maxBits else { throw .vault(.nonsense) }
    let slice: UInt64 = 1 << 16
    var start: UInt64 = 0
    while true {
      if let work = Work.solve(
        challenge: challenge, bodyHash: bodyHash, from: start, tries: slice)
      {
        return work
      }
      start += slice
      if Task.isCancelled { throw .unreachable }
      await Task.yield()
    }
  }
}

extension Response {
  /// As ``message(_:)``, with this module's error.
  func messageOrClientError<M: WireMessage>() throws(ClientError) -> M {
    do {
      return try message()
    } catch {
      throw .vault(error)
    }
  }
}
