import Vault
import Wire

/// Something that is going on with the server: one request after the other, or several side by side.
class Activity {
  /// Bytes of documents that were moved, and those that will have been.
  var progress: (done: UInt64, total: UInt64) { (0, 0) }
  var isOver: Bool { true }

  /// The next request that may go out now; its answer comes with the same number.
  func next(_ ticket: Int) throws(CoreFailure) -> Request? { nil }
  func receive(_ response: Response, _ ticket: Int) throws(CoreFailure) {}
}

/// An exchange: strictly one request at a time.
final class ExchangeActivity: Activity {
  private let exchange: any Exchange
  private var isWaiting = false
  private var isDone = false

  init(_ exchange: any Exchange) {
    self.exchange = exchange
  }

  override var isOver: Bool { isDone }

  override func next(_ ticket: Int) throws(CoreFailure) -> Request? {
    guard !isWaiting else { return nil }
    do {
      guard let request = try exchange.next() else {
        isDone = true
        return nil
      }
      isWaiting = true
      return request
    } catch {
      throw .vault(error)
    }
  }

  override func receive(_ response: Response, _ ticket: Int) throws(CoreFailure) {
    isWaiting = false
    do {
      try exchange.receive(response)
    } catch {
      throw .vault(error)
    }
  }
}

/// An activity, and another once it is over.
final class InTurn: Activity {
  private var current: Activity
  private var following: (() throws(CoreFailure) -> Activity)?

  init(_ first: Activity, _ following: @escaping () throws(CoreFailure) -> Activity) {
    current = first
    self.following = following
  }

  override var isOver: Bool { current.isOver && following == nil }

  override func next(_ ticket: Int) throws(CoreFailure) -> Request? {
    if current.isOver, let following {
      self.following = nil
      current = try following()
    }
    return try current.next(ticket)
  }

  override func receive(_ response: Response, _ ticket: Int) throws(CoreFailure) {
    try current.receive(response, ticket)
  }
}

/// Requests that don't wait for each other.
final class RequestsActivity: Activity {
  private var requests: ArraySlice<Request>
  private var waiting = 0
  private let take: (Response) throws(VaultError) -> Void

  init(_ requests: [Request], _ take: @escaping (Response) throws(VaultError) -> Void) {
    self.requests = requests[...]
    self.take = take
  }

  override var isOver: Bool { requests.isEmpty && waiting == 0 }

  override func next(_ ticket: Int) throws(CoreFailure) -> Request? {
    guard let request = requests.popFirst() else { return nil }
    waiting += 1
    return request
  }

  override func receive(_ response: Response, _ ticket: Int) throws(CoreFailure) {
    waiting -= 1
    do {
      try take(response)
    } catch {
      throw .vault(error)
    }
  }
}
