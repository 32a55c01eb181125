import Sodium
import Wire

/// Where a credential's record may lie, and what opens it.
final class Candidate {
  let slotID: SlotID
  let slotKey: Secret<SlotKeyPurpose>

  /// Nobody's: what fills a list up.
  init() {
    slotID = .random()
    slotKey = .random(byteCount: 32)
  }

  /// slotId and slotKey of R.
  init(recovery: borrowing Secret<RecoveryKey>) {
    slotID = SlotID(recovery.deriveOpenly(.recoveryID, byteCount: 16))!  // 16 bytes asked for
    slotKey = recovery.derive(.recoveryKey)
  }

  /// slotId and slotKey of N.
  init(hardened: borrowing Secret<Hardened>) {
    slotID = SlotID(hardened.deriveOpenly(.slotID, byteCount: 16))!  // 16 bytes asked for
    slotKey = hardened.derive(.slotKey)
  }
}

/// The slot that a credential opened.
struct FoundSlot {
  let contents: SlotContents
  let id: SlotID
  let record: [UInt8]
  /// Whether it was written under an older epoch than the newest.
  let isOfOlderEpoch: Bool
}

/// The candidates of one credential, oldest epoch first.
final class CandidateList {
  /// What the credential's slot is.
  let role: SlotRole
  /// The tag by which operator 1 counts a card's wrong codes; zeros for others.
  let cardTag: [UInt8]
  private var candidates: [Candidate] = []
  /// How many of them are of epochs that are certain.
  private let certainCount: Int

  init(role: SlotRole, cardTag: [UInt8], certainCount: Int) {
    self.role = role
    self.cardTag = cardTag
    self.certainCount = certainCount
  }

  func append(_ candidate: Candidate) {
    candidates.append(candidate)
  }

  /// The identifiers to read: one for each epoch, and random ones to make two.
  var slotIDs: [SlotID] {
    var ids = candidates.map { $0.slotID }
    while ids.count < 2 { ids.append(.random()) }
    return ids
  }

  /// The slot that opens, of the newest epoch that has one; nil if none opens.
  ///
  /// Every record is tried, so that the work does not depend on which one opens.
  func open(
    _ records: [[UInt8]], epochs: EpochList, isPinned: Bool
  ) throws(VaultError) -> FoundSlot? {
    guard records.count == max(2, candidates.count) else { throw .nonsense }
    var newest: Secret<Plaintext>?
    var place = 0
    for (index, (candidate, record)) in zip(candidates, records).enumerated() {
      do {
        newest = try Seal.open(
          record.rawSpan, with: candidate.slotKey, label: .slot,
          context: candidate.slotID.bytes)
        place = index
      } catch {
        continue
      }
    }
    guard let newest = newest.take() else { return nil }
    let found = try SlotContents(newest)
    // Recovery hangs from no epoch: it opens under a list that the holder has pinned, also
    // when that is a new one, made after the keys of all others were lost.
    if epochs.beginning(hash: found.epochListHash) == nil, !(role == .recovery && isPinned) {
      throw .damaged(.epochList)
    }
    return FoundSlot(
      contents: found, id: candidates[place].slotID, record: records[place],
      isOfOlderEpoch: role != .recovery && place < candidates.count - 1)
  }

  /// The slot of the newest epoch that is certain, for a credential that is written now.
  func sealNewest(_ contents: SlotContents, waitHours: UInt16 = 0) -> Slot {
    // Recovery has one that counts, which is the first; an epoch list is never empty.
    let candidate = candidates[role == .recovery ? 0 : certainCount - 1]
    return contents.seal(
      id: candidate.slotID, key: candidate.slotKey, waitHours: waitHours)
  }
}
