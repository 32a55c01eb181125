import Transport
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
  public var origin: String { transport.origin }
  public let info: Info
  /// What the server's clock shows less what ours does, in seconds.
  private let clockOffset: Int64
  private let transport: Transport
  /// The second operator's, if there is one.
  private let hardener: Transport?
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
    let transport = Transport(to: origin)
    let response = try await exchange(
      transport, .info, body: nil, fields: [], limit: Call.info.answerBytes)
    return Service(
      info: try response.response.messageOrClientError(), transport: transport, clock: clock)
  }

  private init(info: Info, transport: Transport, clock: @escaping @Sendable () -> UInt64) {
    self.info = info
    self.transport = transport
    self.clock = clock
    hardener =
      info.hardener.isEmpty
      ? nil : Transport(to: String(decoding: info.hardener, as: UTF8.self))
    clockOffset = Int64(clamping: info.time) - Int64(clamping: clock())
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
    case .authority: return try await send(request, over: transport)
    case .hardener:
      guard let hardener else { return .none }
      do {
        return try await send(request, over: hardener)
      } catch .unreachable {
        // What it means that the second operator is away, the exchange says.
        return .none
      }
    }
  }

  private func send(
    _ request: Request, over transport: Transport
  ) async throws(ClientError) -> Response {
    var request = request
    var triedWork = false
    var signatures = 1
    while true {
      let answer = try await Service.exchange(
        transport, request.call, body: request.body,
        fields: request.signatureFields(time: serverTime, authority: info.authority)
          + [("content-type", asciiBytes(request.contentType))],
        limit: request.call.answerBytes)
      // What is between sent it twice: the first may have been done, and the second says which.
      if answer.response.isSignatureUsed, signatures < Request.mostSignatures {
        signatures += 1
        continue
      }
      guard answer.response.status == Problem.tooManyCalls.status else {
        return request.answered(answer.response)
      }
      guard !triedWork, let challenge = answer.challenge, let hash = request.workBodyHash else {
        throw .tooManyCalls(retryAfter: answer.retryAfter ?? 60)
      }
      triedWork = true
      request.add(work: try await Service.solve(challenge, bodyHash: hash))
    }
  }

  /// How far this machine's clock may be from the server's without a word.
  public static let unremarkableSeconds: Int64 = 86_400

  /// Whether this machine's clock and the server's are of different days.
  public var clocksDiffer: Bool { abs(clockOffset) > Service.unremarkableSeconds }

  // MARK: HTTP

  private struct Answer {
    var response: Response
    var challenge: [UInt8]?
    var retryAfter: UInt64?
  }

  private static func exchange(
    _ transport: Transport, _ call: Call, body: [UInt8]?, fields: [Request.Field], limit: Int
  ) async throws(ClientError) -> Answer {
    let request = Transport.Request(
      method: "\(call.method)", path: "\(call.path)",
      fields: fields.map { ("\($0.0)", String(decoding: $0.1, as: UTF8.self)) }, body: body)
    let answer: Transport.Answer
    do {
      answer = try await transport.exchange(request, limit: limit)
    } catch {
      throw .unreachable
    }
    guard answer.body.count <= limit else { throw .unreachable }
    let challenge = answer.field("\(Work.challengeFieldName)")
      .flatMap { Work.challenge(field: Array($0.utf8)) }
    return Answer(
      response: Response(status: answer.status, body: answer.body), challenge: challenge,
      retryAfter: answer.field("retry-after").flatMap { UInt64($0) })
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
