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

  /// Draws the words of a file.
  public static func generateForFile(_ language: Language) -> Phrase {
    generate(language, wordCount: fileWordCount)
  }

  private static func generate(_ language: Language, wordCount count: Int) -> Phrase {
    let list = WordList(language)
    var text = SecretBuffer(capacity: 64)
    for i in 0..<count {
      if i > 0 { text.append(0x20) }
      text.append(list.word(at: Int(randomNumber(below: UInt32(list.count)))))
    }
    return Phrase(words: text.withBytes { Secret(copying: $0) }, wordCount: count)
  }

  /// The phrase that was typed: words of any list, any case, with or without
  /// accents, separated by white space.
  ///
  /// - Throws: `.invalid(.wordCount)`, or `.invalid(.unknownWord)` with the place of
  ///   the first word that is in no list.
  public init(typed: [UInt8]) throws(VaultError) {
    let typedWords = Phrase.split(typed)
    guard (5...7).contains(typedWords.count) else {
      throw .invalid(.wordCount(typedWords.count))
    }
    var text = SecretBuffer(capacity: 64)
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

  /// The words of a typed text.
  public static func split(_ typed: [UInt8]) -> [[UInt8]] {
    typed.split { $0 == 0x20 || (0x09...0x0d).contains($0) }.map { Array($0) }
  }
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
