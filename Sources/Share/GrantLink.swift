public import Sodium
public import Vault
import Wire

/// The link of a grant: the address of the reader's page, and in its fragment the
/// one secret, in 26 characters of base32 (RFC 4648, section 6, without padding).
///
///     HTTPS://HOST/G#ABCDEFGHIJKLMNOPQRSTUVWXYZ
///
/// Upper case throughout, so that a QR code holds it in fewer modules.
/// - SeeAlso: Specs/grants.md, "Link".
public struct GrantLink: ~Copyable {
  /// Scheme and host, `https://host` or `http://host:port`, lower case.
  public let origin: [UInt8]
  /// s.
  public let secret: Secret<GrantSecret>

  static let secretCharacters = 26

  public init(origin: [UInt8], secret: consuming Secret<GrantSecret>) {
    self.origin = origin
    self.secret = secret
  }

  /// The link that was scanned, typed or pasted, with what mailers and people made of it.
  ///
  /// - Throws: `.invalid(.link)` for a text in which there is none: 26 characters whose last two bits
  ///   are zero, behind the address of a reader's page.
  public init(typed: [UInt8]) throws(VaultError) {
    guard let found = GrantLink.find(in: typed) else { throw .invalid(.link) }
    origin = found.origin
    secret = Secret(copying: found.secret)
  }

  /// The link of an address and what stands behind its `#`: 26 characters of base32, in any case.
  public init?(origin: [UInt8], key: [UInt8]) {
    guard key.count == GrantLink.secretCharacters,
      let bytes = base32Decode(GrantLink.upperCased(key))
    else { return nil }
    self.origin = origin
    secret = Secret(copying: bytes)
  }

  /// The link as a QR code holds it.
  public borrowing func text() -> [UInt8] {
    GrantLink.upperCased(origin) + asciiBytes("/G#")
      + secret.withBytes { base32Characters($0.copied()) }
  }
}

/// The digits that a reader is told aloud: 4 to 6, or none.
public struct SpokenCode: Sendable, Equatable {
  /// ASCII digits; empty when there is no code.
  public let digits: [UInt8]

  public static let none = SpokenCode(digits: [])

  /// Four random digits.
  public static func random() -> SpokenCode {
    SpokenCode(digits: (0..<4).map { _ in 0x30 + UInt8(randomNumber(below: 10)) })
  }

  private init(digits: [UInt8]) {
    self.digits = digits
  }

  /// The code that was typed, white space left out.
  ///
  /// - Throws: `.invalid(.code)` for anything but 4 to 6 digits.
  public init(typed: [UInt8]) throws(VaultError) {
    let digits = plainText(typed).filter { $0 != 0x20 }
    guard (4...6).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) })
    else { throw .invalid(.code) }
    self.digits = digits
  }
}
