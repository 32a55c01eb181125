public import Wire

/// An order after which the space may answer nothing any more: a lock, or a deletion.
///
/// An answer that is no "done" says nothing of what happened, whatever it says, and neither does
/// none: the space is looked at. If it answers as before, the order is sent again. If it answers as
/// none, it may be for this order (what is between may have sent it twice) or for what another session
/// did: then the outcome is not known, and the session is over.
/// - SeeAlso: Specs/slots.md, "An order in doubt".
public final class SpaceOrder: Exchange {
  public enum Order: Equatable, Sendable {
    case lock(until: UInt64)
    /// At a time; 0: not any more.
    case delete(at: UInt64)
    case deleteNow
  }

  private enum Stage { case order, look, done }

  private static let mostTries = 3
  /// How far the time of a deletion may be from what was asked: the server counts it in the time in
  /// which it runs.
  private static let tolerance: UInt64 = 600

  private let compartment: Compartment
  private let order: Order
  private let request: Request
  private var stage = Stage.order
  private var tries = 0

  /// - Parameter now: the server's time, in seconds since 1970.
  /// - Throws: `.invalid(.lockEnd)`.
  public init(_ order: Order, of compartment: Compartment, now: UInt64) throws(VaultError) {
    self.compartment = compartment
    self.order = order
    request =
      switch order {
      case .lock(let until): try compartment.lockRequest(until: until, now: now)
      case .delete(let time): compartment.deleteRequest(at: time)
      // Any time in the past: the clocks need not agree.
      case .deleteNow: compartment.deleteRequest(at: 1)
      }
  }

  public var isDone: Bool { stage == .done }

  /// Says that the last request's answer did not come.
  ///
  /// - Parameter isRefused: whether it was told to come later: then it is not sent again.
  /// - Throws: `.orderUnknown` if nothing answers.
  public func answerWasLost(isRefused: Bool = false) throws(VaultError) {
    guard stage == .order else { throw .orderUnknown }
    if isRefused { tries = Self.mostTries }
    stage = .look
  }

  public func next() throws(VaultError) -> Request? {
    switch stage {
    case .order:
      tries += 1
      return request
    case .look: return Request(.openSpace, NoFields(), signer: compartment.signer)
    case .done: return nil
    }
  }

  public func receive(_ response: Response) throws(VaultError) {
    switch stage {
    case .order:
      do throws(VaultError) {
        try response.done()
        finish()
      } catch .refused(.notFound) {
        throw .noSuchWallet
      } catch {
        stage = .look
      }
    case .look: try receiveLook(response)
    case .done: throw .nonsense
    }
  }

  private func receiveLook(_ response: Response) throws(VaultError) {
    let answer: OpenSpaceAnswer
    do {
      answer = try response.message()
    } catch {
      throw error == .refused(.notFound) ? .noSuchWallet : .orderUnknown
    }
    if isAsOrdered(answer) { return finish() }
    guard tries < Self.mostTries else { throw .orderNotDone }
    stage = .order
  }

  /// Whether a space that answers is as it was to be.
  private func isAsOrdered(_ answer: OpenSpaceAnswer) -> Bool {
    switch order {
    case .lock, .deleteNow: false
    case .delete(at: 0): answer.deleteAt == 0
    case .delete(let time):
      answer.deleteAt != 0
        && max(answer.deleteAt, time) - min(answer.deleteAt, time) <= Self.tolerance
    }
  }

  private func finish() {
    if case .delete(let time) = order { compartment.noteDeletion(at: time) }
    stage = .done
  }
}
