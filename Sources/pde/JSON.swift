import Foundation

/// A value as the command line writes it: keys sorted, absent values null.
enum JSON: Encodable {
  case null
  case string(String)
  case number(UInt64)
  case flag(Bool)
  case array([JSON])
  case object([String: JSON])

  static func text(_ value: String?) -> JSON { value.map { .string($0) } ?? .null }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .string(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .flag(let value): try container.encode(value)
    case .array(let value): try container.encode(value)
    case .object(let value): try container.encode(value)
    }
  }

  /// Writes the value and a line end on standard output.
  func print() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let data = try encoder.encode(self)
    try StandardOutput.line(String(decoding: data, as: UTF8.self))
  }
}
