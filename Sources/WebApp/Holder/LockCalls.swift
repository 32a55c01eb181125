import Share
import Sodium
import Vault
import Wire

/// Locks the wallet until a time. The page ends the session when it is done, as it does when the
/// service answers for the wallet as for none: which of the two it was, nobody sees.
final class LockWallet: Operation {
  private let session: Session
  private let until: UInt64
  private var isAsked = false

  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    self.session = session
    until = try input.number()
  }

  override func proceed() throws(CoreFailure) -> Activity? {
    guard !isAsked else { return nil }
    isAsked = true
    let compartment = try session.compartment()
    let now = session.around.serverTime
    let until = until
    let request = try core { () throws(VaultError) in
      try compartment.lockRequest(until: until, now: now)
    }
    return RequestsActivity([request], LockWallet.take)
  }

  private static func take(_ response: Response) throws(VaultError) {
    do throws(VaultError) {
      try response.done()
    } catch .refused(.notFound) {
      throw .noSuchWallet
    }
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
