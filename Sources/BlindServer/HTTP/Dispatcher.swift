import HTTPTypes
import HummingbirdCore
import Listener
import Logging
import NIOCore
import NIOHTTP1
import Wire

/// From a request to its call, from its outcome to a response, and one line in the log.
struct Dispatcher: Responder {
  let service: BlindService
  private let calls: [String: [Call]]

  init(_ service: BlindService) {
    self.service = service
    calls = Dictionary(grouping: Call.allCases) { "\($0.path)" }
  }

  func respond(to request: Request, over channel: any Channel) async throws -> Response {
    let arrival = ContinuousClock.now
    guard let paths = calls[request.head.path ?? ""] else {
      return refuse(Refusal(.notFound), "-", arrival)
    }
    guard let call = paths.first(where: { "\($0.method)" == request.method.rawValue }) else {
      let allowed = paths.map { "\($0.method)" }.joined(separator: ", ")
      return refuse(Refusal(allowing: allowed), "\(paths[0].path)", arrival)
    }
    let incoming = Incoming(
      call: call, headers: request.headers, body: request.body,
      source: Source(
        peer: channel.peer, forwardedFor: request.headers[.forwardedFor],
        trustedProxy: service.configuration.trustedProxy,
        places: service.configuration.places), arrival: arrival,
      memory: service.memory,
      contentLength: request.headers[.contentLength].flatMap { Incoming.length($0) })
    if let wait = service.pace.take(incoming.source) { try await Task.sleep(for: wait) }
    return try await respond(to: incoming, channel)
  }

  private func respond(to incoming: Incoming, _ channel: any Channel) async throws -> Response {
    let step = service.configuration.deadline
    do {
      let answer = try await service.answer(incoming)
      // Made before the wait, as how long it takes may tell something.
      let response = try answer.response(from: service.storage, for: incoming)
      if answer.isTimed { await Deadline.wait(since: incoming.arrival, step: step) }
      log(incoming, answer.status.code, answer.byteCount)
      return response
    } catch let error as HTTPParserError {
      throw error
    } catch {
      let refusal = Refusal(error)
      service.pace.refuse(incoming.source)
      if refusal.problem == .internalError || refusal.problem == .unavailable {
        service.configuration.logger.error("\(incoming.call.path): \(Self.reason(error))")
      }
      var response = refusal.response
      // One answer for all that is not there, at a moment that tells nothing.
      if refusal.problem == .notFound { await Deadline.wait(since: incoming.arrival, step: step) }
      log(incoming, refusal.problem.status, refusal.problem.body.count)
      if isLeftUnread(incoming, refusal) { hangUp(after: &response, channel) }
      return response
    }
  }

  private func refuse(
    _ refusal: Refusal, _ path: String, _ arrival: ContinuousClock.Instant
  ) -> Response {
    RequestLog.write(
      service.configuration.logger, "?", path, refusal.problem.status, 0,
      ContinuousClock.now - arrival)
    return refusal.response
  }

  private func log(_ incoming: Incoming, _ status: Int, _ byteCount: Int) {
    RequestLog.write(
      service.configuration.logger, incoming.call, status, byteCount, since: incoming.arrival)
  }

  /// What a failure is called in the log: nothing that a request brought.
  private static func reason(_ error: any Error) -> String {
    switch error {
    case let error as SystemError: "\(error)"
    case let error as StorageError: "\(error)"
    case let error as Refusal: "\(error.problem)"
    case is WitnessError:
      "the ledger's witness can't be written: no lock, deletion or change of credentials is made"
    default: FailureReason.describe(error)
    }
  }

  // MARK: Bodies that nobody reads

  /// Whether more of the body may follow than is worth waiting for.
  private func isLeftUnread(_ incoming: Incoming, _ refusal: Refusal) -> Bool {
    switch refusal.problem {
    case .tooLarge, .timeout: true
    default: (incoming.contentLength ?? Limits.messageBytes) > 4 * Limits.messageBytes
    }
  }

  /// Ends the connection once the answer is out, or a sender could keep it busy for
  /// ever with a body that was refused.
  private func hangUp(after response: inout Response, _ channel: any Channel) {
    response.headers[.connection] = "close"
    let body = response.body
    response.body = ResponseBody(contentLength: body.contentLength) { writer in
      try await body.write(writer)
      channel.close(promise: nil)
    }
  }
}
