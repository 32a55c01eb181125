import CSodium

/// Lower-case hexadecimal (`sodium_bin2hex`'s alphabet).
public func hexEncode(_ bytes: [UInt8]) -> String {
  let digits: [UInt8] = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  text.reserveCapacity(bytes.count * 2)
  for byte in bytes {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}

/// The bytes of a lower-case hexadecimal text, or nil if it is anything else:
/// upper case, an odd length, another character.
public func hexDecode(_ text: [UInt8]) -> [UInt8]? {
  guard text.count % 2 == 0 else { return nil }
  func value(_ c: UInt8) -> UInt8? {
    switch c {
    case 0x30...0x39: c - 0x30
    case 0x61...0x66: c - 0x61 + 10
    default: nil
    }
  }
  var bytes: [UInt8] = []
  bytes.reserveCapacity(text.count / 2)
  for i in stride(from: 0, to: text.count, by: 2) {
    guard let high = value(text[i]), let low = value(text[i + 1]) else { return nil }
    bytes.append(high << 4 | low)
  }
  return bytes
}

/// Base64 with padding (RFC 4648, section 4), as HTTP's structured fields carry bytes.
public func base64Encode(_ bytes: [UInt8]) -> String {
  String(decoding: base64Characters(bytes), as: UTF8.self)
}

/// Base64 with padding, as ASCII.
public func base64Characters(_ bytes: [UInt8]) -> [UInt8] {
  let count = (bytes.count + 2) / 3 * 4
  var text = unsafe Sodium.bytes(count + 1) { out in
    unsafe out.withMemoryRebound(to: CChar.self, capacity: count + 1) { target in
      _ = unsafe sodium_bin2base64(
        target, count + 1, bytes, bytes.count, sodium_base64_VARIANT_ORIGINAL)
    }
  }
  text.removeLast()  // the C string's zero
  return text
}

/// The bytes of a canonical, padded base64 text, or nil if it is anything else.
public func base64Decode(_ text: [UInt8]) -> [UInt8]? {
  var decodedCount = 0
  var isWhole = false
  var decoded = unsafe Sodium.bytes(text.count) { out in
    unsafe text.rawSpan.withPointer { source in
      unsafe source.withMemoryRebound(to: CChar.self, capacity: text.count) { source in
        // It refuses bits behind the end and missing padding, but stops at an odd character.
        var end: UnsafePointer<CChar>?
        let status = unsafe sodium_base642bin(
          out, text.count, source, text.count, nil, &decodedCount, &end,
          sodium_base64_VARIANT_ORIGINAL)
        isWhole = unsafe status == 0 && end == source + text.count
      }
    }
  }
  guard isWhole else { return nil }
  decoded.removeLast(text.count - decodedCount)
  return decoded
}
