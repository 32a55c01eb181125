import Synchronization

@testable import BlindServer

/// A clock that a test moves.
final class MovedClock: Sendable {
  /// An ordinary day of 2026.
  static let start: UInt64 = 1_790_000_000
  private let wall = Atomic<UInt64>(MovedClock.start)
  private let uptime = Atomic<UInt64>(5_000_000_000)

  var now: UInt64 { wall.load(ordering: .sequentiallyConsistent) }

  /// Time that passes: both clocks move.
  func pass(_ seconds: UInt64) {
    wall.add(seconds, ordering: .sequentiallyConsistent)
    uptime.add(seconds * 1_000_000_000, ordering: .sequentiallyConsistent)
  }

  /// Somebody sets the machine's clock.
  func jump(by seconds: Int64) {
    wall.store(
      UInt64(Int64(now) + seconds), ordering: .sequentiallyConsistent)
  }

  var source: TimeSource {
    TimeSource(
      wallSeconds: { self.now },
      uptimeNanoseconds: { self.uptime.load(ordering: .sequentiallyConsistent) })
  }
}
