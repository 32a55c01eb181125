import GRDB
import Logging
import Wire

/// The line that each request leaves: method, route, status, bytes, duration.
///
/// No address, no identifier, no header and nothing of a body. Bytes are rounded up to
/// a power of two and durations to 10 ms: an exact size would tell one wallet from
/// another day after day by the length of its journal.
enum RequestLog {
  static func write(
    _ logger: Logger, _ call: Call, _ status: Int, _ byteCount: Int,
    since arrival: ContinuousClock.Instant
  ) {
    write(
      logger, "\(call.method)", "\(call.path)", status, byteCount, ContinuousClock.now - arrival)
  }

  static func write(
    _ logger: Logger, _ method: String, _ path: String, _ status: Int, _ byteCount: Int,
    _ duration: Duration
  ) {
    logger.info("\(method) \(path) \(status) \(rounded(byteCount)) \(milliseconds(duration))ms")
  }

  static func rounded(_ byteCount: Int) -> Int {
    guard byteCount > 0 else { return 0 }
    var power = 1
    while power < byteCount { power *= 2 }
    return power
  }

  private static func milliseconds(_ duration: Duration) -> Int {
    Int((duration / .milliseconds(10)).rounded()) * 10
  }
}

/// A failure by its kind and code, without the values that it happened to.
enum FailureReason {
  static func describe(_ error: any Error) -> String {
    if let error = error as? DatabaseError {
      return "SQLite \(error.extendedResultCode.rawValue)"
    }
    return "\(type(of: error))"
  }
}
