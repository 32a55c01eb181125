import Glibc
import Logging

/// Lines on standard error: minute, level, message. No metadata, which could bring in
/// what a library knows about a connection, and no seconds, by which the requests of a
/// session could be put in a row.
struct PlainLogHandler: LogHandler {
  var logLevel: Logger.Level = .info
  var metadata: Logger.Metadata = [:]

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let line = "\(Self.minute(UInt64(max(0, time(nil))))) \(event.level) \(event.message)\n"
    // One write, so that lines of two threads don't mix.
    _ = Array(line.utf8).withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
  }

  /// `2026-11-21T07:36Z`, by the calendar's own rules (days from 1 March of the year 0).
  static func minute(_ seconds: UInt64) -> String {
    let day = seconds / 86_400 + 719_468
    let era = day / 146_097
    let dayOfEra = day % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    func two(_ number: UInt64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(month))-\(two(dayOfYear - (153 * shifted + 2) / 5 + 1))"
      + "T\(two(seconds / 3_600 % 24)):\(two(seconds / 60 % 60))Z"
  }
}
