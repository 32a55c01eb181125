public import Sodium
import Wire

/// c: the 128 bits that a card's QR code holds, worth nothing without the code.
///
///     "C" and 26 characters of base32
/// - SeeAlso: Specs/derivation.md, "Cards".
public struct CardSecret: ~Copyable {
  let secret: Secret<CardKey>

  static let letter: UInt8 = 0x43  // C
  static let characters = 27

  /// A new card's.
  public static func random() -> CardSecret {
    CardSecret(secret: .random(byteCount: 16))
  }

  private init(secret: consuming Secret<CardKey>) {
    self.secret = secret
  }

  /// The card that was scanned or typed: any case, white space and hyphens left out.
  ///
  /// - Throws: `.invalid(.card)`.
  public init(typed: [UInt8]) throws(VaultError) {
    var text: [UInt8] = []
    for byte in plainText(typed) where byte != 0x20 && byte != 0x2d {
      text.append((0x61...0x7a).contains(byte) ? byte - 32 : byte)
    }
    defer { wipe(&text) }
    guard text.count == CardSecret.characters, text.first == CardSecret.letter,
      var bytes = base32Decode(Array(text.dropFirst()))
    else { throw .invalid(.card) }
    secret = Secret(copying: bytes)
    wipe(&bytes)
  }

  /// What the QR code holds.
  public borrowing func text() -> [UInt8] {
    [CardSecret.letter] + secret.withBytes { base32Characters($0.copied()) }
  }
}

/// The six digits that belong to a card, and are not on it.
public struct CardCode: ~Copyable {
  let digits: Secret<CardDigits>

  static let digitCount = 6

  /// A new card's: drawn, never chosen.
  public static func random() -> CardCode {
    var digits = (0..<digitCount).map { _ in 0x30 + UInt8(randomNumber(below: 10)) }
    defer { wipe(&digits) }
    return CardCode(digits: Secret(copying: digits))
  }

  private init(digits: consuming Secret<CardDigits>) {
    self.digits = digits
  }

  /// The code that was typed, white space left out.
  ///
  /// - Throws: `.invalid(.cardCode)` for anything but six digits.
  public init(typed: [UInt8]) throws(VaultError) {
    var digits = plainText(typed).filter { $0 != 0x20 }
    defer { wipe(&digits) }
    guard digits.count == CardCode.digitCount,
      digits.allSatisfy({ (0x30...0x39).contains($0) })
    else { throw .invalid(.cardCode) }
    self.digits = Secret(copying: digits)
  }

  /// The code as its holder reads it: to be shown once.
  public borrowing func spelledOut() -> [UInt8] { digits.exposedBytes() }
}

/// What opens a wallet with a card: its secret and its code.
public struct CardCredential: ~Copyable {
  let stretched: Secret<Stretched>
  /// What the two operators count wrong codes by: another for each, so that they can't be put
  /// together.
  let tags: CardTags

  /// Stretches the code: blocks as long as a phrase does.
  ///
  /// - Throws: `.outOfMemory`.
  public init(
    _ card: borrowing CardSecret, code: borrowing CardCode
  ) throws(VaultError) {
    let salt = card.secret.deriveOpenly(.cardSalt, byteCount: 16)
    do {
      stretched = try stretch(code.digits, salt: salt)
    } catch {
      throw .outOfMemory
    }
    tags = CardTags(card)
  }

  /// For vectors and measurements only.
  package init(stretched: consuming Secret<Stretched>, card: borrowing CardSecret) {
    self.stretched = stretched
    tags = CardTags(card)
  }
}

/// cardTag_o = K(c, "pde1/card/tag", u8 o)[0..<16], o = 1, 2.
struct CardTags: Sendable {
  let first: [UInt8]
  let second: [UInt8]

  init(_ card: borrowing CardSecret) {
    first = card.secret.deriveOpenly(.cardTag, data: [1], byteCount: 16)
    second = card.secret.deriveOpenly(.cardTag, data: [2], byteCount: 16)
  }

  /// What stands in their place for words.
  static let none = CardTags(first: [UInt8](repeating: 0, count: 16))

  private init(first: [UInt8]) {
    self.first = first
    second = first
  }
}
