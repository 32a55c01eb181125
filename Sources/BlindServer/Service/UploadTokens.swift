import Sodium
import Synchronization
import Wire

/// What lets its bearer fill and publish a reserved grant: in memory only, with the
/// space that made it, so that no grant points to a wallet at rest. A restart ends all.
final class UploadTokens: Sendable {
  struct Reservation: Sendable {
    var grant: GrantID
    var rowSalt: [UInt8]
    var space: SpaceID
    var until: UInt64
  }

  private struct State {
    var reservations: [[UInt8]: Reservation] = [:]
    var day: UInt64 = 0
    var countOfDay: [SpaceID: Int] = [:]
    /// Spaces whose tokens are worth nothing, and until when, in served time: they are locked.
    var closed: [SpaceID: UInt64] = [:]
  }

  private let state = Mutex(State())

  /// Counts a reservation of this space today, unless it had as many as it may.
  func count(_ space: SpaceID, limit: Int, now: UInt64) -> Bool {
    state.withLock { state in
      let day = now / CoarseTime.day
      if state.day != day {
        state.day = day
        state.countOfDay = [:]
      }
      guard state.countOfDay[space, default: 0] < limit else { return false }
      state.countOfDay[space, default: 0] += 1
      return true
    }
  }

  /// A new token, 32 bytes, which is kept as its hash.
  func issue(for reservation: Reservation) -> [UInt8] {
    let token = randomBytes(32)
    state.withLock { $0.reservations[blake2b256(token)] = reservation }
    return token
  }

  /// What a token is for; nil of one that is unknown or has ended.
  func find(_ token: [UInt8], at reading: ClockGuard.Reading) -> Reservation? {
    let hash = blake2b256(token)
    return state.withLock { state in
      state.reservations[hash].flatMap { found in
        reading.latest < found.until && reading.served >= state.closed[found.space] ?? 0
          ? found : nil
      }
    }
  }

  // MARK: Ends

  /// Ends the tokens of a space, and gives what they were for.
  func end(_ space: SpaceID) -> [Reservation] {
    state.withLock { state in
      let ended = state.reservations.filter { $0.value.space == space }
      for hash in ended.keys { state.reservations[hash] = nil }
      return Array(ended.values)
    }
  }

  /// Makes the tokens of a space worth nothing until `time`, those too that are yet to be
  /// given for what was asked before. `time` is served time.
  func close(_ space: SpaceID, until time: UInt64) {
    state.withLock { $0.closed[space] = max(time, $0.closed[space] ?? 0) }
  }

  func reopen(_ space: SpaceID) {
    state.withLock { $0.closed[space] = nil }
  }

  func sweep(now: UInt64, served: UInt64) {
    state.withLock { state in
      state.reservations = state.reservations.filter { now < $0.value.until }
      state.closed = state.closed.filter { served < $0.value }
    }
  }
}
