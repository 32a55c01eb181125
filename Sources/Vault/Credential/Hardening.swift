import Sodium
import Wire

/// The hardening of one credential: blinds it, and turns the server's proven answer
/// into one slot for each epoch.
/// - SeeAlso: Specs/hardening.md.
struct Hardening: ~Copyable {
  private let stretched: Secret<Stretched>
  private let blinded: POPRF.Blinded
  private let epochs: EpochList

  init(_ credential: consuming WordsCredential, epochs: EpochList) throws(VaultError) {
    stretched = credential.stretched
    self.epochs = epochs
    do {
      blinded = try POPRF.blind(stretched)
    } catch {
      throw .hardeningFailed
    }
  }

  private var message: HardenRequest {
    HardenRequest(
      credentialClass: .words, cardTag: [UInt8](repeating: 0, count: 16),
      element: blinded.element.bytes)
  }

  borrowing func request() -> Request {
    Request(.harden, message, takesWork: true)
  }

  /// Where a credential's record may lie, and what opens it.
  struct Candidate: ~Copyable {
    let epoch: UInt32
    let slotID: SlotID
    let slotKey: Secret<SlotKeyPurpose>

    /// slotId and slotKey of N.
    init(epoch: UInt32, hardened: borrowing Secret<Hardened>) {
      self.epoch = epoch
      slotID = SlotID(hardened.deriveOpenly(.slotID, byteCount: 16))!  // 16 bytes asked for
      slotKey = hardened.derive(.slotKey)
    }
  }

  /// One candidate for each epoch, oldest first.
  ///
  /// - Throws: `.hardeningFailed` unless every epoch of the list is answered and
  ///   proven; nothing is concluded from a part.
  consuming func candidates(
    _ answer: HardenAnswer
  ) throws(VaultError) -> CandidateList {
    let info = message.info
    let answered = answer.evaluations.map { $0.epoch }
    let asked = epochs.epochs.map { $0.number }
    guard answered == asked else { throw .hardeningFailed }
    let list = CandidateList()
    for (epoch, evaluation) in zip(epochs.epochs, answer.evaluations) {
      // A second operator's answer is a later issue's: an epoch of two is refused.
      guard epoch.publicKeys.count == 1, let publicKey = Element(epoch.publicKeys[0]),
        let element = Element(evaluation.element)
      else { throw .hardeningFailed }
      let output: Secret<HardeningOutput>
      do {
        output = try POPRF.finalize(
          stretched, blinded, evaluated: element, proof: evaluation.proof, info: info,
          publicKey: publicKey)
      } catch {
        throw .hardeningFailed
      }
      let hardened: Secret<Hardened> = output.withBytes {
        stretched.derive(.hardened, data: $0)
      }
      list.append(Candidate(epoch: epoch.number, hardened: hardened))
    }
    return list
  }
}

/// The candidates of one credential, oldest epoch first.
final class CandidateList {
  private final class Box {
    let candidate: Hardening.Candidate
    init(_ candidate: consuming Hardening.Candidate) { self.candidate = candidate }
  }

  private var boxes: [Box] = []

  func append(_ candidate: consuming Hardening.Candidate) {
    boxes.append(Box(candidate))
  }

  /// The identifiers to read: one for each epoch, and random ones to make two.
  var slotIDs: [SlotID] {
    var ids = boxes.map { $0.candidate.slotID }
    while ids.count < 2 { ids.append(.random()) }
    return ids
  }

  /// The record that opens, of the newest epoch that has one; nil if none opens.
  ///
  /// Every record is tried, so that the work does not depend on which one opens.
  func open(
    _ records: [[UInt8]], epochs: EpochList
  ) throws(VaultError) -> SlotContents? {
    guard records.count == max(2, boxes.count) else { throw .nonsense }
    var newest: Secret<Plaintext>?
    for (box, record) in zip(boxes, records) {
      let id = box.candidate.slotID
      do {
        newest = try Seal.open(
          record.rawSpan, with: box.candidate.slotKey, label: .slot, context: id.bytes)
      } catch {
        continue
      }
    }
    guard let newest = newest.take() else { return nil }
    let found = try SlotContents(newest)
    if !epochs.hasBeginning(hash: found.epochListHash) {
      throw .damaged(.epochList)
    }
    return found
  }

  /// The newest epoch's slot, for a credential that is written now.
  func sealNewest(_ contents: SlotContents) -> Slot {
    let newest = boxes[boxes.count - 1]  // an epoch list is never empty
    return contents.seal(id: newest.candidate.slotID, key: newest.candidate.slotKey)
  }
}
