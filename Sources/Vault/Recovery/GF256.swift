import Sodium

/// The field of SLIP-0039: polynomials over two elements modulo x^8 + x^4 + x^3 + x + 1.
///
/// Without tables and branches: the time is the same whatever the values are.
enum GF256 {
  static func multiply(_ a: UInt8, _ b: UInt8) -> UInt8 {
    var power = a
    var product: UInt8 = 0
    for bit: UInt8 in 0..<8 {
      product ^= power & (0 &- (b >> bit & 1))
      power = power << 1 ^ (0x1b & (0 &- (power >> 7)))
    }
    return product
  }

  /// 1/a, as a^254; 0 of 0.
  static func invert(_ a: UInt8) -> UInt8 {
    // 254 = 2 + 4 + 8 + 16 + 32 + 64 + 128
    var power = a
    var inverse: UInt8 = 1
    for _ in 0..<7 {
      power = multiply(power, power)
      inverse = multiply(inverse, power)
    }
    return inverse
  }
}

/// A point of the polynomials, one for each byte of a secret: at `x` they have `value`.
struct SharePoint: Sendable {
  /// Public.
  let x: UInt8
  let value: SharedSecret<ShareValue>
}

/// The values at `x` of the polynomials of lowest degree through `points`, whose places differ
/// and whose values have one length.
func interpolate(_ points: [SharePoint], at x: UInt8) -> Secret<ShareValue> {
  var sum = [UInt8](repeating: 0, count: points[0].value.secret.byteCount)
  defer { wipe(&sum) }
  for point in points {
    // Of the places alone, which are public.
    var weight: UInt8 = 1
    for other in points where other.x != point.x {
      weight = GF256.multiply(weight, x ^ other.x)
      weight = GF256.multiply(weight, GF256.invert(point.x ^ other.x))
    }
    point.value.secret.withBytes { value in
      precondition(value.byteCount == sum.count, "Vault: share values of one length")
      for i in 0..<sum.count {
        let byte = unsafe value.unsafeLoad(fromUncheckedByteOffset: i, as: UInt8.self)
        sum[i] ^= GF256.multiply(weight, byte)
      }
    }
  }
  return Secret(copying: sum)
}
