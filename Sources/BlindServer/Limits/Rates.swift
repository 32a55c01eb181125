import Synchronization

/// What one source may do without work, kept in memory for an hour.
struct Allowance: Hashable, Sendable {
  /// How many at once.
  var burst: Double
  /// How many more in each second.
  var perSecond: Double
  /// The work that is asked for beyond.
  var bits: UInt8

  static let harden = Allowance(burst: 20, perSecond: 10 / 60, bits: 22)
  static let create = Allowance(burst: 5, perSecond: 5 / 3_600, bits: 24)
  /// Of a place that the operator named: a group makes its wallets in one afternoon.
  static let createAtPlace = Allowance(burst: 60, perSecond: 60 / 3_600, bits: 24)
  static let revoke = Allowance(burst: 10, perSecond: 10 / 60, bits: 22)
  static let look = Allowance(burst: 120, perSecond: 120 / 60, bits: 16)
}

/// A bucket for each source and allowance. It fills with time, and is forgotten after an
/// hour, by when it is full again.
struct SourceBuckets {
  private struct Key: Hashable {
    var source: Source
    var bits: UInt8
    var burst: Double
  }

  private struct Bucket {
    var tokens: Double
    var at: Double
  }

  static let lifetime: Double = 3_600
  /// Buckets that are kept at most: some 20 MB of them.
  var mostBuckets = 200_000
  private var buckets: [Key: Bucket] = [:]

  /// Whether the source has a token left; `now` is uptime in seconds. The token is not
  /// taken yet.
  func has(_ source: Source, _ allowance: Allowance, now: Double) -> Bool {
    tokens(key(source, allowance), allowance, now) >= 1
  }

  mutating func take(_ source: Source, _ allowance: Allowance, now: Double) {
    let key = key(source, allowance)
    if buckets[key] == nil, buckets.count >= mostBuckets { forget(now: now) }
    // No room for another: sources that are not known have no token then, so a flood
    // from everywhere has to work, and memory stays bounded.
    guard buckets[key] != nil || buckets.count < mostBuckets else { return }
    buckets[key] = Bucket(tokens: tokens(key, allowance, now) - 1, at: now)
  }

  mutating func forget(now: Double) {
    buckets = buckets.filter { now - $0.value.at < Self.lifetime }
  }

  private func key(_ source: Source, _ allowance: Allowance) -> Key {
    Key(source: source, bits: allowance.bits, burst: allowance.burst)
  }

  private func tokens(_ key: Key, _ allowance: Allowance, _ now: Double) -> Double {
    guard let bucket = buckets[key] else {
      return buckets.count < mostBuckets ? allowance.burst : 0
    }
    guard now - bucket.at < Self.lifetime else { return allowance.burst }
    return min(allowance.burst, bucket.tokens + (now - bucket.at) * allowance.perSecond)
  }
}

/// How many calls a second there were lately, older ones counting less.
struct Rate {
  /// Seconds after which a call counts for a third.
  static let memory: Double = 5
  private var value: Double = 0
  private var at: Double = 0

  mutating func count(now: Double) {
    value = perSecond(now: now) + 1 / Self.memory
    at = now
  }

  func perSecond(now: Double) -> Double {
    value * decay(now - at)
  }

  /// e^(-x / memory), by halving: no library for one function.
  private func decay(_ seconds: Double) -> Double {
    guard seconds > 0 else { return 1 }
    guard seconds < 20 * Self.memory else { return 0 }
    let x = seconds / Self.memory / 1_024
    var result = 1 / (1 + x + x * x / 2)
    for _ in 0..<10 { result *= result }
    return result
  }
}
