import Sodium
import Vault
import Wire

/// Changes everything: every grant is revoked, then one request gives the wallet another root key
/// and another phrase. Card and recovery shares from before are void.
final class ChangeEverything: Operation {
  private let session: Session
  private let typed: Typed
  private let revoking: RevokeGrants
  private var exchange: RekeyWallet?
  /// Ends what another session shared between the revocations and the change.
  private var revokingAgain: RevokeGrants?

  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    self.session = session
    typed = try Typed(input)
    revoking = try RevokeGrants(all: session)
  }

  override func proceed() throws(CoreFailure) -> Activity? {
    guard let exchange else {
      if let activity = try revoking.proceed() { return activity }
      let compartment = try session.compartment()
      let time = session.around.serverTime
      let words = try typed.credential()
      do {
        let exchange = try RekeyWallet(
          compartment, to: NewCredentials(words: words), time: time)
        self.exchange = exchange
        return ExchangeActivity(exchange)
      } catch {
        throw .vault(error)
      }
    }
    guard !exchange.isTaken else { throw .taken }
    if isUnknown { throw .vault(.outcomeUnknown) }
    // Not over yet: the answer was lost, and what is asked next tells.
    guard let compartment = exchange.compartment else { return ExchangeActivity(exchange) }
    if isOver { return nil }
    if let revokingAgain { return try revokingAgain.proceed() }
    session.open(compartment)
    let again = try RevokeGrants(all: session)
    revokingAgain = again
    return try again.proceed()
  }

  private var isOver = false

  /// No answer came to the one request that changes anything.
  override func absorbs(_ failure: CoreFailure) -> Bool {
    guard let exchange else { return revoking.absorbs(failure) }
    if revokingAgain != nil {
      // Everything was changed, and the holder has to hear the new phrase: a share that could not
      // be ended stands in the list as what it is, live.
      isOver = true
      return true
    }
    switch failure {
    case .unreachable, .tooManyCalls: break
    default: return false
    }
    guard exchange.answerWasLost() else { return false }
    if hasLookedAgain { isUnknown = true }
    hasLookedAgain = true
    return true
  }

  private var hasLookedAgain = false
  /// Neither the change nor what was asked after it was answered.
  private var isUnknown = false

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    try json.summary(session)
  }
}
