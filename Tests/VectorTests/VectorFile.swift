import Foundation
import VectorRunner

/// A file of Specs/Vectors, as its README says.
struct VectorFile: Decodable {
  var spec: String
  var version: String
  var seed: String?
  /// The fields whose strings are text; those of all others are hexadecimal.
  var text: [String]?
  var vectors: [Vector]

  struct Vector: Decodable {
    var name: String
    var comment: String?
    var source: String?
    var operation: String
    var input: [String: JSONValue]
    var intermediate: [String: JSONValue]?
    var expect: String
    var output: [String: JSONValue]?
  }

  /// The repository, found from where this file lies in it.
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let folder = root.appending(path: "Specs/Vectors")

  static let names: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".json") }.sorted()
  }()

  init(named name: String) throws {
    let data = try Data(contentsOf: VectorFile.folder.appending(path: name))
    self = try JSONDecoder().decode(VectorFile.self, from: data)
  }

  /// What is wrong with a vector's answer, or nil.
  func difference(_ vector: Vector) throws -> String? {
    let answer = VectorRunner.run(
      VectorRequest(operation: Array(vector.operation.utf8), input: try fields(vector.input)))
    let outcome = String(decoding: answer.outcome, as: UTF8.self)
    guard outcome == vector.expect else {
      return "expected \"\(vector.expect)\", got \"\(outcome)\""
    }
    let wanted = try fields((vector.intermediate ?? [:]).merging(vector.output ?? [:]) { $1 })
    func sorted(_ fields: [Field]) -> [Field] {
      fields.sorted { $0.name.lexicographicallyPrecedes($1.name) }
    }
    guard sorted(wanted) == sorted(answer.output) else {
      return "expected \(text(sorted(wanted))), got \(text(sorted(answer.output)))"
    }
    return nil
  }

  private func fields(_ object: [String: JSONValue]) throws -> [Field] {
    try object.map { name, value in
      Field(
        name: Array(name.utf8), value: try value.value(isText: text?.contains(name) ?? false))
    }
  }

  private func text(_ fields: [Field]) -> String {
    fields.map { field in
      let name = String(decoding: field.name, as: UTF8.self)
      if case .bytes(let bytes) = field.value {
        return name + " " + bytes.map { String(format: "%02x", $0) }.joined()
      }
      return name + " \(field.value)"
    }.joined(separator: ", ")
  }
}

/// A value of the JSON: a number, a string, a list, {"repeat": hex, "times": n} or {"join": [...]}.
enum JSONValue: Decodable {
  case number(UInt64)
  case string(String)
  case list([JSONValue])
  case repeated(String, Int)
  case joined([JSONValue])

  struct Malformed: Error {}

  private enum Keys: String, CodingKey {
    case `repeat`
    case times
    case join
  }

  init(from decoder: any Decoder) throws {
    if let container = try? decoder.container(keyedBy: Keys.self) {
      if let parts = try container.decodeIfPresent([JSONValue].self, forKey: .join) {
        self = .joined(parts)
        return
      }
      self = .repeated(
        try container.decode(String.self, forKey: .repeat),
        try container.decode(Int.self, forKey: .times))
      return
    }
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(UInt64.self) {
      self = .number(number)
    } else if let string = try? container.decode(String.self) {
      self = .string(string)
    } else {
      self = .list(try container.decode([JSONValue].self))
    }
  }

  func value(isText: Bool) throws -> Value {
    switch self {
    case .number(let number): return .unsigned(number)
    case .string(let string):
      if isText { return .text(Array(string.utf8)) }
      return .bytes(try JSONValue.bytes(string))
    case .list(let values): return .list(try values.map { try $0.value(isText: isText) })
    case .repeated(let hex, let times):
      return .bytes(Array(repeatElement(try JSONValue.bytes(hex), count: times).joined()))
    case .joined(let parts):
      return .bytes(
        try parts.flatMap { part in
          guard case .bytes(let bytes) = try part.value(isText: false) else { throw Malformed() }
          return bytes
        })
    }
  }

  private static func bytes(_ hex: String) throws -> [UInt8] {
    let digits = Array(hex.utf8)
    guard digits.count % 2 == 0, hex == hex.lowercased() else { throw Malformed() }
    return try stride(from: 0, to: digits.count, by: 2).map { i in
      guard let byte = UInt8(String(decoding: digits[i...i + 1], as: UTF8.self), radix: 16)
      else { throw Malformed() }
      return byte
    }
  }
}
