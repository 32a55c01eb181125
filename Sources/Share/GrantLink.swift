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

  /// The link that was scanned or typed: any case, white space left out.
  ///
  /// - Throws: `.invalid(.link)` for anything but scheme, host, `/G#` and 26
  ///   characters whose last two bits are zero.
  public init(typed: [UInt8]) throws(VaultError) {
    var text: [UInt8] = []
    for byte in typed where !(byte == 0x20 || (0x09...0x0d).contains(byte)) {
      text.append((0x61...0x7a).contains(byte) ? byte - 32 : byte)
    }
    let separator: [UInt8] = asciiBytes("/G#")
    let tail = GrantLink.secretCharacters + separator.count
    guard text.count > tail, Array(text.suffix(tail).prefix(3)) == separator else {
      throw .invalid(.link)
    }
    let origin = GrantLink.lowerCased(Array(text.dropLast(tail)))
    guard Origin.isOrigin(origin) else { throw .invalid(.link) }
    guard let bytes = base32Decode(Array(text.suffix(GrantLink.secretCharacters))) else {
      throw .invalid(.link)
    }
    self.origin = origin
    secret = Secret(copying: bytes)
  }

  /// The link as a QR code holds it.
  public borrowing func text() -> [UInt8] {
    GrantLink.upperCased(origin) + asciiBytes("/G#")
      + secret.withBytes { base32Characters($0.copied()) }
  }

  private static func lowerCased(_ text: [UInt8]) -> [UInt8] {
    text.map { (0x41...0x5a).contains($0) ? $0 + 32 : $0 }
  }

  private static func upperCased(_ text: [UInt8]) -> [UInt8] {
    text.map { (0x61...0x7a).contains($0) ? $0 - 32 : $0 }
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
    let digits = typed.filter { !($0 == 0x20 || (0x09...0x0d).contains($0)) }
    guard (4...6).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) })
    else { throw .invalid(.code) }
    self.digits = digits
  }
}
