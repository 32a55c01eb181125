import Sodium
import VectorRunner
import Wire

func recoveryVectors() -> VectorFile {
  var file = VectorFile("recovery-shares", spec: "Specs/recovery-shares.md")
  let set = addSets(to: &file)
  addTexts(of: set, to: &file)
  addJoining(of: set, to: &file)
  addGeneralForm(to: &file)
  addCustody(to: &file)
  return file
}

private let exampleSecret = "1acedc86a45a54444fd53b52d0ab03365b057ba9d7f2476bc2aa707d6cfa2632"
private let exampleDigest = "d7770ee01b59573d102ba7e3c77d801a5de17f5774e89ed06fe4c15b"
private let setSecret = seeded("recovery/secret")

/// The inputs of a set; the secret and what is drawn belong to the seed's `name`.
private func set(
  _ name: String, _ threshold: UInt64, _ count: UInt64, identifier: UInt64,
  secret: Input = setSecret
) -> [(String, Input)] {
  [
    ("secret", secret), ("threshold", .number(threshold)), ("count", .number(count)),
    ("identifier", .number(identifier)),
    ("random", seeded("recovery/random " + name, Int(threshold - 2) * 32 + 28)),
  ]
}

/// The texts of 2 of 3.
private func addSets(to file: inout VectorFile) -> [String] {
  let two = file.add(
    "2 of 3", "no random share, the digest's 28 random bytes", "recovery.split",
    set("2 of 3", 2, 3, identifier: 0x1234))
  file.add(
    "3 of 5", "a random share first, then the digest", "recovery.split",
    set("3 of 5", 3, 5, identifier: 0x7fff))
  file.add(
    "16 of 16", "the most, identifier 0", "recovery.split",
    set("16 of 16", 16, 16, identifier: 0))
  file.add(
    "the example of the spec", "its 2 of 3", "recovery.split",
    [
      ("secret", .hex(hexDecode(Array(exampleSecret.utf8)) ?? [])), ("threshold", .number(2)),
      ("count", .number(3)), ("identifier", .number(27_606)),
      ("random", .hex(hexDecode(Array(exampleDigest.utf8)) ?? [])),
    ])
  file.add(
    "2 of 2 of zeros", "zeros have no logarithm: tables have to mind them", "recovery.split",
    set("zeros", 2, 2, identifier: 1, secret: .repeated([0], times: 32)))
  for (threshold, count) in [(1, 1), (1, 3), (3, 2), (2, 17), (0, 2), (17, 17)]
    as [(UInt64, UInt64)]
  {
    file.add(
      "\(threshold) of \(count)", "2 of 2 to 16 of 16", "recovery.split",
      set("2 of 3", 2, 3, identifier: 1).with("threshold", .number(threshold))
        .with("count", .number(count)), expect: "refused")
  }
  return texts(two)
}

private func texts(_ output: [String: Value]) -> [String] {
  guard case .list(let values)? = output["shares"] else { fatalError("no shares") }
  return values.map { value in
    guard case .text(let text) = value else { fatalError("no text") }
    return String(decoding: text, as: UTF8.self)
  }
}

private func addTexts(of set: [String], to file: inout VectorFile) {
  func share(_ name: String, _ comment: String, _ typed: String, expect: String = "damaged") {
    file.add(
      "share: \(name)", comment, "recovery.share", [("typed", .text(typed))], expect: expect)
  }
  let text = set[1]
  let characters = String(text.dropFirst())
  var groups = ""
  for (index, character) in characters.enumerated() {
    if index > 0, index % 6 == 0 { groups += " " }
    groups.append(character)
  }
  share("as scanned", "67 characters with the letter", text, expect: "ok")
  share("as printed", "in groups, without the letter", groups, expect: "ok")
  let lookAlikes = characters.lowercased().map { character -> Character in
    switch character {
    case "0": "o"
    case "1": "l"
    default: character
    }
  }
  share(
    "in small letters, on lines", "look-alikes replaced",
    "s-" + String(lookAlikes.prefix(30)) + "\r\n" + String(lookAlikes.dropFirst(30)) + "\n",
    expect: "ok")
  for place in [0, 5, 6, 30, 60, 65] {
    share(
      "character \(place) changed", "the checksum finds it",
      replacing(characters, place) { $0 == "7" ? "8" : "7" })
  }
  share("two characters swapped", "the checksum finds that", swapping(characters, 20))
  share("a character less", "65", String(characters.dropLast()))
  share("a character more", "67, and no letter", "0" + characters)
  share("two more", "68", "SS" + characters)
  share("a U", "of no value", replacing(characters, 40) { _ in "U" })
  share("a letter outside ASCII", "characters are bytes", replacing(characters, 40) { _ in "é" })
  share("a card", "another letter, and shorter", "C" + characters.prefix(26))
  share("nothing", "no share", "")

  let nones: [(String, String, [(String, Input)])] = [
    ("a passphrase's exponent", "more iterations than we make", [("exponent", .number(1))]),
    ("not extendable", "the flag is 1 here", [("extendable", .number(0))]),
    ("of 1 of 1", "k of at least 2", [("groups", .list([.list([.number(1), .number(1)])]))]),
    (
      "of two groups", "one group here",
      [("groups", .list(Array(repeating: .list([.number(2), .number(2)]), count: 2)))]
    ),
  ]
  for (name, comment, changes) in nones {
    var input = general
    for (field, value) in changes { input = input.with(field, value) }
    let words = words(file.make("slip39.split", input))[0][0]
    share("not of this use: \(name)", comment, crockford(words), expect: "notOfThisUse")
  }
  let second = words(
    file.make(
      "slip39.split",
      general.with(
        "groups", .list(Array(repeating: .list([.number(2), .number(2)]), count: 2)))))[1][0]
  share("not of this use: the second group's", "index 0", crockford(second), expect: "notOfThisUse")
  let short = words(file.make("slip39.split", general.with("secret", seeded("recovery/16", 16))))[
    0][0]
  share("of 128 bits", "20 words are 40 characters", crockford(short))
}

private func addJoining(of set: [String], to file: inout VectorFile) {
  func join(_ name: String, _ comment: String, _ shares: [String], expect: String = "ok") {
    file.add(
      "join: \(name)", comment, "recovery.join",
      [("shares", .list(shares.map { .text($0) }))], expect: expect)
  }
  join("first and second", "any two", [set[0], set[1]])
  join("third and first", "in any order", [set[2], set[0]])
  join("second and third", "any two", [set[1], set[2]])
  join("all three", "more than needed", set)
  let other = texts(file.make("recovery.split", otherSet(0x1235)))
  let sameIdentifier = texts(file.make("recovery.split", secondSet(0x1234)))
  join("one", "one tells nothing", [set[0]], expect: "tooFew")
  join("the first twice", "the same paper, scanned twice", [set[0], set[0]], expect: "doubled")
  join(
    "one damaged", "before all else, whatever the others are",
    [set[0], set[1].dropLast() + (set[1].hasSuffix("7") ? "8" : "7")], expect: "damaged")
  join("of two sets", "another identifier", [set[0], other[1]], expect: "anotherSet")
  join(
    "enough, and one of another set", "not left out in silence", [set[0], set[1], other[2]],
    expect: "anotherSet")
  join(
    "enough, and one twice", "not left out in silence", [set[0], set[1], set[0]],
    expect: "doubled")
  join(
    "of two sets with one identifier", "the digest shows it", [set[0], sameIdentifier[1]],
    expect: "doNotFit")
  join(
    "the same number of two sets with one identifier", "not the same paper",
    [set[0], sameIdentifier[0]], expect: "doNotFit")
  let three = texts(file.make("recovery.split", thirdSet(0x1234)))
  join("of 2 of 3 and of 3 of 5", "other thresholds", [set[0], three[1]], expect: "anotherSet")
  join("two of 3 of 5", "three are needed", [three[0], three[1]], expect: "tooFew")
  join("three of 3 of 5", "the first, the last and one between", [three[4], three[0], three[2]])
}

private func otherSet(_ identifier: UInt64) -> [(String, Input)] {
  set("other", 2, 3, identifier: identifier)
}
private func secondSet(_ identifier: UInt64) -> [(String, Input)] {
  set("second", 2, 3, identifier: identifier, secret: seeded("recovery/second"))
}
private func thirdSet(_ identifier: UInt64) -> [(String, Input)] {
  set("third", 3, 5, identifier: identifier)
}

/// The general form's inputs: as the project's, but for what a vector changes.
private let general: [(String, Input)] = [
  ("secret", setSecret), ("passphrase", .text("")), ("identifier", .number(0x2aaa)),
  ("extendable", .number(1)), ("exponent", .number(0)), ("groupThreshold", .number(1)),
  ("groups", .list([.list([.number(2), .number(3)])])),
  ("random", seeded("recovery/general", 512)),
]

private func addGeneralForm(to file: inout VectorFile) {
  func split(_ name: String, _ comment: String, _ input: [(String, Input)], expect: String = "ok") {
    file.add("general: \(name)", comment, "slip39.split", input, expect: expect)
  }
  let groups: Input = .list([
    .list([.number(1), .number(1)]), .list([.number(2), .number(3)]),
    .list([.number(3), .number(5)]),
  ])
  split(
    "2 of 3 groups with a passphrase", "groups are split first, then their members in order",
    general.with("groups", groups).with("groupThreshold", .number(2))
      .with("passphrase", .text("TREZOR")).with("exponent", .number(1)))
  split(
    "not extendable, 128 bits", "the identifier is in the salt",
    general.with("extendable", .number(0)).with("secret", seeded("recovery/16", 16)))
  split(
    "512 bits", "half of it is one block of PBKDF2",
    general.with("secret", seeded("recovery/64", 64)))
  split(
    "192 bits", "8 bits of padding, the most", general.with("secret", seeded("recovery/24", 24)))
  split(
    "1 of 2 members", "a copy is no share",
    general.with("groups", .list([.list([.number(1), .number(2)])])), expect: "refused")
  split(
    "more groups needed than there are", "1 to their count",
    general.with("groupThreshold", .number(2)), expect: "refused")
}

private func addCustody(to file: inout VectorFile) {
  let key = seeded("custody/key")
  let shares = texts(
    file.make("recovery.split", set("custody", 2, 3, identifier: 77, secret: key)))
  func made(_ content: Input, _ index: Int, salt: String = "custody/salt") -> [(String, Input)] {
    [
      ("file", content), ("share", .text(shares[index])), ("key", key), ("salt", seeded(salt)),
    ]
  }
  func text(_ input: [(String, Input)]) -> String {
    guard case .text(let text)? = file.make("custody.file", input)["shareFile"] else {
      fatalError("no share file")
    }
    return String(decoding: text, as: UTF8.self)
  }
  let content = seeded("custody/file", 100)
  file.add("share file", "the share, then the sealed file", "custody.file", made(content, 0))
  file.add(
    "share file with whole lines", "80 + 64 bytes are three lines of 64", "custody.file",
    made(seeded("custody/file", 64), 0))
  file.add(
    "share file of one byte", "the shortest", "custody.file", made(.hex([0x7b]), 2))

  func join(_ name: String, _ comment: String, _ files: [String], expect: String = "ok") {
    file.add(
      "custody: \(name)", comment, "custody.join",
      [("shareFiles", .list(files.map { .text($0) }))], expect: expect)
  }
  let files = (0..<3).map { text(made(content, $0)) }
  let other = text(made(content, 1, salt: "custody/salt 2"))
  join("first and third", "any two", [files[0], files[2]])
  join("all", "more than needed", files)
  // A character of the sealed part, far from both ends.
  let damaged = replacing(files[1], 120) { $0 == "A" ? "B" : "A" }
  join("one copy damaged", "the other one opens, and it is named", [files[0], damaged])
  join("the first copy damaged", "in any order", [damaged, files[2]])
  join(
    "both copies damaged", "nothing opens",
    [damaged, replacing(files[2], 121) { $0 == "A" ? "B" : "A" }], expect: "damaged")
  join("a copy with another salt", "it opens as well", [other, files[0]])
  join("one alone", "two are needed", [files[0]], expect: "tooFew")
  join("one twice", "two are needed", [files[0], files[0]], expect: "doubled")
  join(
    "a damaged share", "the first line",
    [replacing(files[0], 9) { $0 == "7" ? "8" : "7" }, files[1]],
    expect: "damaged")
  func both(_ change: (String) -> String) -> [String] { [change(files[0]), change(files[1])] }
  join("no last line end", "each line ends", both { String($0.dropLast()) }, expect: "damaged")
  join("carriage returns", "none", both { $0.replacing("\n", with: "\r\n") }, expect: "damaged")
  join("a line more", "nothing behind the end", both { $0 + "\n" }, expect: "damaged")
  join(
    "lines of 65", "64 in each but the last",
    both { file in
      let lines = file.split(separator: "\n").map(String.init)
      let joined = lines.dropFirst().joined()
      return lines[0] + "\n" + joined.prefix(65) + "\n" + joined.dropFirst(65) + "\n"
    }, expect: "damaged")
  join(
    "the shares alone", "no sealed file", both { String($0.prefix(68)) }, expect: "damaged")
}

// MARK: Texts

private func replacing(
  _ text: String, _ place: Int, _ change: (Character) -> Character
) -> String {
  var characters = Array(text)
  characters[place] = change(characters[place])
  return String(characters)
}

private func swapping(_ text: String, _ place: Int) -> String {
  var characters = Array(text)
  var other = place + 1
  while characters[other] == characters[place] { other += 1 }
  characters.swapAt(place, other)
  return String(characters)
}

/// The words of each share of each group.
private func words(_ output: [String: Value]) -> [[[UInt64]]] {
  func list(_ value: Value?) -> [Value] {
    guard case .list(let values)? = value else { fatalError("no list") }
    return values
  }
  return list(output["groups"]).map { group in
    list(group).map { share in
      list(share).map { word in
        guard case .unsigned(let number) = word else { fatalError("no number") }
        return number
      }
    }
  }
}

private func crockford(_ words: [UInt64]) -> String {
  let symbols = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
  return String(words.flatMap { [symbols[Int($0 >> 5)], symbols[Int($0 & 31)]] })
}
