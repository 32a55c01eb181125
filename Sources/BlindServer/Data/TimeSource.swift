import Dispatch
import Foundation

/// Where the server's time comes from: one seam, so that tests move the clock
/// instead of waiting.
public struct TimeSource: Sendable {
  /// Seconds since 1970, by the machine's clock, which may jump.
  public var wallSeconds: @Sendable () -> UInt64
  /// Nanoseconds since some moment, which never jump.
  public var uptimeNanoseconds: @Sendable () -> UInt64

  public init(
    wallSeconds: @escaping @Sendable () -> UInt64,
    uptimeNanoseconds: @escaping @Sendable () -> UInt64
  ) {
    self.wallSeconds = wallSeconds
    self.uptimeNanoseconds = uptimeNanoseconds
  }

  /// The machine's own clocks.
  public static let system = TimeSource(
    wallSeconds: { UInt64(max(0, Date().timeIntervalSince1970)) },
    uptimeNanoseconds: { DispatchTime.now().uptimeNanoseconds })
}

/// Times as they stand at rest, coarser than they were.
enum CoarseTime {
  static let hour: UInt64 = 3_600
  static let day: UInt64 = 86_400

  /// The full hour at or before `seconds`.
  static func hour(of seconds: UInt64) -> UInt64 { seconds / hour * hour }

  /// Minutes since 1970.
  static func minute(of seconds: UInt64) -> UInt64 { seconds / 60 }

  /// Months of 30.4375 days since 1970: the whole of what is kept of when a space
  /// was last opened.
  static func month(of seconds: UInt64) -> UInt16 { UInt16(clamping: seconds / 2_629_800) }
}
