import Synchronization
import Wire

/// How many signed calls a wallet may make: so many a second, ten times as many at once.
/// - SeeAlso: Specs/http.md, "Work and rates".
final class WalletRate: Sendable {
  /// Seconds of a rate that can be used at once.
  static let burstSeconds: Double = 10

  private let perSecond: Double
  private let time: TimeSource
  private let state: Mutex<State>

  private struct State {
    var buckets: Buckets<SpaceID>
    var forgottenAt = 0.0
  }

  init(_ time: TimeSource, perSecond: UInt32, mostWallets: Int = 50_000) {
    self.time = time
    self.perSecond = Double(max(1, perSecond))
    // A bucket that nobody takes from is full after as long.
    var buckets = Buckets<SpaceID>(lifetime: Self.burstSeconds)
    buckets.mostBuckets = mostWallets
    state = Mutex(State(buckets: buckets))
  }

  /// Takes a call of a wallet whose signature is right.
  /// - Throws: `.tooManyCalls` for a second.
  func take(_ space: SpaceID) throws(Refusal) {
    let now = Double(time.uptimeNanoseconds()) / 1e9
    let isLeft = state.withLock { state in
      if state.buckets.hasNoRoom(for: space), now - state.forgottenAt >= 1 {
        state.buckets.forget(now: now)
        state.forgottenAt = now
      }
      // So many wallets at once keep nobody else from locking.
      if state.buckets.hasNoRoom(for: space) { return true }
      let terms = BucketTerms(burst: perSecond * Self.burstSeconds, perSecond: perSecond)
      guard state.buckets.has(space, terms, now: now) else { return false }
      state.buckets.take(space, terms, now: now)
      return true
    }
    if !isLeft { throw Refusal(challenge: nil, retryAfter: 1) }
  }

  func sweep() {
    let now = Double(time.uptimeNanoseconds()) / 1e9
    state.withLock { $0.buckets.forget(now: now) }
  }
}
