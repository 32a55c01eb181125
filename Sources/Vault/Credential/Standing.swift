import Sodium
import Wire

/// What the server says of a space beside its journal.
struct Standing: Sendable {
  /// Of each of the four slots, in order.
  var slotHashes: [[UInt8]]
  /// When each slot's wait was started, in seconds since 1970, or 0.
  var requestedAt: [UInt64]
  /// When the space is to be deleted, in seconds since 1970, or 0.
  var deleteAt: UInt64
  /// What the slot is that the session was opened from.
  let openedFrom: SlotRole
  /// The tag that goes with it, if it is a card.
  let cardTag: [UInt8]
  /// Where it lies; nil where that can't be seen, as of a recovery.
  var ownPlace: Int?

  var slotsHash: [UInt8] { Slot.hash(of: slotHashes) }

  /// Of a space without slots: that of a local file, or of a vector.
  static let none = Standing(
    written: [], deleteAt: 0, openedFrom: .words, cardTag: CardTags.none.first, at: nil)

  /// After all four slots were written.
  init(
    written slots: [Slot], deleteAt: UInt64, openedFrom: SlotRole, cardTag: [UInt8],
    at place: Int?
  ) {
    slotHashes = slots.map { $0.hash }
    requestedAt = Array(repeating: 0, count: slots.count)
    self.deleteAt = deleteAt
    self.openedFrom = openedFrom
    self.cardTag = cardTag
    ownPlace = place
  }

  /// As an opening finds it.
  init(_ answer: OpenSpaceAnswer, found: FoundSlot, role: SlotRole, cardTag: [UInt8]) {
    slotHashes = answer.slotHashes
    requestedAt = answer.requestedAt
    deleteAt = answer.deleteAt
    openedFrom = role
    self.cardTag = cardTag
    // The server gave the record, and says which hash stands where: both together can't lie
    // about the place. A recovery slot's wait is not known here.
    let own = Slot(id: found.id, record: found.record, waitHours: 0).hash
    ownPlace = answer.slotHashes.firstIndex(of: own)
  }
}

/// Somebody read the slot of the recovery shares.
public struct RecoveryAttempt: Equatable, Sendable {
  /// When the wait began, in seconds since 1970.
  public let requestedAt: UInt64
  /// From when on the shares open the wallet, in seconds since 1970, unless it is locked
  /// meanwhile.
  public let releasedAt: UInt64

  public init(requestedAt: UInt64, releasedAt: UInt64) {
    self.requestedAt = requestedAt
    self.releasedAt = releasedAt
  }
}

extension Compartment {
  /// What stands where; nil if that is not known, and then every slot but one's own has to be
  /// written anew.
  public var layout: SlotLayout? {
    guard let layout = state.layout(inForceFor: standing.slotsHash) else { return nil }
    guard standing.openedFrom != .recovery else { return layout }
    // What it is opened from has to be where the layout says.
    guard let place = standing.ownPlace, layout.roles[place] == standing.openedFrom else {
      return nil
    }
    return layout
  }

  /// Whether a card opens it too.
  public var hasCard: Bool { layout?.place(of: .card) != nil }

  /// Whether recovery shares open it too.
  public var hasRecovery: Bool { layout?.place(of: .recovery) != nil }

  /// How long recovery waits, in hours; nil if none was prepared.
  public var recoveryWaitHours: UInt16? {
    guard let layout, let place = layout.place(of: .recovery) else { return nil }
    return place == Int(layout.waitPlace) ? layout.waitHours : 0
  }

  /// What the session was opened from.
  public var openedFrom: SlotRole { standing.openedFrom }

  /// Another's attempt to recover that is under way or was not taken up yet.
  public var recoveryAttempt: RecoveryAttempt? {
    guard openedFrom != .recovery, let requestedAt = standing.requestedAt.max(), requestedAt > 0
    else { return nil }
    let hours = recoveryWaitHours ?? layout?.waitHours ?? Limits.waitHours
    return RecoveryAttempt(
      requestedAt: requestedAt, releasedAt: requestedAt + UInt64(hours) * 3_600)
  }

  /// When the wallet is to be deleted, in seconds since 1970, or 0.
  public var deleteAt: UInt64 { standing.deleteAt }

  /// Notes down that the server took a new time for the deletion; 0 for none.
  public func noteDeletion(at time: UInt64) { standing.deleteAt = time }
}
