import Sodium
import Wire

/// The hardening of one credential: asks each operator with a blind of its own, and turns
/// their proven answers into one slot for each epoch.
///
/// A recovery credential asks in the same way and uses nothing of the answers, whatever they
/// are: who lost the hardening keys still recovers.
/// - SeeAlso: Specs/hardening.md.
final class Hardening {
  private let stretched: Secret<Stretched>
  private let recovery: SharedSecret<RecoveryKey>?
  private let epochs: EpochsAtHand
  /// What the credential's slot is.
  let role: SlotRole
  /// The tag by which operator 1 counts a card's wrong codes; zeros for others.
  let cardTag: [UInt8]
  private let first: OperatorHardening
  private let second: OperatorHardening?
  /// Of each operator that has answered, by epoch, in the list's order.
  private var outputs: [[SharedSecret<HardeningOutput>]] = []

  init(_ credential: consuming Credential, epochs: EpochsAtHand) throws(VaultError) {
    self.epochs = epochs
    role = credential.role
    var tags = CardTags.none
    switch consume credential {
    case .words(let words):
      stretched = words.stretched
      recovery = nil
    case .card(let card):
      tags = card.tags
      stretched = card.stretched
      recovery = nil
    case .recovery(let recovered):
      stretched = recovered.stretched.copy()
      recovery = SharedSecret(recovered.secret.copy())
    }
    cardTag = tags.first
    let credentialClass: HardenClass = role == .card ? .card : .words
    first = try OperatorHardening(
      1, stretched, credentialClass, cardTag: tags.first, epochs: epochs.all)
    second =
      epochs.all.epochs.contains { $0.publicKeys.count == 2 }
      ? try OperatorHardening(
        2, stretched, credentialClass, cardTag: tags.second, epochs: epochs.all) : nil
  }

  private var asked: Int { outputs.count }

  /// The next request; nil once every operator was asked.
  func next() -> Request? {
    switch asked {
    case 0: first.request()
    case 1: second?.request()
    default: nil
    }
  }

  /// What is asked of the second operator while the first one answers.
  var following: Request? { asked == 0 ? second?.request() : nil }

  /// Takes the answer to the last request.
  ///
  /// - Throws: `.hardeningFailed` unless every epoch of the list is answered and
  ///   proven; nothing is concluded from a part.
  func receive(_ response: Response) throws(VaultError) {
    do throws(VaultError) {
      if asked == 0 {
        outputs.append(try first.outputs(of: response, stretched))
      } else if let second {
        outputs.append(try second.outputs(of: response, stretched))
      }
    } catch {
      guard recovery != nil else { throw error }
      outputs.append([])
    }
  }

  /// One candidate for each epoch, oldest first.
  func candidates() throws(VaultError) -> CandidateList {
    let list = CandidateList(
      role: role, cardTag: cardTag, certainCount: epochs.certain.epochs.count)
    if let recovery {
      list.append(Candidate(recovery: recovery.secret))
      // As many as of words: the others are nobody's.
      for _ in epochs.all.epochs.dropFirst() { list.append(Candidate()) }
      return list
    }
    var secondIndex = 0
    for (index, epoch) in epochs.all.epochs.enumerated() {
      var second: SharedSecret<HardeningOutput>?
      if epoch.publicKeys.count == 2 {
        guard outputs.count == 2 else { throw .nonsense }
        second = outputs[1][secondIndex]
        secondIndex += 1
      }
      list.append(candidate(outputs[0][index], second))
    }
    return list
  }

  /// N = K(stretched, "pde1/n", out_1 [|| out_2]), and what it names.
  private func candidate(
    _ first: SharedSecret<HardeningOutput>, _ second: SharedSecret<HardeningOutput>?
  ) -> Candidate {
    var data = SecretBuffer(capacity: 128)
    first.secret.withBytes { data.append($0) }
    second?.secret.withBytes { data.append($0) }
    let hardened: Secret<Hardened> = data.withBytes { stretched.derive(.hardened, data: $0) }
    return Candidate(hardened: hardened)
  }
}

/// What one operator is asked, and what its answers come to.
private final class OperatorHardening {
  private let number: UInt8
  private let message: HardenRequest
  private let blinded: POPRF.Blinded
  /// The epochs in which this operator has a key, with the key.
  private let keys: [(epoch: UInt32, publicKey: [UInt8])]

  init(
    _ number: UInt8, _ stretched: borrowing Secret<Stretched>, _ credentialClass: HardenClass,
    cardTag: [UInt8], epochs: EpochList
  ) throws(VaultError) {
    self.number = number
    let place = Int(number) - 1
    keys = epochs.epochs.compactMap {
      place < $0.publicKeys.count ? ($0.number, $0.publicKeys[place]) : nil
    }
    do {
      blinded = try POPRF.blind(stretched)
    } catch {
      throw .hardeningFailed(.notProven(operator: number))
    }
    message = HardenRequest(
      credentialClass: credentialClass, cardTag: cardTag, element: blinded.element.bytes)
  }

  func request() -> Request {
    Request(.harden, message, to: number == 1 ? .authority : .hardener, takesWork: true)
  }

  /// One output for each epoch in which this operator has a key.
  func outputs(
    of response: Response, _ stretched: borrowing Secret<Stretched>
  ) throws(VaultError) -> [SharedSecret<HardeningOutput>] {
    let answer: HardenAnswer
    do {
      answer = try response.message()
    } catch {
      // The service's own refusals keep their names; the second operator is there or not.
      throw number == 1 ? error : .hardeningFailed(.unreachable(operator: number))
    }
    let failed = VaultError.hardeningFailed(.notProven(operator: number))
    guard answer.evaluations.map({ $0.epoch }) == keys.map({ $0.epoch }) else { throw failed }
    let info = message.info
    var outputs: [SharedSecret<HardeningOutput>] = []
    for (key, evaluation) in zip(keys, answer.evaluations) {
      guard let publicKey = Element(key.publicKey), let element = Element(evaluation.element)
      else { throw failed }
      do {
        outputs.append(
          SharedSecret(
            try POPRF.finalize(
              stretched, blinded, evaluated: element, proof: evaluation.proof, info: info,
              publicKey: publicKey)))
      } catch {
        throw failed
      }
    }
    return outputs
  }
}
