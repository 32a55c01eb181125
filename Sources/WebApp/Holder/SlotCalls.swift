import Sodium
import Vault
import Wire

/// Changes what opens the wallet beside the phrase; its result is the wallet as it is then.
class SlotCall: Operation {
  fileprivate let session: Session
  private var isAsked = false

  init(_ session: Session) {
    self.session = session
  }

  override func proceed() throws(CoreFailure) -> Activity? {
    guard !isAsked else { return nil }
    isAsked = true
    return ExchangeActivity(
      try exchange(session.compartment(), time: session.around.serverTime))
  }

  fileprivate func exchange(
    _ compartment: Compartment, time: UInt64
  ) throws(CoreFailure) -> WriteSlots {
    throw .badCall
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    try json.summary(session)
  }
}

/// Makes a card that opens the wallet, instead of the one that does.
final class AddCard: SlotCall {
  private let typed: TypedCard

  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    typed = try TypedCard(input)
    super.init(session)
  }

  override fileprivate func exchange(
    _ compartment: Compartment, time: UInt64
  ) throws(CoreFailure) -> WriteSlots {
    let typed = typed
    return try core { () throws(VaultError) in
      try WriteSlots(card: typed.credential(), of: compartment, time: time)
    }
  }
}

final class VoidCard: SlotCall {
  override fileprivate func exchange(
    _ compartment: Compartment, time: UInt64
  ) throws(CoreFailure) -> WriteSlots {
    try core { () throws(VaultError) in try .withoutCard(compartment, time: time) }
  }
}

/// Sets recovery up with shares that were drawn, instead of the shares that there are.
final class SetUpRecovery: SlotCall {
  private let typed: TypedShares
  private let waitHours: UInt16

  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    typed = try TypedShares(input)
    guard let hours = UInt16(exactly: try input.number()) else { throw .badCall }
    waitHours = hours
    super.init(session)
  }

  override fileprivate func exchange(
    _ compartment: Compartment, time: UInt64
  ) throws(CoreFailure) -> WriteSlots {
    let recovery = try typed.credential()
    do {
      return try WriteSlots(
        recovery: recovery, waitHours: waitHours, of: compartment, time: time)
    } catch {
      throw .vault(error)
    }
  }
}

/// Makes the shares void, and an attempt with them.
final class StopRecovery: SlotCall {
  override fileprivate func exchange(
    _ compartment: Compartment, time: UInt64
  ) throws(CoreFailure) -> WriteSlots {
    try core { () throws(VaultError) in try .withoutRecovery(compartment, time: time) }
  }
}

/// Keeps what opened the session and nothing else, where it is not known what stands where.
final class WriteSlotsAnew: SlotCall {
  override fileprivate func exchange(
    _ compartment: Compartment, time: UInt64
  ) throws(CoreFailure) -> WriteSlots {
    try core { () throws(VaultError) in try .anew(compartment, time: time) }
  }
}
