package import Sodium
import Wire

/// A phrase: five to seven words of the lists, in their one spelling.
public struct Phrase: ~Copyable {
  /// W: list words, lower case, single spaces.
  let words: Secret<PhraseWords>
  public let wordCount: Int

  /// How many words a generated phrase has.
  public static func wordCount(withPseudonym: Bool) -> Int { withPseudonym ? 5 : 6 }

  /// Draws a phrase from one language's list, each word with 11 bits.
  public static func generate(_ language: Language, withPseudonym: Bool) -> Phrase {
    generate(language, wordCount: wordCount(withPseudonym: withPseudonym))
  }

  /// The words of a file that nothing hardens: an export.
  public static let fileWordCount = 7

  /// Room for seven of the longest words and what is between them, so that no buffer has to move.
  private static let mostBytes = 7 * WordList.maximumLength + 6

  /// Draws the words of a file.
  public static func generateForFile(_ language: Language) -> Phrase {
    generate(language, wordCount: fileWordCount)
  }

  private static func generate(_ language: Language, wordCount count: Int) -> Phrase {
    let list = WordList(language)
    var text = SecretBuffer(capacity: Phrase.mostBytes)
    for i in 0..<count {
      if i > 0 { text.append(0x20) }
      text.append(list.word(at: Int(randomNumber(below: UInt32(list.count)))))
    }
    return Phrase(words: text.withBytes { Secret(copying: $0) }, wordCount: count)
  }

  /// The phrase that was typed: words of any list, any case, with or without
  /// accents, with whatever numbers, quotation marks and bullets stand between them.
  ///
  /// - Throws: `.invalid(.wordCount)`, or `.invalid(.unknownWord)` with the place of
  ///   the first word that is in no list.
  public init(typed: [UInt8]) throws(VaultError) {
    let typedWords = Phrase.split(typed)
    guard (5...7).contains(typedWords.count) else {
      throw .invalid(.wordCount(typedWords.count))
    }
    var text = SecretBuffer(capacity: Phrase.mostBytes)
    for (position, typed) in typedWords.enumerated() {
      let word = normalise(typed: typed)
      guard WordList.find(word) != nil else {
        throw .invalid(.unknownWord(position: position))
      }
      if position > 0 { text.append(0x20) }
      text.append(word)
    }
    words = text.withBytes { Secret(copying: $0) }
    wordCount = typedWords.count
  }

  private init(words: consuming Secret<PhraseWords>, wordCount: Int) {
    self.words = words
    self.wordCount = wordCount
  }

  /// The phrase as its holder reads it: to be shown once.
  public borrowing func spelledOut() -> [UInt8] { words.exposedBytes() }

  /// The words of a typed text: what its signs leave, without the digits before and behind.
  ///
  /// - SeeAlso: Specs/derivation.md, "Credentials of words".
  public static func split(_ typed: [UInt8]) -> [[UInt8]] {
    var text = plainText(typed)
    var spaced: [UInt8] = []
    spaced.reserveCapacity(text.count)
    defer {
      wipe(&text)
      wipe(&spaced)
    }
    var position = 0
    while position < text.count {
      let length = signLength(text[position...])
      spaced.append(length > 0 ? 0x20 : text[position])
      position += max(length, 1)
    }
    return spaced.split(separator: 0x20).compactMap { piece in
      var word = piece.drop(while: isDigit)
      while let last = word.last, isDigit(last) { word.removeLast() }
      return word.isEmpty ? nil : Array(word)
    }
  }

  /// How many bytes the sign has that a text begins with; 0 if it is a letter, a digit, or no sign
  /// that stands between words.
  private static func signLength(_ text: ArraySlice<UInt8>) -> Int {
    let bytes = Array(text.prefix(3))
    guard let first = bytes.first else { return 0 }
    if first < 0x80 {
      let isLetter = (0x61...0x7a).contains(first | 0x20)
      return isLetter || isDigit(first) ? 0 : 1
    }
    // U+00A1 to U+00BF; U+2000 to U+2BFF.
    if first == 0xc2, bytes.count > 1, (0xa1...0xbf).contains(bytes[1]) { return 2 }
    if first == 0xe2, bytes.count > 2, (0x80...0xaf).contains(bytes[1]), bytes[2] & 0xc0 == 0x80 {
      return 3
    }
    return 0
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

/// What opens a wallet: a phrase, with or without a pseudonym.
public struct WordsCredential: ~Copyable {
  let stretched: Secret<Stretched>

  /// Stretches the phrase: blocks for 0.1 s on a fast core, some seconds on an old one.
  ///
  /// - Throws: `.invalid` for a pseudonym that is a list word; `.outOfMemory`.
  public init(_ phrase: consuming Phrase, pseudonym: Pseudonym?) throws(VaultError) {
    if let pseudonym, WordList.find(normalise(typed: pseudonym.canonical)) != nil {
      throw .invalid(.pseudonymIsAWord)
    }
    let salt = labelledHash(16, .pseudonymSalt, pseudonym?.canonical ?? [])
    do {
      stretched = try stretch(phrase.words, salt: salt)
    } catch {
      throw .outOfMemory
    }
  }

  /// For vectors and measurements only.
  package init(stretched: consuming Secret<Stretched>) {
    self.stretched = stretched
  }
}
