import Synchronization
import Wire

/// How fast the calls of one source are taken up: who sends more than a person's computer does waits, and those
/// of others don't.
///
/// A call that was refused counts as several: it is what a flood is made of. Waiting costs the server a
/// connection, of which a source has so many.
/// - SeeAlso: Specs/http.md, "Work and rates".
final class SourcePace: Sendable {
  /// Seconds of a pace that can be used at once.
  static let burstSeconds: Double = 10
  /// What a refused call counts.
  static let refusal: Double = 10
  /// A place that the operator named has so many times what a source has.
  static let sourcesOfPlace: Double = 32
  /// No call waits longer, in seconds.
  static let longestWait: Double = 10
  /// Sources that are remembered: some 3 MB of them. Who comes after them does not wait.
  static let mostSources = 50_000

  private struct Bucket {
    var tokens: Double
    var at: ContinuousClock.Instant
  }

  private let perSecond: Double
  private let now: @Sendable () -> ContinuousClock.Instant
  private let buckets = Mutex<[Source: Bucket]>([:])

  init(
    perSecond: UInt32, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
  ) {
    self.perSecond = Double(perSecond)
    self.now = now
  }

  /// Counts a call; how long it waits.
  func take(_ source: Source) -> Duration? {
    let tokens = take(1, source)
    guard tokens < 0 else { return nil }
    return .seconds(min(Self.longestWait, -tokens / pace(of: source)))
  }

  /// Whether a call would wait; counts nothing.
  func isLate(_ source: Source) -> Bool { take(0, source) < 1 }

  /// Counts what a call was refused for.
  func refuse(_ source: Source) { _ = take(Self.refusal - 1, source) }

  func sweep() {
    let now = now()
    // Full again by then.
    let lifetime = Duration.seconds(Self.burstSeconds + Self.longestWait)
    buckets.withLock { $0 = $0.filter { $0.value.at + lifetime > now } }
  }

  private func pace(of source: Source) -> Double {
    perSecond * (source.isPlace ? Self.sourcesOfPlace : 1)
  }

  private func take(_ amount: Double, _ source: Source) -> Double {
    let (now, pace) = (now(), pace(of: source))
    let most = pace * Self.burstSeconds
    return buckets.withLock { buckets in
      guard buckets[source] != nil || buckets.count < Self.mostSources else { return 0 }
      let bucket = buckets[source] ?? Bucket(tokens: most, at: now)
      let earned = (now - bucket.at) / .seconds(1) * pace
      // No deeper than what is waited for at most.
      let tokens = max(-pace * Self.longestWait, min(most, bucket.tokens + earned) - amount)
      buckets[source] = Bucket(tokens: tokens, at: now)
      return tokens
    }
  }
}
