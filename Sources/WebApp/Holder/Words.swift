import Sodium
import Vault

/// What a person typed as words of a phrase, in words: pasted text has commas, numbers and spaces of
/// other kinds between them.
func wordsTyped(_ typed: [UInt8]) -> [[UInt8]] {
  var plain: [UInt8] = []
  var position = 0
  while position < typed.count {
    let rest = typed[position...]
    if rest.starts(with: [0xc2, 0xa0]) {  // no-break space
      plain.append(0x20)
      position += 2
    } else if rest.starts(with: [0xe2, 0x80]), rest.count > 2, isSpace(rest[position + 2]) {
      plain.append(0x20)
      position += 3
    } else {
      let isLetter =
        typed[position] >= 0x80 || (0x41...0x5a).contains(typed[position] & 0xdf)
      plain.append(isLetter ? typed[position] : 0x20)
      position += 1
    }
  }
  defer { wipe(&plain) }
  return Phrase.split(plain)
}

/// The last byte of U+2000...U+200F, U+2010...U+2015 (dashes), U+202F.
private func isSpace(_ last: UInt8) -> Bool {
  (0x80...0x95).contains(last) || last == 0xaf
}

/// The phrase that was typed.
func phraseTyped(_ typed: [UInt8]) throws(CoreFailure) -> Phrase {
  var text = Array(wordsTyped(typed).joined(separator: [0x20]))
  defer { wipe(&text) }
  do {
    return try Phrase(typed: text)
  } catch {
    throw .vault(error)
  }
}

func language(_ code: [UInt8]) throws(CoreFailure) -> Language {
  switch code {
  case [0x66, 0x72]: .french
  case [0x6e, 0x6c]: .dutch
  case [0x65, 0x6e]: .english
  default: throw .badCall
  }
}

final class CompleteWord: Operation {
  private var prefix: [UInt8]
  private static let limit = 8

  init(_ input: Input) throws(CoreFailure) {
    prefix = try input.bytes()
  }

  deinit { wipe(&prefix) }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    json.object()
    json.key("words")
    json.array()
    var left = prefix.isEmpty ? 0 : CompleteWord.limit
    for language in Language.allCases {
      let list = WordList(language)
      for index in list.completions(of: prefix).prefix(left) {
        json.object()
        json.text("word", list.word(at: index))
        json.text("language", language.code)
        json.end()
        left -= 1
      }
    }
    json.end()
    json.end()
  }
}

extension JSONWriter {
  /// Whether a word is in a list, and which it may have been meant to be.
  fileprivate mutating func check(_ word: [UInt8]) {
    let isWord = WordList.find(word) != nil
    flag("ok", isWord)
    key("nearest")
    array()
    if !isWord {
      for near in WordList.nearestAnywhere(to: word, limit: 3) { text(near) }
    }
    end()
  }
}

final class CheckWord: Operation {
  private var typed: [UInt8]

  init(_ input: Input) throws(CoreFailure) {
    typed = try input.bytes()
  }

  deinit { wipe(&typed) }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    json.object()
    let words = wordsTyped(typed)
    json.check(words.count == 1 ? words[0] : typed)
    json.end()
  }
}

final class CheckPhrase: Operation {
  private var typed: [UInt8]

  init(_ input: Input) throws(CoreFailure) {
    typed = try input.bytes()
  }

  deinit { wipe(&typed) }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    let words = wordsTyped(typed)
    json.object()
    json.number("count", UInt64(words.count))
    json.key("words")
    json.array()
    // A text pasted by mistake may be long; a phrase is not.
    for word in words.prefix(12) {
      let plain = normalise(typed: word)
      json.object()
      // What is no UTF-8 can't be one of the texts that JavaScript gives.
      json.text("word", WordList.find(plain) == nil ? word : plain)
      json.check(plain)
      json.end()
    }
    json.end()
    json.end()
  }
}

final class CanonicalPseudonym: Operation {
  private let pseudonym: Pseudonym

  init(_ input: Input) throws(CoreFailure) {
    pseudonym = try pseudonymTyped(input.bytes())
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    json.object()
    json.text("canonical", pseudonym.canonical)
    json.end()
  }
}

func pseudonymTyped(_ typed: [UInt8]) throws(CoreFailure) -> Pseudonym {
  do {
    return try Pseudonym(typed)
  } catch {
    throw .vault(.invalid(.pseudonym(error)))
  }
}

final class NewPhrase: Operation {
  private let phrase: Phrase

  init(_ input: Input) throws(CoreFailure) {
    phrase = Phrase.generate(try language(input.bytes()), withPseudonym: try input.flag())
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    json.object()
    json.key("words")
    json.array()
    var text = phrase.spelledOut()
    for word in Phrase.split(text) { json.text(word) }
    wipe(&text)
    json.end()
    json.end()
  }
}
