import Sodium
import Wire

/// The call by which a stretched phrase or code is hardened, for either operator.
struct Hardener {
  let keys: ServerKeys
  let gate: WorkGate
  let clock: ClockGuard
  let cards: CardStore

  /// What a card without a try left is told, whichever it is.
  private static let retrySeconds = 7_200

  /// One evaluation for each epoch. What is asked for can't be told from random bytes,
  /// and nothing about a wallet enters.
  func harden(_ incoming: Incoming) async throws -> Answer {
    let body = try await incoming.collect(upTo: Limits.unsignedMessageBytes)
    let request = try HardenRequest(decoding: body)
    guard request.credentialClass == .card || request.cardTag.allSatisfy({ $0 == 0 }),
      let element = Element(request.element)
    else { throw Refusal(.malformed) }
    try gate.require(incoming.source, .harden, work: request.work, body: body)
    let now = clock.read().served
    if request.credentialClass == .card {
      let hasTry = try await cards.takeTry(cardTag: request.cardTag, now: now)
      // Alike for every tag, there or not, and no work helps.
      if !hasTry { throw Refusal(challenge: nil, retryAfter: Self.retrySeconds) }
    } else {
      await cards.takeNoTry(now: now)
    }
    let evaluations = try keys.epochs.map { box in
      let (evaluated, proof) = try box.epoch.key.evaluate(element, info: request.info)
      return Evaluation(epoch: box.epoch.number, element: evaluated.bytes, proof: proof)
    }
    return .message(HardenAnswer(evaluations: evaluations), isTimed: true)
  }
}
