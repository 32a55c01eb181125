import Synchronization

/// What one source may do without work, kept in memory for an hour.
struct Allowance: Hashable, Sendable {
  /// Calls that are counted together; each kind has tables of its own, so that a flood of one
  /// takes no memory from another.
  enum Kind: UInt8, CaseIterable, Sendable {
    case harden = 1
    case create = 2
    case revoke = 3
    case look = 4
  }

  var kind: Kind
  var terms: BucketTerms
  /// The work that is asked for beyond.
  var bits: UInt8

  static let harden = Allowance(.harden, burst: 20, perSecond: 10 / 60, bits: 22)
  static let create = Allowance(.create, burst: 5, perSecond: 5 / 3_600, bits: 23)
  /// Of a place that the operator named: a group makes its wallets in one afternoon.
  static let createAtPlace = Allowance(.create, burst: 60, perSecond: 60 / 3_600, bits: 23)
  static let revoke = Allowance(.revoke, burst: 10, perSecond: 10 / 60, bits: 22)
  static let look = Allowance(.look, burst: 120, perSecond: 120 / 60, bits: 16)

  init(_ kind: Kind, burst: Double, perSecond: Double, bits: UInt8) {
    self.kind = kind
    terms = BucketTerms(burst: burst, perSecond: perSecond)
    self.bits = bits
  }
}

/// How fast a bucket fills.
struct BucketTerms: Hashable, Sendable {
  /// How many at once.
  var burst: Double
  /// How many more in each second.
  var perSecond: Double
}

/// A bucket for each source, or each wallet, of one kind of calls. It fills with time, and is forgotten
/// after its lifetime, by when it is full again.
struct Buckets<Owner: Hashable & Sendable>: Sendable {
  private struct Bucket {
    var tokens: Double
    var at: Double
  }

  /// Seconds.
  let lifetime: Double
  /// Buckets that are kept at most: some 5 MB of them.
  var mostBuckets = 50_000
  private var buckets: [Owner: Bucket] = [:]

  init(lifetime: Double) {
    self.lifetime = lifetime
  }

  /// Whether the owner has a token left; `now` is uptime in seconds. The token is not
  /// taken yet.
  func has(_ owner: Owner, _ terms: BucketTerms, now: Double) -> Bool {
    tokens(owner, terms, now) >= 1
  }

  mutating func take(_ owner: Owner, _ terms: BucketTerms, now: Double) {
    if buckets[owner] == nil, buckets.count >= mostBuckets { forget(now: now) }
    // No room for another: who is not known has no token then, so a flood from everywhere has to
    // work, and memory stays bounded.
    guard buckets[owner] != nil || buckets.count < mostBuckets else { return }
    buckets[owner] = Bucket(tokens: tokens(owner, terms, now) - 1, at: now)
  }

  /// Whether the owner would be one too many.
  func hasNoRoom(for owner: Owner) -> Bool {
    buckets[owner] == nil && buckets.count >= mostBuckets
  }

  mutating func forget(now: Double) {
    buckets = buckets.filter { now - $0.value.at < lifetime }
  }

  private func tokens(_ owner: Owner, _ terms: BucketTerms, _ now: Double) -> Double {
    guard let bucket = buckets[owner] else {
      return buckets.count < mostBuckets ? terms.burst : 0
    }
    guard now - bucket.at < lifetime else { return terms.burst }
    return min(terms.burst, bucket.tokens + (now - bucket.at) * terms.perSecond)
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
