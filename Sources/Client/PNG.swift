import CZlib
public import Share

/// A PNG of a QR code: one bit a pixel, black on white.
///
/// - Parameter scale: pixels a module, at least 1.
/// - SeeAlso: PNG (Third Edition), sections 5 and 11; zlib `compress2`.
public func png(of code: QRCode, scale: Int) -> [UInt8] {
  let side = (code.size + 2 * QRCode.quietZone) * scale
  let rowBytes = (side + 7) / 8
  var pixels: [UInt8] = []
  pixels.reserveCapacity(side * (rowBytes + 1))
  for y in 0..<side {
    var row = [UInt8](repeating: 0, count: rowBytes)
    for x in 0..<side {
      let isDark = code.isDark(
        row: y / scale - QRCode.quietZone, column: x / scale - QRCode.quietZone)
      if !isDark { row[x / 8] |= 0x80 >> UInt8(x % 8) }
    }
    pixels.append(0)  // filter: none
    pixels += row
  }
  let dimension = bigEndian32(UInt32(side))
  return [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
    // 1 bit, greyscale, deflate, adaptive filtering, no interlace
    + chunk("IHDR", dimension + dimension + [1, 0, 0, 0, 0])
    + chunk("IDAT", deflated(pixels)) + chunk("IEND", [])
}

private func deflated(_ bytes: [UInt8]) -> [UInt8] {
  var count = compressBound(uLong(bytes.count))
  var out = [UInt8](repeating: 0, count: Int(count))
  let status = compress2(&out, &count, bytes, uLong(bytes.count), Z_BEST_COMPRESSION)
  precondition(status == Z_OK, "Client: the buffer has zlib's own bound")
  return Array(out[..<Int(count)])
}

private func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
  let body = Array(type.utf8) + data
  let sum = body.withUnsafeBufferPointer { crc32(0, $0.baseAddress, uInt($0.count)) }
  return bigEndian32(UInt32(data.count)) + body + bigEndian32(UInt32(sum))
}

private func bigEndian32(_ value: UInt32) -> [UInt8] {
  [UInt8(value >> 24), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
}
