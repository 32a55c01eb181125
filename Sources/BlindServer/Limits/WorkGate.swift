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
  /// Works of a kind that are remembered until they are too old to be used again.
  static let mostUsed = 50_000

  /// What is remembered of one kind of calls.
  private struct Table {
    var buckets = Buckets<Source>(lifetime: 3_600)
    /// Works that were accepted, with when they are worth nothing any more.
    var used: [[UInt8]: UInt64] = [:]
  }

  private struct State {
    var tables = Dictionary(uniqueKeysWithValues: Allowance.Kind.allCases.map { ($0, Table()) })
    var hardenRate = Rate()
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
  /// A call that counts for the flood is paid for, let through or not, with a token or with work;
  /// without either it counts for nothing. So one source makes nobody else work, however long it
  /// goes on. Sources that each have tokens left, all together too many, do.
  func admit(
    _ source: Source, _ allowance: Allowance, work: [UInt8], body: @autoclosure () -> [UInt8]
  ) -> Verdict {
    let wall = time.wallSeconds()
    let now = Double(time.uptimeNanoseconds()) / 1e9
    let isWorked =
      isGenuine(work, source, allowance, wall: wall)
      && Work.isSolution(work, bodyHash: Work.bodyHash(body()))
    return state.withLock { state in
      var isPaid = isWorked && Self.use(work, &state.tables[allowance.kind]!, wall: wall)
      let isWorkPaid = isPaid
      if !isPaid, state.tables[allowance.kind]!.buckets.has(source, allowance.terms, now: now) {
        state.tables[allowance.kind]!.buckets.take(source, allowance.terms, now: now)
        isPaid = true
      }
      var bits = allowance.bits
      var isFlooded = false
      if allowance.kind == .harden {
        if isPaid { state.hardenRate.count(now: now) }
        let rate = state.hardenRate.perSecond(now: now)
        isFlooded = rate > Self.floodRate
        bits = Self.bits(from: allowance.bits, rate: rate)
      }
      if isWorkPaid || isPaid && !isFlooded { return .admitted }
      let wait = isFlooded ? 10 : Int((1 / allowance.terms.perSecond).rounded(.up))
      return .refused(
        challenge: challenge(bits: bits, time: wall, source, allowance), retryAfter: wait)
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
      for kind in Allowance.Kind.allCases {
        state.tables[kind]!.buckets.forget(now: now)
        state.tables[kind]!.used = state.tables[kind]!.used.filter { $0.value > wall }
      }
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

  /// What a source has to do for a call, at this time: no other source, and no other kind of
  /// call, can use it.
  private func challenge(
    bits: UInt8, time: UInt64, _ source: Source, _ allowance: Allowance
  ) -> [UInt8] {
    let head = [bits] + bigEndianBytes(time)
    let named = head + [allowance.kind.rawValue] + source.bytes
    return head + key.deriveOpenly(.work, data: named, byteCount: 23)
  }

  /// Whether the challenge is one of ours, for this call of this source, and not too old.
  ///
  /// What was asked then is enough, also if it would be more by now: who began to work in time is
  /// not sent away when it is done.
  private func isGenuine(
    _ work: [UInt8], _ source: Source, _ allowance: Allowance, wall: UInt64
  ) -> Bool {
    guard work.count == Work.byteCount, work[0] >= allowance.bits else { return false }
    let time = bigEndian(work[1..<9])
    return constantTimeEqual(
      challenge(bits: work[0], time: time, source, allowance),
      Array(work[..<Work.challengeBytes]))
      && time <= wall && wall - time <= Work.lifetime
  }

  /// Takes the work, once.
  private static func use(_ work: [UInt8], _ table: inout Table, wall: UInt64) -> Bool {
    guard table.used[work] == nil else { return false }
    if table.used.count >= mostUsed { table.used = table.used.filter { $0.value > wall } }
    guard table.used.count < mostUsed else { return false }
    table.used[work] = wall + Work.lifetime + 1
    return true
  }
}
