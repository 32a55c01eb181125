import Foundation
import Vault

extension Sheet {
  /// Where the people are who read the sheet; this machine's zone if it knows of no other.
  private static let zone = TimeZone(identifier: "Europe/Brussels") ?? TimeZone.current

  private static func parts(_ seconds: UInt64) -> DateComponents {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    return calendar.dateComponents(
      [.year, .month, .day, .hour, .minute],
      from: Date(timeIntervalSince1970: TimeInterval(seconds)))
  }

  /// `3 mars 2026`.
  static func day(_ seconds: UInt64, in language: Language) -> String {
    let parts = parts(seconds)
    let months =
      switch language {
      case .french: Message.frenchMonths
      case .dutch: Message.dutchMonths
      case .english: Message.englishMonths
      }
    let day = parts.day ?? 1
    let shown = language == .french && day == 1 ? "1er" : String(day)
    return "\(shown) \(months[(parts.month ?? 1) - 1]) \(parts.year ?? 1970)"
  }

  /// `3 mars 2026, 15:04`.
  static func time(_ seconds: UInt64, in language: Language) -> String {
    let parts = parts(seconds)
    return day(seconds, in: language)
      + String(format: ", %02d:%02d", parts.hour ?? 0, parts.minute ?? 0)
  }

  /// The three digits of a mark.
  static func digits(_ mark: Mark) -> String {
    let digits = String(mark.digits)
    return String(repeating: "0", count: 3 - digits.count) + digits
  }
}
