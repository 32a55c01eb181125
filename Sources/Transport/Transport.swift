import Dispatch
import Synchronization

/// Exchanges over HTTP/1.1 with one server, by libcurl.
///
/// Nothing is followed, decoded, cached or kept: no redirect, no compression, no cookie, no
/// proxy of the environment. Connections stay open between exchanges. As in a browser, a request
/// on a connection that turns out to be closed, without a byte of an answer, is sent once more on
/// a new one.
public final class Transport: Sendable {
  /// Scheme, host and port, without a path.
  public let origin: String
  /// Transfers that wait for the next exchange, each with its connection.
  private let idle = Mutex<[Transfer]>([])

  /// - Parameter origin: `http://host:port` or `https://host`.
  public init(to origin: String) {
    self.origin = origin
  }

  /// A request of one path.
  public struct Request: Sendable {
    public var method: String
    /// With its slash, sent as it is.
    public var path: String
    public var fields: [(name: String, value: String)]
    /// nil for none.
    public var body: [UInt8]?

    public init(
      method: String, path: String, fields: [(name: String, value: String)] = [],
      body: [UInt8]? = nil
    ) {
      self.method = method
      self.path = path
      self.fields = fields
      self.body = body
    }
  }

  /// An answer that came whole, or as far as was asked for.
  public struct Answer: Sendable {
    public internal(set) var status: Int
    /// In their order, their names in lower case.
    public internal(set) var fields: [(name: String, value: String)]
    public internal(set) var body: [UInt8]

    /// The first field of a name in lower case.
    public func field(_ name: String) -> String? {
      fields.first { $0.name == name }?.value
    }
  }

  /// Sends a request and waits for its answer.
  ///
  /// A line that carries less than 512 bytes a second for 30 seconds is given up, and so is an exchange
  /// that takes longer than a minute and what a line of 8 kB a second needs for both bodies.
  ///
  /// - Parameter limit: the most bytes of the answer's body. What is beyond is not waited for:
  ///   a longer one is given as far as it was read, some bytes more than `limit`.
  /// - Throws: `.failed` for a server that is not there, an answer that is no HTTP, comes too
  ///   slowly or not whole, and for a task that was cancelled; `.malformed` before anything is sent.
  public func exchange(
    _ request: Request, limit: Int
  ) async throws(TransportError) -> Answer {
    let transfer = idle.withLock { $0.popLast() } ?? Transfer()
    let cancelled = Transfer.Flag()
    let patience = 60 + (limit + (request.body?.count ?? 0)) / 8_192
    let result: Result<Answer, TransportError> = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        // libcurl waits on the calling thread, which has to be none of the tasks'.
        DispatchQueue.global().async { [origin] in
          continuation.resume(
            returning: transfer.perform(
              request, at: origin, limit: limit, seconds: patience, unless: cancelled))
        }
      }
    } onCancel: {
      cancelled.set()
    }
    idle.withLock { $0.append(transfer) }
    return try result.get()
  }
}

/// Why an exchange came to nothing.
public enum TransportError: Error, Equatable, Sendable {
  /// No whole answer came in time.
  case failed
  /// A field of the request, its method or its address has bytes that it can't have.
  case malformed
}
