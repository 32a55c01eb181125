/// The language of a passphrase word list. The raw value is part of format v1.
public enum Language: UInt8, Sendable, CaseIterable {
  case french = 0
  case dutch = 1
  case english = 2

  /// The ISO 639-1 code: "fr", "nl" or "en".
  public var code: StaticString {
    switch self {
    case .french: "fr"
    case .dutch: "nl"
    case .english: "en"
    }
  }
}

/// One frozen list of 2,048 passphrase words; a word's index is its 11-bit value.
///
/// Words go in and out as UTF-8 bytes, so that no Unicode tables are needed in the browser.
/// Making a `WordList` scans its table once (about 15 kB); keep the instance while someone types.
public struct WordList: Sendable {
  public let language: Language

  /// The table: the words separated by single spaces.
  private let text: [UInt8]
  /// Where each word starts in `text`, then one entry past the end: word `i` is the bytes from
  /// `offsets[i]` to one before `offsets[i + 1]`, which leaves out its space.
  private let offsets: [Int]

  public init(_ language: Language) {
    self.language = language
    let text =
      switch language {
      case .french: bytes(of: WordTable.french)
      case .dutch: bytes(of: WordTable.dutch)
      case .english: bytes(of: WordTable.english)
      }
    var offsets = [0]
    offsets.reserveCapacity(2049)
    for position in text.indices where text[position] == space {
      offsets.append(position + 1)
    }
    offsets.append(text.count + 1)
    self.text = text
    self.offsets = offsets
  }

  /// The number of words: 2,048 in every list.
  public var count: Int { offsets.count - 1 }

  /// The word at `index`, as ASCII bytes.
  ///
  /// - Precondition: `index` is from 0 to 2,047.
  public func word(at index: Int) -> [UInt8] {
    Array(letters(at: index))
  }

  /// The index of `word`, letter for letter, or `nil` when the list does not have it.
  ///
  /// Nothing is forgiven here: pass what someone typed through `normalise(typed:)` first.
  public func index(of word: [UInt8]) -> Int? {
    let index = firstIndex(notBefore: word)
    return index < count && letters(at: index).elementsEqual(word) ? index : nil
  }

  /// The indices of the words that start with `prefix`, in list order, for help while typing.
  ///
  /// `prefix` may be as typed: it is normalised here. Four letters leave at most one word; an
  /// empty prefix gives the whole list.
  public func completions(of prefix: [UInt8]) -> [Int] {
    let prefix = normalise(typed: prefix)
    var found: [Int] = []
    var index = firstIndex(notBefore: prefix)
    while index < count, letters(at: index).starts(with: prefix) {
      found.append(index)
      index += 1
    }
    return found
  }

  /// The indices of at most `limit` words that `word` may have been meant to be: at most two
  /// typing errors away, closest first, equally close ones in list order.
  ///
  /// A typing error is a letter missing, added, replaced, or swapped with the one next to it
  /// (Damerau–Levenshtein distance, in its optimal string alignment form: no letter is edited
  /// twice). `word` may be as typed: it is normalised here. A word of the list comes first.
  public func nearest(to word: [UInt8], limit: Int) -> [Int] {
    guard limit > 0 else { return [] }
    let byDistance = candidates(near: normalise(typed: word))
    var found: [Int] = []
    for indices in byDistance {
      found += indices.prefix(limit - found.count)
    }
    return found
  }

  /// The list and index of a word as typed, whatever its language: no word is in two lists.
  public static func find(_ word: [UInt8]) -> (Language, Int)? {
    let word = normalise(typed: word)
    for language in Language.allCases {
      if let index = WordList(language).index(of: word) { return (language, index) }
    }
    return nil
  }

  /// At most `limit` words, from all three lists, that `word` may have been meant to be: as
  /// `nearest(to:limit:)`, equally close ones in the order French, Dutch, English.
  public static func nearestAnywhere(to word: [UInt8], limit: Int) -> [[UInt8]] {
    guard limit > 0 else { return [] }
    let word = normalise(typed: word)
    var byDistance: [[[UInt8]]] = Array(repeating: [], count: maximumDistance + 1)
    for language in Language.allCases {
      let list = WordList(language)
      let candidates = list.candidates(near: word)
      for distance in candidates.indices {
        for index in candidates[distance] {
          byDistance[distance].append(list.word(at: index))
        }
      }
    }
    var found: [[UInt8]] = []
    for words in byDistance {
      found += words.prefix(limit - found.count)
    }
    return found
  }

  private func letters(at index: Int) -> ArraySlice<UInt8> {
    text[offsets[index]..<offsets[index + 1] - 1]
  }

  /// The index of the first word that does not sort before `word`; `count` when all of them do.
  private func firstIndex(notBefore word: [UInt8]) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if letters(at: middle).lexicographicallyPrecedes(word) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  /// The indices of the words close to `word`: element `d` has those at distance `d`.
  private func candidates(near word: [UInt8]) -> [[Int]] {
    var byDistance: [[Int]] = Array(repeating: [], count: WordList.maximumDistance + 1)
    // Longer input is too far from every word; refusing it bounds the work.
    guard word.count <= WordList.maximumLength + WordList.maximumDistance else { return byDistance }
    for index in 0..<count {
      let letters = letters(at: index)
      guard abs(letters.count - word.count) <= WordList.maximumDistance else { continue }
      let distance = typingErrors(between: Array(letters), and: word)
      if distance <= WordList.maximumDistance { byDistance[distance].append(index) }
    }
    return byDistance
  }

  private static let maximumDistance = 2
  static let maximumLength = 9
}

/// What someone typed, in the letters of the lists: ASCII capitals become small letters, Latin
/// letters with an accent lose it, and ligatures are taken apart (œ to oe, æ to ae, ß to ss, ĳ to
/// ij).
///
/// `typed` is UTF-8. Covered are U+00C0 to U+00FF, Œ œ Ĳ ĳ Ÿ, and accents typed as combining marks
/// (U+0300 to U+036F), which are dropped. All other bytes, malformed ones too, pass unchanged and
/// so match no word. Applying it twice changes nothing more.
public func normalise(typed: [UInt8]) -> [UInt8] {
  var plain: [UInt8] = []
  plain.reserveCapacity(typed.count)
  var position = 0
  while position < typed.count {
    let byte = typed[position]
    let next = position + 1 < typed.count ? typed[position + 1] : 0
    if next & 0xC0 == 0x80, appendPlainLetters(of: byte, next, to: &plain) {
      position += 2
    } else {
      let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      plain.append(isCapital ? byte | 0x20 : byte)
      position += 1
    }
  }
  return plain
}

/// Appends the plain letters of a character of two UTF-8 bytes (none for a combining mark);
/// `false`, and nothing appended, when it is not one that `normalise(typed:)` covers.
private func appendPlainLetters(of lead: UInt8, _ trail: UInt8, to plain: inout [UInt8]) -> Bool {
  switch (lead, trail) {
  case (0xC3, 0x9F): plain += [UInt8(ascii: "s"), UInt8(ascii: "s")]
  case (0xC3, 0xBF), (0xC5, 0xB8): plain.append(UInt8(ascii: "y"))
  case (0xC3, 0x97), (0xC3, 0xB7): return false  // × and ÷
  case (0xC3, _):
    // From U+00C0 on, a capital and its small letter differ in bit 5 only.
    switch trail | 0x20 {
    case 0xA0...0xA5: plain.append(UInt8(ascii: "a"))
    case 0xA6: plain += [UInt8(ascii: "a"), UInt8(ascii: "e")]
    case 0xA7: plain.append(UInt8(ascii: "c"))
    case 0xA8...0xAB: plain.append(UInt8(ascii: "e"))
    case 0xAC...0xAF: plain.append(UInt8(ascii: "i"))
    case 0xB0: plain.append(UInt8(ascii: "d"))
    case 0xB1: plain.append(UInt8(ascii: "n"))
    case 0xB2...0xB6, 0xB8: plain.append(UInt8(ascii: "o"))
    case 0xB9...0xBC: plain.append(UInt8(ascii: "u"))
    case 0xBD: plain.append(UInt8(ascii: "y"))
    case 0xBE: plain += [UInt8(ascii: "t"), UInt8(ascii: "h")]
    default: return false
    }
  case (0xC5, 0x92), (0xC5, 0x93): plain += [UInt8(ascii: "o"), UInt8(ascii: "e")]
  case (0xC4, 0xB2), (0xC4, 0xB3): plain += [UInt8(ascii: "i"), UInt8(ascii: "j")]
  case (0xCC, _), (0xCD, 0x80...0xAF): break
  default: return false
  }
  return true
}

/// The least number of typing errors (see `WordList.nearest`) between two words.
private func typingErrors(between first: [UInt8], and second: [UInt8]) -> Int {
  // Row i holds the distances of the first i letters of `first` to every start of `second`.
  var beforePrevious: [Int] = []
  var previous = Array(0...second.count)
  for i in first.indices {
    var row = [i + 1]
    row.reserveCapacity(second.count + 1)
    for j in second.indices {
      let replaced = previous[j] + (first[i] == second[j] ? 0 : 1)
      var best = min(replaced, previous[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
        best = min(best, beforePrevious[j - 1] + 1)
      }
      row.append(best)
    }
    beforePrevious = previous
    previous = row
  }
  return previous[second.count]
}

private let space = UInt8(ascii: " ")

/// A copy of a literal's bytes: the only place that touches its storage.
private func bytes(of literal: StaticString) -> [UInt8] {
  unsafe Array(UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
}
