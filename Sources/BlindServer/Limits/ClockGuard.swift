import Synchronization

/// Doubt about the machine's clock, and the time that doesn't hang on it.
///
/// Locks, waits, counters of cards and the terms of spaces end in *served time*: seconds in which a
/// server ran, which it counts itself and writes down. No clock and no restart makes them shorter; what
/// the server was off for makes them longer.
///
/// Grants expire by the clock, and a wrong one would end them all at once and for good. So a clock
/// that goes backwards, or forwards by more than ten minutes beyond the time that really passed, is
/// not believed: until it is right again (or the operator said so, at the start) nothing is swept and
/// no grant is made.
/// - SeeAlso: Specs/http.md, "Clock".
final class ClockGuard: Sendable {
  /// What a request goes by.
  struct Reading: Sendable {
    /// The machine's clock, right or wrong: what signatures are compared with.
    var wall: UInt64
    /// The latest time that was believed.
    var settled: UInt64
    /// What locks, waits and terms of spaces end by: a number of seconds, which was the time of day
    /// when the data folder was made.
    var served: UInt64
    var isTrusted: Bool
    /// How far the clock is ahead of served time: the same number while a server runs, unless its
    /// clock is set.
    fileprivate(set) var lag: Int64
    /// What grants expire by: a clock that went back revives none.
    var latest: UInt64 { max(wall, settled) }

    /// The served time at which the clock will be at `time`, if the server goes on running.
    func servedTime(at time: UInt64) -> UInt64 { Self.moved(time, by: -lag) }

    /// What the clock will say at a served time, if the server goes on running; 0 is no time.
    func wallTime(at served: UInt64) -> UInt64 { served == 0 ? 0 : Self.moved(served, by: lag) }

    private static func moved(_ time: UInt64, by seconds: Int64) -> UInt64 {
      UInt64(max(1, Int64(clamping: time).addingReportingOverflow(seconds).partialValue))
    }
  }

  /// What was written down by the server that ran before.
  struct Last: Sendable, Equatable {
    /// The latest time that was believed; 0 if none ran.
    var seen: UInt64 = 0
    /// Served time; nil if none was written down, as by a server of before there was any: then the clock
    /// that was believed is it.
    var served: UInt64?
  }

  /// How far a running clock may jump.
  static let jump: UInt64 = 600
  /// How long a server may have been off without the operator's word.
  static let absence: UInt64 = 7 * CoarseTime.day
  /// How far clock and served time may drift before one is told anew from the other.
  static let drift: Int64 = 60

  private struct State {
    var settled: UInt64
    var uptime: UInt64
    var isAbsenceAccepted: Bool
    var lag: Int64
  }

  private let time: TimeSource
  private let servedAtStart: UInt64
  private let uptimeAtStart: UInt64
  private let state: Mutex<State>

  init(_ time: TimeSource, last: Last, acceptsClock: Bool) {
    self.time = time
    let now = time.wallSeconds()
    let uptime = time.uptimeNanoseconds()
    servedAtStart = last.served ?? (last.seen == 0 ? now : last.seen)
    uptimeAtStart = uptime
    let isBelieved = acceptsClock || last.seen == 0
    let isAbsenceAccepted = isBelieved || now <= last.seen + Self.absence
    state = Mutex(
      State(
        // The operator's word counts in both directions.
        settled: isBelieved ? now : isAbsenceAccepted ? max(now, last.seen) : last.seen,
        uptime: uptime, isAbsenceAccepted: isAbsenceAccepted,
        lag: Int64(now) - Int64(servedAtStart)))
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
      let served = servedAtStart + (uptime - uptimeAtStart) / 1_000_000_000
      let lag = Int64(wall) - Int64(served)
      if abs(lag - state.lag) >= Self.drift { state.lag = lag }
      return Reading(
        wall: wall, settled: state.settled, served: served, isTrusted: isTrusted, lag: state.lag)
    }
  }
}
