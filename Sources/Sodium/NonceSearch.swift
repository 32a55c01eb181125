import CSodium

/// How many zero bits `hash` begins with.
public func leadingZeroBits(of hash: [UInt8]) -> Int {
  var count = 0
  for byte in hash {
    guard byte == 0 else { return count + byte.leadingZeroBitCount }
    count += 8
  }
  return count
}

/// The first nonce among `tries` from `start` on for which
/// H(32, label, prefix || u64 nonce) begins with `leadingZeroBits` zero bits; nil if
/// none does. One try is one BLAKE2b of one or two blocks.
public func searchNonce(
  label: Label, prefix: [UInt8], leadingZeroBits wanted: Int, from start: UInt64, tries: UInt64
) -> UInt64? {
  Library.require()
  var message = [UInt8(label.byteCount)] + label.bytes + prefix
  let nonceOffset = message.count
  message += [UInt8](repeating: 0, count: 8)
  var hash = [UInt8](repeating: 0, count: 32)
  let messageByteCount = message.count
  return unsafe message.withUnsafeMutableBufferPointer { message in
    unsafe hash.withUnsafeMutableBufferPointer { hash in
      var nonce = start
      for _ in 0..<tries {
        for i in 0..<8 {
          unsafe message[nonceOffset + i] = UInt8(truncatingIfNeeded: nonce >> UInt64(56 - 8 * i))
        }
        _ = unsafe crypto_generichash(
          hash.baseAddress!, 32, message.baseAddress!, UInt64(messageByteCount), nil, 0)
        // Neither buffer is empty.
        var zeros = 0
        for i in 0..<32 {
          zeros += unsafe hash[i].leadingZeroBitCount
          if unsafe hash[i] != 0 { break }
        }
        if zeros >= wanted { return nonce }
        nonce &+= 1
      }
      return nil
    }
  }
}
