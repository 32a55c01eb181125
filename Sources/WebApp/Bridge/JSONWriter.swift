import Sodium
import Wire

/// Writes JSON text into memory that is wiped.
struct JSONWriter: ~Copyable {
  private var buffer = SecretBuffer(capacity: 1_024)
  /// The closing brackets of what is open.
  private var closers: [UInt8] = []
  private var needsComma = false

  borrowing func withBytes<R: ~Copyable>(_ body: (RawSpan) -> R) -> R { buffer.withBytes(body) }

  mutating func object() { open("{", "}") }
  mutating func array() { open("[", "]") }

  mutating func end() {
    if let closer = closers.popLast() { buffer.append(closer) }
    needsComma = true
  }

  mutating func key(_ name: StaticString) {
    text(name)
    buffer.append(UInt8(ascii: ":"))
    needsComma = false
  }

  mutating func number(_ value: UInt64) {
    separate()
    buffer.append(decimalBytes(value))
  }

  mutating func text(_ text: StaticString) { self.text(asciiBytes(text)) }

  /// A text, given as its bytes of well-formed UTF-8.
  mutating func text(_ utf8: [UInt8]) {
    separate()
    buffer.append(UInt8(ascii: "\""))
    for byte in utf8 {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        buffer.append(UInt8(ascii: "\\"))
        buffer.append(byte)
      } else if byte < 0x20 {
        buffer.append(asciiBytes("\\u00"))
        buffer.append(hexDigit(byte >> 4))
        buffer.append(hexDigit(byte & 15))
      } else {
        buffer.append(byte)
      }
    }
    buffer.append(UInt8(ascii: "\""))
  }

  mutating func identifier<Kind>(_ id: Identifier<Kind>) {
    var digits: [UInt8] = []
    for byte in id.bytes { digits += [hexDigit(byte >> 4), hexDigit(byte & 15)] }
    text(digits)
  }

  mutating func flag(_ value: Bool) {
    separate()
    buffer.append(asciiBytes(value ? "true" : "false"))
  }

  mutating func null() {
    separate()
    buffer.append(asciiBytes("null"))
  }

  private mutating func open(_ opener: UnicodeScalar, _ closer: UnicodeScalar) {
    separate()
    buffer.append(UInt8(ascii: opener))
    closers.append(UInt8(ascii: closer))
    needsComma = false
  }

  private mutating func separate() {
    if needsComma { buffer.append(UInt8(ascii: ",")) }
    needsComma = true
  }

  private func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
}

extension JSONWriter {
  mutating func number(_ name: StaticString, _ value: UInt64) {
    key(name)
    number(value)
  }

  /// A time that is 0 when there is none.
  mutating func time(_ name: StaticString, _ value: UInt64) {
    key(name)
    if value == 0 { null() } else { number(value) }
  }

  mutating func text(_ name: StaticString, _ value: StaticString) {
    key(name)
    text(value)
  }

  mutating func text(_ name: StaticString, _ value: [UInt8]) {
    key(name)
    text(value)
  }

  mutating func flag(_ name: StaticString, _ value: Bool) {
    key(name)
    flag(value)
  }

  mutating func identifier<Kind>(_ name: StaticString, _ id: Identifier<Kind>) {
    key(name)
    identifier(id)
  }
}
