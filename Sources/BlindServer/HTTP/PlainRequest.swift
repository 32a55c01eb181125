import NIOCore
import Wire

/// A request for a call in the plainest spelling, which is how programs write them, read
/// from its bytes.
///
/// It takes only what has one meaning to everybody who reads HTTP/1.1: one length, no
/// coding, no field that says more of the connection than that it goes on, no byte that
/// some drop and some keep. All else is nil, for the real parser to judge.
struct PlainRequest {
  /// The head is at most so long, far below the real parser's limits.
  static let headBytes = 4_096
  static let fieldCount = 32
  private static let calls = Dictionary(
    uniqueKeysWithValues: Call.allCases.map { ("\($0.method) \($0.path) HTTP/1.1", $0) })

  let call: Call
  private(set) var headCount = 0
  private(set) var bodyCount = 0
  private(set) var contentDigest: [UInt8]?
  private(set) var signatureInput: [UInt8]?
  private(set) var signature: [UInt8]?
  private var host: [UInt8]?
  private var length: [UInt8]?

  init?(_ buffer: ByteBuffer) {
    let count = min(buffer.readableBytes, Self.headBytes)
    guard let bytes = buffer.getBytes(at: buffer.readerIndex, length: count),
      let first = Self.line(bytes, from: 0),
      let call = Self.calls[String(decoding: first, as: UTF8.self)]
    else { return nil }
    self.call = call
    var start = first.endIndex + 2
    for _ in 0...Self.fieldCount {
      guard let line = Self.line(bytes, from: start) else { return nil }
      start = line.endIndex + 2
      if line.isEmpty {
        guard host != nil else { return nil }
        headCount = start
        return
      }
      guard take(line) else { return nil }
    }
    return nil
  }

  /// The line from `start` on, if it has visible characters and spaces only.
  private static func line(_ bytes: [UInt8], from start: Int) -> ArraySlice<UInt8>? {
    guard let end = bytes[start...].firstIndex(where: { !(0x20...0x7e).contains($0) }),
      end + 1 < bytes.count, bytes[end] == 0x0d, bytes[end + 1] == 0x0a
    else { return nil }
    return bytes[start..<end]
  }

  /// Takes a field; false if the request is not plain with it.
  private mutating func take(_ line: ArraySlice<UInt8>) -> Bool {
    guard let colon = line.firstIndex(of: 0x3a), colon > line.startIndex,
      line[..<colon].allSatisfy(Self.isOfName)
    else { return false }
    var value = line[(colon + 1)...]
    if value.first == 0x20 { value.removeFirst() }
    guard let first = value.first, first != 0x20, value.last != 0x20 else { return false }
    switch String(decoding: line[..<colon], as: UTF8.self).lowercased() {
    case "host": return Self.set(&host, value)
    case "content-digest": return Self.set(&contentDigest, value)
    case "signature-input": return Self.set(&signatureInput, value)
    case "signature": return Self.set(&signature, value)
    case "content-length":
      guard value.count <= 10, value.allSatisfy({ (0x30...0x39).contains($0) }) else {
        return false
      }
      bodyCount = value.reduce(0) { $0 * 10 + Int($1 - 0x30) }
      return Self.set(&length, value)
    case "connection":
      return String(decoding: value, as: UTF8.self).lowercased() == "keep-alive"
    case "transfer-encoding", "te", "trailer", "upgrade", "expect", "keep-alive",
      "proxy-connection":
      return false
    default: return true
    }
  }

  /// False the second time.
  private static func set(_ field: inout [UInt8]?, _ value: ArraySlice<UInt8>) -> Bool {
    defer { field = Array(value) }
    return field == nil
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d: true
    default: false
    }
  }
}
