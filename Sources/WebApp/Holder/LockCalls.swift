import Share
import Sodium
import Vault
import Wire

/// Locks the wallet until a time. The page ends the session when it is done, as it does when the
/// service answers for the wallet as for none: which of the two it was, nobody sees.
final class LockWallet: Operation {
  private let session: Session
  private let until: UInt64
  private let order = OrderInProgress()

  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    self.session = session
    until = try input.number()
  }

  override func proceed() throws(CoreFailure) -> Activity? {
    try order.proceed(.lock(until: until), of: session)
  }

  override func absorbs(_ failure: CoreFailure) -> Bool { order.absorbs(failure) }
}

/// An order that may take the space away, as a part of an operation.
final class OrderInProgress {
  private var exchange: SpaceOrder?
  private var failure: CoreFailure?
  private var refusal: CoreFailure?

  /// The activity that comes next; nil when it is done.
  func proceed(
    _ order: SpaceOrder.Order, of session: Session
  ) throws(CoreFailure) -> Activity? {
    if let failure { throw failure }
    if let exchange { return exchange.isDone ? nil : ExchangeActivity(exchange) }
    let compartment = try session.compartment()
    let now = session.around.serverTime
    let exchange = try core { () throws(VaultError) in
      try SpaceOrder(order, of: compartment, now: now)
    }
    self.exchange = exchange
    return ExchangeActivity(exchange)
  }

  /// Whether a failure was that no answer came, about which the exchange finds out.
  func absorbs(_ failure: CoreFailure) -> Bool {
    guard let exchange, self.failure == nil else { return false }
    var isRefused = false
    switch failure {
    case .unreachable: break
    case .tooManyCalls:
      isRefused = true
      refusal = failure
    case .vault(.orderNotDone):
      // Not done, and when to come again was said.
      guard let refusal else { return false }
      self.failure = refusal
      return true
    default: return false
    }
    do {
      try exchange.answerWasLost(isRefused: isRefused)
    } catch {
      self.failure = .vault(error)
    }
    return true
  }
}

/// A code as it is printed on a stub, whole: what was typed may lack its check.
final class WholeCode: Operation {
  private let code: RevocationCode

  init(_ input: Input) throws(CoreFailure) {
    guard let code = RevocationCode(typed: try input.bytes()) else {
      throw .vault(.invalid(.code))
    }
    self.code = code
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    json.object()
    json.text("code", code.printed)
    json.end()
  }
}

/// Ends a grant with the code of its stub. The service answers the same for every code.
final class RevokeByCode: Operation {
  private let code: RevocationCode
  private var isAsked = false

  init(_ input: Input) throws(CoreFailure) {
    guard let code = RevocationCode(typed: try input.bytes()) else {
      throw .vault(.invalid(.code))
    }
    self.code = code
  }

  override func proceed() throws(CoreFailure) -> Activity? {
    guard !isAsked else { return nil }
    isAsked = true
    return RequestsActivity([code.revokeRequest()]) { (response) throws(VaultError) in
      try response.done()
    }
  }
}
