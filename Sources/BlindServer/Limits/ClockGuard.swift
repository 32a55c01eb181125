import Synchronization

/// Doubt about the machine's clock.
///
/// Locks, deletions and terms end by the clock, and a wrong one would end them all at
/// once and for good. So a clock that goes backwards, or forwards by more than ten
/// minutes beyond the time that really passed, is not believed: until it is right again
/// (or the operator said so, at the start) no lock ends, nothing is swept and no grant
/// is made.
/// - SeeAlso: Specs/http.md, "Clock".
final class ClockGuard: Sendable {
  /// What a request goes by.
  struct Reading: Sendable {
    /// The machine's clock, right or wrong: what signatures are compared with.
    var wall: UInt64
    /// The latest time that was believed: what locks and deletions end by.
    var settled: UInt64
    var isTrusted: Bool
    /// What grants expire by: a clock that went back revives none.
    var latest: UInt64 { max(wall, settled) }
  }

  /// How far a running clock may jump.
  static let jump: UInt64 = 600
  /// How long a server may have been off without the operator's word.
  static let absence: UInt64 = 7 * CoarseTime.day

  private struct State {
    var settled: UInt64
    var uptime: UInt64
    var isAbsenceAccepted: Bool
  }

  private let time: TimeSource
  private let state: Mutex<State>

  /// `lastSeen` is what was last written down by a server on this data folder, or 0.
  init(_ time: TimeSource, lastSeen: UInt64, acceptsClock: Bool) {
    self.time = time
    let now = time.wallSeconds()
    let isBelieved = acceptsClock || lastSeen == 0
    let isAbsenceAccepted = isBelieved || now <= lastSeen + Self.absence
    state = Mutex(
      State(
        // The operator's word counts in both directions.
        settled: isBelieved ? now : isAbsenceAccepted ? max(now, lastSeen) : lastSeen,
        uptime: time.uptimeNanoseconds(), isAbsenceAccepted: isAbsenceAccepted))
  }

  func read() -> Reading {
    state.withLock { state in
      // Inside the lock: a reading that waited would look like a step backwards.
      let wall = time.wallSeconds()
      let uptime = time.uptimeNanoseconds()
      let passed = (uptime - state.uptime) / 1_000_000_000
      let isTrusted =
        state.isAbsenceAccepted && wall >= state.settled
        && wall <= state.settled + passed + Self.jump
      if isTrusted {
        state.settled = wall
        state.uptime = uptime
      }
      return Reading(wall: wall, settled: state.settled, isTrusted: isTrusted)
    }
  }
}
