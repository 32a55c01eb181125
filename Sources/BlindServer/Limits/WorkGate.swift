import Sodium
import Synchronization
import Wire

/// Who may call at once, and who has to work first.
/// - SeeAlso: Specs/http.md, "Work and rates".
final class WorkGate: Sendable {
  enum Verdict: Equatable {
    case admitted
    /// Later without work, or now with it.
    case refused(challenge: [UInt8], retryAfter: Int)
  }

  enum Purpose {}

  /// Calls of hardening in a second, of everybody, from which on everybody works.
  static let floodRate: Double = 100
  /// Works that are remembered until they are too old to be used again.
  static let mostUsed = 100_000

  private struct State {
    var buckets = SourceBuckets()
    var hardenRate = Rate()
    /// Works that were accepted, with when they are worth nothing any more.
    var used: [[UInt8]: UInt64] = [:]
  }

  private let key: Secret<Purpose> = .random(byteCount: 32)
  private let time: TimeSource
  private let state = Mutex(State())

  init(_ time: TimeSource) {
    self.time = time
  }

  /// Whether a call may go on: its source has a token left, or it brings work for this
  /// `body`, which ends in it.
  ///
  /// A source that is refused counts for nothing: one that floods makes nobody else
  /// work. Sources that each have tokens left, all together too many, do.
  func admit(
    _ source: Source, _ allowance: Allowance, work: [UInt8], body: @autoclosure () -> [UInt8]
  ) -> Verdict {
    let wall = time.wallSeconds()
    let now = Double(time.uptimeNanoseconds()) / 1e9
    let isWorked =
      isGenuine(work, least: allowance.bits, wall: wall)
      && Work.isSolution(work, bodyHash: Work.bodyHash(body()))
    return state.withLock { state in
      if isWorked, use(work, &state, wall: wall) {
        if allowance == .harden { state.hardenRate.count(now: now) }
        return .admitted
      }
      let hasToken = state.buckets.has(source, allowance, now: now)
      var bits = allowance.bits
      var isFlooded = false
      if allowance == .harden {
        if hasToken { state.hardenRate.count(now: now) }
        let rate = state.hardenRate.perSecond(now: now)
        isFlooded = rate > Self.floodRate
        bits = Self.bits(from: allowance.bits, rate: rate)
      }
      if hasToken, !isFlooded {
        state.buckets.take(source, allowance, now: now)
        return .admitted
      }
      let wait = isFlooded ? 10 : Int((1 / allowance.perSecond).rounded(.up))
      return .refused(challenge: challenge(bits: bits, time: wall), retryAfter: wait)
    }
  }

  /// Refuses a call that may not go on.
  func require(
    _ source: Source, _ allowance: Allowance, work: [UInt8], body: [UInt8]
  ) throws(Refusal) {
    if case .refused(let challenge, let retryAfter) = admit(
      source, allowance, work: work, body: body)
    {
      throw Refusal(challenge: challenge, retryAfter: retryAfter)
    }
  }

  /// Forgets what has become meaningless.
  func sweep() {
    let wall = time.wallSeconds()
    let now = Double(time.uptimeNanoseconds()) / 1e9
    state.withLock { state in
      state.buckets.forget(now: now)
      state.used = state.used.filter { $0.value > wall }
    }
  }

  // MARK: Challenges

  /// One bit more for each doubling of the rate beyond the flood's.
  private static func bits(from base: UInt8, rate: Double) -> UInt8 {
    var bits = base
    var step = floodRate * 2
    while rate > step, bits < Work.maxBits {
      bits += 1
      step *= 2
    }
    return bits
  }

  private func challenge(bits: UInt8, time: UInt64) -> [UInt8] {
    let head = [bits] + bigEndianBytes(time)
    return head + key.deriveOpenly(.work, data: head, byteCount: 23)
  }

  /// Whether the challenge is one of ours, asks for enough and is not too old.
  private func isGenuine(_ work: [UInt8], least: UInt8, wall: UInt64) -> Bool {
    guard work.count == Work.byteCount, work[0] >= least else { return false }
    let time = bigEndian(work[1..<9])
    return constantTimeEqual(
      challenge(bits: work[0], time: time), Array(work[..<Work.challengeBytes]))
      && time <= wall && wall - time <= Work.lifetime
  }

  /// Takes the work, once.
  private func use(_ work: [UInt8], _ state: inout State, wall: UInt64) -> Bool {
    guard state.used[work] == nil else { return false }
    if state.used.count >= Self.mostUsed { state.used = state.used.filter { $0.value > wall } }
    guard state.used.count < Self.mostUsed else { return false }
    state.used[work] = wall + Work.lifetime + 1
    return true
  }
}
