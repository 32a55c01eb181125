import Sodium

/// Where the random bytes of a set come from: drawn, or given by a vector.
typealias SecretDraw = (_ byteCount: Int) -> Secret<ShareValue>

/// One level of SLIP-0039: a secret as points of polynomials, k of which give it back.
///
/// The secret is their value at 255; at 254 is a digest, by which wrong points are found.
enum SecretSharing {
  private static let secretPlace: UInt8 = 255
  private static let digestPlace: UInt8 = 254
  private static let digestBytes = 4

  /// `count` points at 0, 1, ..., of which any `threshold` recover `secret`.
  static func split(
    _ secret: SharedSecret<ShareValue>, threshold: Int, count: Int, draw: SecretDraw
  ) -> [SharePoint] {
    precondition((1...16).contains(threshold) && (threshold...16).contains(count))
    guard threshold > 1 else {
      return (0..<count).map { SharePoint(x: UInt8($0), value: secret) }
    }
    let byteCount = secret.secret.byteCount
    var points: [SharePoint] = []
    for x in 0..<threshold - 2 {
      points.append(SharePoint(x: UInt8(x), value: SharedSecret(draw(byteCount))))
    }
    let digest = digestValue(of: secret, random: draw(byteCount - digestBytes))
    let base =
      points + [
        SharePoint(x: digestPlace, value: digest), SharePoint(x: secretPlace, value: secret),
      ]
    for x in threshold - 2..<count {
      points.append(
        SharePoint(x: UInt8(x), value: SharedSecret(interpolate(base, at: UInt8(x)))))
    }
    return points
  }

  /// The secret of exactly `threshold` points; nil if the digest does not fit.
  static func recover(_ points: [SharePoint], threshold: Int) -> SharedSecret<ShareValue>? {
    precondition(points.count == threshold)
    guard threshold > 1 else { return points[0].value }
    let secret = SharedSecret(interpolate(points, at: secretPlace))
    let digest = interpolate(points, at: digestPlace)
    let expected = digest.withBytes { digest in
      let random = digest.extracting(digestBytes..<digest.byteCount)
      return digestValue(of: secret, random: Secret(copying: random))
    }
    let fits = digest.withBytes { digest in
      expected.secret.withBytes { constantTimeEqual($0, digest) }
    }
    return fits ? secret : nil
  }

  /// HMAC-SHA256(key: random, secret)[0..<4] || random
  private static func digestValue(
    of secret: SharedSecret<ShareValue>, random: consuming Secret<ShareValue>
  ) -> SharedSecret<ShareValue> {
    var value = SecretBuffer(capacity: secret.secret.byteCount)
    random.withBytes { random in
      let tag: Secret<ShareValue> = secret.secret.withBytes {
        HMACSHA256.authenticate($0, key: random)
      }
      tag.withBytes { value.append($0.extracting(0..<digestBytes)) }
      value.append(random)
    }
    return SharedSecret(value.withBytes { Secret(copying: $0) })
  }
}
