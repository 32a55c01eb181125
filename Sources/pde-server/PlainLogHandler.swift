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
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    let year = parts.tm_year + 1900
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let line =
      "\(year)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))T\(two(parts.tm_hour)):"
      + "\(two(parts.tm_min))Z \(event.level) \(event.message)\n"
    // One write, so that lines of two threads don't mix.
    _ = Array(line.utf8).withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
  }
}
