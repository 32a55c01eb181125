import Sodium

/// The signature of a space's request: RFC 9421 with Ed25519, over the method, the
/// authority, the path and the digest of the body (RFC 9530).
/// - SeeAlso: Specs/http.md, "Signatures".
public enum HTTPSignature {
  /// The one list of covered components.
  static let components: StaticString =
    "(\"@method\" \"@authority\" \"@path\" \"content-digest\")"

  /// The value of `content-digest` for a body with this SHA-512: `sha-512=:...:`.
  public static func contentDigest(sha512: [UInt8]) -> [UInt8] {
    asciiBytes("sha-512=:") + base64Characters(sha512) + asciiBytes(":")
  }

  /// The SHA-512 of a `content-digest` of exactly that form; nil for any other.
  public static func sha512(contentDigest: [UInt8]) -> [UInt8]? {
    guard let digest = unwrap(contentDigest, "sha-512=:", ":"), digest.count == 64 else {
      return nil
    }
    return digest
  }

  /// The parameters of one signature.
  public struct Parameters: Equatable, Sendable {
    /// The server's time at signing, in seconds since 1970.
    public var created: UInt64
    public var keyID: SpaceID

    public init(created: UInt64, keyID: SpaceID) {
      self.created = created
      self.keyID = keyID
    }

    /// `("@method" ...);created=...;keyid="...";tag="pde1"`.
    public var serialized: [UInt8] {
      asciiBytes(components) + asciiBytes(";created=") + decimalBytes(created)
        + asciiBytes(";keyid=\"") + Array(keyID.text.utf8) + asciiBytes("\";tag=\"pde1\"")
    }

    /// The value of `signature-input`.
    public var signatureInput: [UInt8] { asciiBytes("pde=") + serialized }

    /// The parameters of a `signature-input` of exactly that form; nil for any other.
    public init?(signatureInput: [UInt8]) {
      let prefix = asciiBytes("pde=") + asciiBytes(components) + asciiBytes(";created=")
      guard signatureInput.starts(with: prefix) else { return nil }
      var created: UInt64 = 0
      var index = prefix.count
      while index < signatureInput.count, (0x30...0x39).contains(signatureInput[index]),
        created < 1 << 48
      {
        created = created * 10 + UInt64(signatureInput[index] - 0x30)
        index += 1
      }
      let key = asciiBytes(";keyid=\"")
      let rest = signatureInput[index...]
      guard rest.starts(with: key), rest.count >= key.count + 32,
        let id = hexDecode(Array(rest[(index + key.count)..<(index + key.count + 32)])),
        let keyID = SpaceID(id)
      else { return nil }
      self.init(created: created, keyID: keyID)
      // One spelling only: no leading zeros, nothing after the tag.
      guard self.signatureInput == signatureInput else { return nil }
    }
  }

  /// The value of `signature` for 64 signature bytes: `pde=:...:`.
  public static func signatureField(_ signature: [UInt8]) -> [UInt8] {
    asciiBytes("pde=:") + base64Characters(signature) + asciiBytes(":")
  }

  /// The 64 bytes of a `signature` of exactly that form; nil for any other.
  public static func signature(field: [UInt8]) -> [UInt8]? {
    guard let signature = unwrap(field, "pde=:", ":"), signature.count == 64 else { return nil }
    return signature
  }

  /// What is signed for a call.
  public static func base(
    call: Call, authority: [UInt8], contentDigest: [UInt8], parameters: Parameters
  ) -> [UInt8] {
    base(
      components: [
        (asciiBytes("\"@method\""), asciiBytes(call.method)),
        (asciiBytes("\"@authority\""), authority),
        (asciiBytes("\"@path\""), asciiBytes(call.path)),
        (asciiBytes("\"content-digest\""), contentDigest),
      ], parameters: parameters.serialized)
  }

  /// The signature base of RFC 9421, section 2.5: a line for each component, then
  /// the parameters, without a newline at the end.
  package static func base(
    components: [(name: [UInt8], value: [UInt8])], parameters: [UInt8]
  ) -> [UInt8] {
    var base: [UInt8] = []
    base.reserveCapacity(512)
    for component in components {
      base += component.name
      base += asciiBytes(": ")
      base += component.value
      base.append(0x0a)
    }
    base += asciiBytes("\"@signature-params\": ")
    base += parameters
    return base
  }

  private static func unwrap(
    _ field: [UInt8], _ prefix: StaticString, _ suffix: StaticString
  ) -> [UInt8]? {
    let before = asciiBytes(prefix)
    let after = asciiBytes(suffix)
    guard field.count >= before.count + after.count, field.starts(with: before),
      Array(field.suffix(after.count)) == after
    else { return nil }
    return base64Decode(Array(field[before.count..<(field.count - after.count)]))
  }
}
