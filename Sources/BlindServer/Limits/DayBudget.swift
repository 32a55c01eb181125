/// What each of many may use up in a day of UTC.
///
/// In memory: a restart forgets what was used.
struct DayBudget<Key: Hashable & Sendable>: Sendable {
  /// How many are remembered; who comes after them has nothing that day, or is not counted.
  var mostKeys = 200_000
  /// Whether who is one too many is not counted, instead of having nothing.
  var letsOthersThrough = false
  private var day: UInt64 = 0
  private var used: [Key: UInt64] = [:]

  init(letsOthersThrough: Bool = false) {
    self.letsOthersThrough = letsOthersThrough
  }

  /// Whether `amount` is left of today's `limit`; the amount is not taken yet.
  mutating func has(_ amount: UInt64, for key: Key, of limit: UInt64, now: UInt64) -> Bool {
    let today = now / CoarseTime.day
    if day != today {
      day = today
      used = [:]
    }
    guard let before = used[key] else {
      return used.count < mostKeys ? amount <= limit : letsOthersThrough
    }
    return before + amount <= limit
  }

  /// Takes what ``has(_:for:of:now:)`` found.
  mutating func take(_ amount: UInt64, for key: Key) {
    guard used[key] != nil || used.count < mostKeys else { return }
    used[key, default: 0] += amount
  }
}
