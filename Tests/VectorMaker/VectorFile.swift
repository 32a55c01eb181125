import Sodium
import VectorRunner

/// A value in a vector's input.
public enum Input: Sendable {
  case hex([UInt8])
  case text(String)
  case number(UInt64)
  case list([Input])
  /// Bytes that repeat: long inputs in few characters.
  case repeated([UInt8], times: Int)
  /// Parts that follow each other.
  case joined([Input])

  /// `bytes`, with the runs of one byte in it written as such.
  static func compact(_ bytes: [UInt8]) -> Input {
    var parts: [Input] = []
    var plain: [UInt8] = []
    var rest = bytes[...]
    while let first = rest.first {
      let run = rest.prefix { $0 == first }
      if run.count >= 64 {
        if !plain.isEmpty { parts.append(.hex(plain)) }
        plain = []
        parts.append(.repeated([first], times: run.count))
      } else {
        plain += run
      }
      rest = rest.dropFirst(run.count)
    }
    if parts.isEmpty { return .hex(plain) }
    if !plain.isEmpty { parts.append(.hex(plain)) }
    return .joined(parts)
  }

  /// With joined parts in one list, and plain bytes that follow each other in one part.
  var flattened: Input {
    guard case .joined(let parts) = self else { return self }
    var flat: [Input] = []
    func add(_ part: Input) {
      switch part {
      case .joined(let inner): for part in inner { add(part) }
      case .hex(let bytes):
        if case .hex(let before)? = flat.last {
          flat[flat.count - 1] = .hex(before + bytes)
        } else {
          flat.append(part)
        }
      case .repeated(let bytes, let times) where bytes.count * times < 64:
        add(.hex(part.value.bytes))
      default: flat.append(part)
      }
    }
    for part in parts { add(part) }
    return flat.count == 1 ? flat[0] : .joined(flat)
  }

  var value: Value {
    switch self {
    case .hex(let bytes): .bytes(bytes)
    case .text(let text): .text(Array(text.utf8))
    case .number(let number): .unsigned(number)
    case .list(let inputs): .list(inputs.map(\.value))
    case .repeated(let bytes, let times): .bytes(Array(repeatElement(bytes, count: times).joined()))
    case .joined(let parts): .bytes(parts.flatMap { $0.value.bytes })
    }
  }

  var json: JSON {
    switch self {
    case .hex(let bytes): .string(hexEncode(bytes))
    case .text(let text): .string(text)
    case .number(let number): .number(number)
    case .list(let inputs): .array(inputs.map(\.json))
    case .repeated(let bytes, let times):
      .object([("repeat", .string(hexEncode(bytes))), ("times", .number(UInt64(times)))])
    case .joined(let parts): .object([("join", .array(parts.map(\.json)))])
    }
  }

  var isText: Bool {
    switch self {
    case .text: true
    case .list(let inputs): inputs.contains { $0.isText }
    default: false
    }
  }
}

/// One file of Specs/Vectors while it is made.
///
/// What a vector expects is said by who writes it, and checked against what the modules do: a
/// vector that does not come out as said is a problem, and the file is not written.
public struct VectorFile {
  let name: String
  let spec: String
  private var texts: Set<String> = []
  private var others: Set<String> = []
  private var vectors: [JSON] = []
  private var names: Set<String> = []
  /// What did not come out as it was said to: then the file is not to be used.
  public private(set) var problems: [String] = []
  /// How many vectors succeed, and how many are refused.
  public private(set) var successes = 0
  public private(set) var failures = 0

  init(_ name: String, spec: String) {
    self.name = name
    self.spec = spec
  }

  /// Adds a vector, and returns its output, for others to build on.
  /// - Parameters:
  ///   - comment: what a wrong implementation would do.
  ///   - intermediate: the output fields that are values on the way.
  ///   - expect: "ok" or the name of the error.
  @discardableResult
  mutating func add(
    _ name: String, _ comment: String, _ operation: String,
    _ input: [(String, Input)], intermediate: [String] = [], expect: String = "ok"
  ) -> [String: Value] {
    if !names.insert(name).inserted { problems.append("two are called \"\(name)\"") }
    let answer = run(operation, input)
    let outcome = String(decoding: answer.outcome, as: UTF8.self)
    if outcome != expect {
      problems.append("\"\(name)\": expected \(expect), got \(outcome)")
    }
    if expect == "ok" { successes += 1 } else { failures += 1 }

    for (field, value) in input { note(field, isText: value.isText) }
    var output: [(String, JSON)] = []
    var onTheWay: [(String, JSON)] = []
    var values: [String: Value] = [:]
    for field in answer.output {
      let fieldName = String(decoding: field.name, as: UTF8.self)
      values[fieldName] = field.value
      note(fieldName, isText: field.value.isText)
      if intermediate.contains(fieldName) {
        onTheWay.append((fieldName, field.value.json))
      } else {
        output.append((fieldName, field.value.json))
      }
    }
    var members: [(String, JSON)] = [
      ("name", .string(name)), ("comment", .string(comment)),
      ("operation", .string(operation)),
      ("input", .object(input.map { ($0.0, $0.1.json) })),
    ]
    if !onTheWay.isEmpty { members.append(("intermediate", .object(onTheWay))) }
    members.append(("expect", .string(expect)))
    if !output.isEmpty { members.append(("output", .object(output))) }
    vectors.append(.object(members))
    return values
  }

  /// The output of an operation that is no vector: to make the input of one.
  func make(_ operation: String, _ input: [(String, Input)]) -> [String: Value] {
    let answer = run(operation, input)
    let outcome = String(decoding: answer.outcome, as: UTF8.self)
    guard outcome == "ok" else { fatalError("\(name): making an input, \(operation): \(outcome)") }
    return Dictionary(
      uniqueKeysWithValues: answer.output.map {
        (String(decoding: $0.name, as: UTF8.self), $0.value)
      })
  }

  private func run(_ operation: String, _ input: [(String, Input)]) -> VectorAnswer {
    VectorRunner.run(
      VectorRequest(
        operation: Array(operation.utf8),
        input: input.map { Field(name: Array($0.0.utf8), value: $0.1.value) }))
  }

  private mutating func note(_ field: String, isText: Bool) {
    if isText { texts.insert(field) } else { others.insert(field) }
    if texts.contains(field), others.contains(field) {
      problems.append("\(field) is text here and bytes there")
    }
  }

  /// The file's bytes.
  public var json: [UInt8] {
    var members: [(String, JSON)] = [
      ("spec", .string(spec)), ("version", .string("1")), ("seed", .string(Seed.text)),
    ]
    if !texts.isEmpty { members.append(("text", .array(texts.sorted().map { .string($0) }))) }
    members.append(("vectors", .array(vectors)))
    return Array((JSON.object(members).text(indent: 0) + "\n").utf8)
  }
}

extension Value {
  fileprivate var isText: Bool {
    switch self {
    case .text: true
    case .list(let values): values.contains { $0.isText }
    default: false
    }
  }

  fileprivate var json: JSON {
    switch self {
    case .unsigned(let number): .number(number)
    case .bytes(let bytes): .string(hexEncode(bytes))
    case .text(let text): .string(String(decoding: text, as: UTF8.self))
    case .list(let values): .array(values.map(\.json))
    }
  }

  /// The bytes of a value that is known to be bytes.
  var bytes: [UInt8] {
    guard case .bytes(let bytes) = self else { preconditionFailure("not bytes") }
    return bytes
  }
}
