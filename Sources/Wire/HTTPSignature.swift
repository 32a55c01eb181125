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
    /// 16 random bytes: a signature is good for one use.
    public var nonce: [UInt8]
    public var keyID: SpaceID

    /// - Parameter nonce: 16 bytes.
    public init(created: UInt64, nonce: [UInt8], keyID: SpaceID) {
      precondition(nonce.count == Self.nonceBytes, "Wire: a nonce has 16 bytes")
      self.created = created
      self.nonce = nonce
      self.keyID = keyID
    }

    public static let nonceBytes = 16

    /// `("@method" ...);created=...;nonce="...";keyid="...";tag="pde1"`.
    public var serialized: [UInt8] {
      asciiBytes(components) + asciiBytes(";created=") + decimalBytes(created)
        + asciiBytes(";nonce=\"") + Array(hexEncode(nonce).utf8)
        + asciiBytes("\";keyid=\"") + Array(keyID.text.utf8) + asciiBytes("\";tag=\"pde1\"")
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
      var rest = signatureInput[index...]
      guard let nonce = Self.digits(after: ";nonce=\"", in: &rest),
        let id = Self.digits(after: "\";keyid=\"", in: &rest), let keyID = SpaceID(id)
      else { return nil }
      self.init(created: created, nonce: nonce, keyID: keyID)
      // One spelling only: no leading zeros, nothing after the tag.
      guard self.signatureInput == signatureInput else { return nil }
    }

    /// The 16 bytes of the 32 digits behind a text, which both are taken from the front.
    private static func digits(
      after text: StaticString, in rest: inout ArraySlice<UInt8>
    ) -> [UInt8]? {
      let before = asciiBytes(text)
      guard rest.starts(with: before), rest.count >= before.count + 2 * nonceBytes else {
        return nil
      }
      rest = rest.dropFirst(before.count)
      defer { rest = rest.dropFirst(2 * nonceBytes) }
      return hexDecode(Array(rest.prefix(2 * nonceBytes)))
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
