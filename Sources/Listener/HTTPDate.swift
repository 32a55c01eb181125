import Glibc

/// A time as the field `Date` has it, "Sun, 06 Nov 1994 08:49:37 GMT".
///
/// - Parameter time: in seconds since 1970.
/// - SeeAlso: RFC 9110, section 5.6.7.
func httpDate(_ time: time_t = time(nil)) -> String {
  var seconds = time
  var parts = tm()
  gmtime_r(&seconds, &parts)
  func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
  let day = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][Int(parts.tm_wday)]
  let month = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ][Int(parts.tm_mon)]
  return "\(day), \(two(parts.tm_mday)) \(month) \(1_900 + parts.tm_year) "
    + "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) GMT"
}
