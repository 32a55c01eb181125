import Foundation

/// A day of the Gregorian calendar, in UTC.
struct CalendarDate: Equatable {
  var year: Int
  var month: Int
  var day: Int

  private static let calendar: Calendar = {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(secondsFromGMT: 0)!  // UTC always exists
    return calendar
  }()

  init(secondsSince1970 seconds: UInt64) {
    let parts = CalendarDate.calendar.dateComponents(
      [.year, .month, .day], from: Date(timeIntervalSince1970: TimeInterval(seconds)))
    year = parts.year ?? 1970
    month = parts.month ?? 1
    day = parts.day ?? 1
  }

  /// A date written `YYYY-MM-DD` that exists; nil for any other text.
  init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2d }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), year > 0,
      let date = CalendarDate.calendar.date(
        from: DateComponents(year: year, month: month, day: day)),
      date.timeIntervalSince1970 > -62_135_596_800
    else { return nil }
    let back = CalendarDate.calendar.dateComponents([.year, .month, .day], from: date)
    guard back.year == year, back.month == month, back.day == day else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// The number yyyymmdd.
  var number: UInt32 { UInt32(year * 10_000 + month * 100 + day) }

  /// The day that a number yyyymmdd is; nil if there is no such day.
  init?(number: UInt32) {
    let text = String(format: "%08d", number)
    let parts = [text.prefix(4), text.dropFirst(4).prefix(2), text.suffix(2)]
    self.init(parts.joined(separator: "-"))
  }

  /// `YYYY-MM-DD`.
  var text: String {
    String(format: "%04d-%02d-%02d", year, month, day)
  }
}

/// A time as RFC 3339 in UTC, to the second.
func timeText(_ seconds: UInt64) -> String {
  let date = CalendarDate(secondsSince1970: seconds)
  let ofDay = seconds % 86_400
  return date.text
    + String(format: "T%02d:%02d:%02dZ", ofDay / 3_600, ofDay / 60 % 60, ofDay % 60)
}

/// The time that a text in that form names, in seconds since 1970; nil for any other.
func parseTime(_ text: String) -> UInt64? {
  guard text.utf8.count == 20, text.hasSuffix("Z"),
    CalendarDate(String(text.prefix(10))) != nil,
    let date = try? Date(text, strategy: .iso8601), date.timeIntervalSince1970 >= 0
  else { return nil }
  let seconds = UInt64(date.timeIntervalSince1970)
  return timeText(seconds) == text ? seconds : nil
}

/// The seconds of a duration written `90m`, `24h` or `7d`; nil for any other text.
func parseDuration(_ text: String) -> UInt64? {
  let units: [Character: UInt64] = ["m": 60, "h": 3_600, "d": 86_400]
  guard let last = text.last, let unit = units[last],
    text.dropLast().utf8.allSatisfy({ (0x30...0x39).contains($0) }),
    let count = UInt64(text.dropLast()), (1...1_000_000).contains(count)
  else { return nil }
  return count * unit
}
