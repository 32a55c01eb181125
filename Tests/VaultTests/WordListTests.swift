import Foundation
import Testing
import Vault

// One test for each rule of Specs/words/README.md, then the functions over the lists.

// MARK: - The rules of the lists

@Test func everyListHas2048Words() {
  for language in Language.allCases {
    #expect(WordList(language).count == 2048)
    #expect(words(language).count == 2048)
  }
}

@Test func everyWordHasFourToEightLettersAToZAndInFrenchUpToNine() {
  for language in Language.allCases {
    let longest = language == .french ? 9 : 8
    for word in words(language) {
      #expect((4...longest).contains(word.utf8.count), "\(word)")
      #expect(word.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) })
    }
  }
}

@Test func everyListIsSortedWithoutRepetition() {
  for language in Language.allCases {
    let list = words(language)
    for (earlier, later) in zip(list, list.dropFirst()) {
      #expect(earlier.utf8.lexicographicallyPrecedes(later.utf8), "\(earlier) \(later)")
    }
  }
}

@Test func theFirstFourLettersTellAWordWithinItsList() {
  for language in Language.allCases {
    #expect(groups(words(language)) { String($0.prefix(4)) } == [])
  }
}

@Test func noWordIsInTwoLists() {
  #expect(groups(Language.allCases.flatMap(words)) { $0 } == [])
}

@Test func noFrenchWordIsAWordOfAListWithALetterBehindItThatNobodyHears() {
  for word in words(.french) where word.hasSuffix("s") || word.hasSuffix("x") {
    #expect(WordList.find(Array(word.utf8.dropLast())) == nil, "\(word)")
  }
}

@Test func noTwoWordsOfAListSoundTheSame() {
  for language in Language.allCases {
    let key = PhoneticKey(language)
    #expect(groups(words(language)) { key.of($0) } == [])
  }
}

@Test func noTwoWordsOfAListSoundTheSameWhenLikeConsonantsAreTakenForEachOther() {
  for language in Language.allCases {
    let key = PhoneticKey(language)
    #expect(groups(words(language)) { withLikeConsonantsMerged(key.of($0)) } == [])
  }
}

@Test func noTwoWordsOfAListDifferOnlyInLettersThatSoundAlike() {
  for language in Language.allCases {
    #expect(groups(words(language)) { withLikeConsonantsMerged($0) } == [])
  }
}

@Test func noTwoWordsOfAListAreOneTypingErrorApart() {
  for language in Language.allCases {
    let list = Set(words(language))
    var withAGap: [String: String] = [:]
    for word in list {
      let letters = Array(word)
      for position in letters.indices {
        var shorter = letters
        shorter.remove(at: position)
        #expect(!list.contains(String(shorter)), "\(word)")

        var gap = letters
        gap[position] = "?"
        let other = withAGap.updateValue(word, forKey: String(gap))
        #expect(other == nil, "\(word) \(other ?? "")")

        guard position > 0, letters[position] != letters[position - 1] else { continue }
        var swapped = letters
        swapped.swapAt(position - 1, position)
        #expect(!list.contains(String(swapped)), "\(word)")
      }
    }
  }
}

@Test func noWordBeginsWithAnOffensiveOrFrighteningStem() {
  for language in Language.allCases {
    for stem in unwelcomeStems[language] ?? [] {
      for word in words(language) { #expect(!word.hasPrefix(stem), "\(word)") }
    }
  }
}

@Test func noOffensiveOrFrighteningWordIsInItsList() {
  for language in Language.allCases {
    for word in unwelcomeWords[language] ?? [] {
      #expect(WordList(language).index(of: Array(word.utf8)) == nil, "\(word)")
    }
  }
}

@Test func noNumberWordIsInAnyList() {
  for word in numberWords {
    #expect(WordList.find(Array(word.utf8)) == nil, "\(word)")
  }
}

@Test func theTablesEqualTheSpecificationByteForByte() throws {
  for (language, name) in [(Language.french, "french"), (.dutch, "dutch"), (.english, "english")] {
    let file = repository.appending(path: "Specs/words/\(name).txt")
    let published = [UInt8](try Data(contentsOf: file))
    let list = WordList(language)
    var built: [UInt8] = []
    for index in 0..<list.count { built += list.word(at: index) + [UInt8(ascii: "\n")] }
    #expect(built == published, "\(name)")
  }
}

// MARK: - Looking words up

@Test func everyWordIsFoundAtItsIndexAndInItsLanguage() throws {
  for language in Language.allCases {
    let list = WordList(language)
    for index in 0..<list.count {
      #expect(list.index(of: list.word(at: index)) == index)
    }
    for index in stride(from: 0, to: list.count, by: 97) {
      let found = try #require(WordList.find(list.word(at: index)))
      #expect(found == (language, index))
    }
  }
}

@Test func theExactLookupForgivesNothing() {
  let list = WordList(.french)
  for typed in ["", " ", "aaaa", "zzzzzzzz", "Jardin", "jardi", "jardins", "jar din"] {
    #expect(list.index(of: Array(typed.utf8)) == nil, "\(typed)")
  }
  #expect(list.index(of: Array("jardin".utf8)) != nil)
}

@Test func fourLettersCompleteToTheirOneWord() {
  for language in Language.allCases {
    let list = WordList(language)
    for index in 0..<list.count {
      #expect(list.completions(of: Array(list.word(at: index).prefix(4))) == [index])
    }
  }
}

@Test func completionsAreTheWordsWithThatBeginningInListOrder() {
  for language in Language.allCases {
    let list = WordList(language)
    let all = words(language)
    for prefix in ["", "a", "B", "ma", "zz", "mél"] {
      let plain = text(normalise(typed: Array(prefix.utf8)))
      #expect(
        list.completions(of: Array(prefix.utf8))
          == all.indices.filter { all[$0].hasPrefix(plain) })
    }
  }
}

@Test func aWordWithOneTypingErrorIsRepaired() {
  for language in Language.allCases {
    let list = WordList(language)
    for index in stride(from: 0, to: list.count, by: 61) {
      let word = list.word(at: index)
      var missing = word
      missing.remove(at: 2)
      var added = word
      added.insert(UInt8(ascii: "q"), at: 3)
      var replaced = word
      replaced[1] = UInt8(ascii: "q")
      var swapped = word
      swapped.swapAt(2, 3)
      for typed in [word, missing, added, replaced, swapped] {
        #expect(list.nearest(to: typed, limit: 50).contains(index), "\(text(typed))")
      }
      #expect(list.nearest(to: word, limit: 1) == [index])
    }
  }
}

@Test func nearestWordsComeClosestFirstThenInListOrder() {
  for language in Language.allCases {
    let list = WordList(language)
    for typed in ["jardim", "maisno", "wate", "boot", "xxxx", ""] {
      let typed = Array(typed.utf8)
      let expected = (0..<list.count)
        .map { (distance: distance(list.word(at: $0), typed), index: $0) }
        .filter { $0.distance <= 2 }
        .sorted { ($0.distance, $0.index) < ($1.distance, $1.index) }
        .map(\.index)
      #expect(list.nearest(to: typed, limit: 10_000) == expected)
      #expect(list.nearest(to: typed, limit: 3) == Array(expected.prefix(3)))
      #expect(list.nearest(to: typed, limit: 0) == [])
    }
  }
}

@Test func veryLongInputHasNoNearestWord() {
  #expect(WordList(.dutch).nearest(to: Array(repeating: 97, count: 100_000), limit: 5) == [])
}

@Test func aNearMissIsRepairedWhateverItsLanguage() {
  for language in Language.allCases {
    let word = WordList(language).word(at: 1000)
    #expect(WordList.nearestAnywhere(to: word, limit: 1) == [word])
    #expect(
      WordList.nearestAnywhere(to: word.dropLast() + [UInt8(ascii: "q")], limit: 20)
        .contains(word))
  }
  #expect(WordList.nearestAnywhere(to: Array("jardin".utf8), limit: 0) == [])
}

@Test func accentsAndCapitalsAreForgiven() throws {
  let index = try #require(WordList(.french).index(of: Array("jardin".utf8)))
  for typed in ["JARDIN", "Jardin", "járdïn", "JÂRDÍÑ", "ja\u{301}rdi\u{308}n"] {
    let found = try #require(WordList.find(Array(typed.utf8)), "\(typed)")
    #expect(found == (.french, index))
    #expect(WordList(.french).completions(of: Array(typed.utf8)) == [index])
    #expect(WordList(.french).nearest(to: Array(typed.utf8), limit: 1) == [index])
  }
}

@Test(arguments: [
  ("AZaz", "AZaz".lowercased()), ("éèêë ÉÈÊË", "eeee eeee"), ("àâäáãå ÀÂÄÁÃÅ", "aaaaaa aaaaaa"),
  ("ïîíì ÏÎÍÌ", "iiii iiii"), ("öôóòõø ÖÔÓÒÕØ", "oooooo oooooo"), ("üûúù ÜÛÚÙ", "uuuu uuuu"),
  ("çñýÿ ÇÑÝŸ", "cnyy cnyy"), ("œuf Œuf ægir Ægir", "oeuf oeuf aegir aegir"),
  ("ĳs Ĳs", "ijs ijs"), ("ßðþ ÐÞ", "ssdth dth"), ("e\u{300}\u{36F}e\u{301}", "ee"),
  ("×÷ € 😀 ł-'", "×÷ € 😀 ł-'"), ("", ""),
])
func normalisingLeavesOnlyPlainLetters(typed: String, plain: String) {
  #expect(normalise(typed: Array(typed.utf8)) == Array(plain.utf8))
  #expect(normalise(typed: Array(plain.utf8)) == Array(plain.utf8))
}

@Test func normalisingLeavesMalformedTextAsItIs() {
  for typed: [UInt8] in [
    [0xC3], [0xC3, 0x41], [0xCC], [0xFF, 0x80], [0x80, 0xC3], [0xCD, 0xB0],
  ] {
    #expect(normalise(typed: typed) == typed.map { $0 == 0x41 ? 0x61 : $0 })
  }
}

@Test func languagesHaveTheirCodesAndFrozenNumbers() {
  #expect(Language.allCases.map { "\($0.code)" } == ["fr", "nl", "en"])
  #expect(Language.allCases.map(\.rawValue) == [0, 1, 2])
}

// MARK: - Helpers

/// The top of the package: this file is two folders below it.
private let repository = URL(filePath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

private func words(_ language: Language) -> [String] {
  let list = WordList(language)
  return (0..<list.count).map { text(list.word(at: $0)) }
}

/// The sets of words that `key` does not tell apart; empty when it tells all of them.
private func groups(_ words: [String], by key: (String) -> String) -> [[String]] {
  Dictionary(grouping: words, by: key).values.filter { $0.count > 1 }
}

/// Damerau–Levenshtein distance (optimal string alignment), written apart from the one under test.
private func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var table = Array(repeating: Array(repeating: 0, count: b.count + 1), count: a.count + 1)
  for i in 0...a.count {
    for j in 0...b.count {
      if i == 0 || j == 0 {
        table[i][j] = i + j
        continue
      }
      table[i][j] = min(
        table[i - 1][j] + 1, table[i][j - 1] + 1,
        table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
      }
    }
  }
  return table[a.count][b.count]
}

/// b/p, d/t, v/f, g/k/c/q, n/m and z/s taken for the same letter.
private func withLikeConsonantsMerged(_ word: String) -> String {
  let merged: [Character: Character] = [
    "b": "p", "d": "t", "v": "f", "g": "k", "c": "k", "q": "k", "n": "m", "z": "s",
  ]
  return String(word.map { merged[$0] ?? $0 })
}

/// How a word sounds, roughly: equal keys for words a listener could take for each other.
///
/// Rules are applied one after the other to the whole word. Capitals and digits stand for sounds
/// that are settled (C = ch, W = oi, 1 2 3 = nasal vowels …), so that later rules leave them.
private struct PhoneticKey {
  private let rules: [(NSRegularExpression, String)]

  init(_ language: Language) {
    let source =
      switch language {
      case .french: frenchSounds
      case .dutch: dutchSounds
      case .english: englishSounds
      }
    rules = source.map { pattern, sound in
      // The patterns are literals of this file: one that does not compile must stop the test.
      (try! NSRegularExpression(pattern: pattern), sound)
    }
  }

  func of(_ word: String) -> String {
    rules.reduce(word) { key, rule in
      rule.0.stringByReplacingMatches(
        in: key, range: NSRange(key.startIndex..., in: key), withTemplate: rule.1)
    }
  }
}

private let frenchSounds: [(String, String)] = [
  (#"ch"#, "C"),
  (#"ph"#, "f"),
  (#"th"#, "t"),
  (#"h"#, ""),
  (#"qu"#, "k"),
  (#"gn"#, "N"),
  (#"ge(?=[aou])"#, "j"),
  (#"gu(?=[eiy])"#, "G"),
  (#"g(?=[eiy])"#, "j"),
  (#"sc(?=[eiy])"#, "s"),
  (#"c(?=[eiy])"#, "s"),
  (#"ti(?=on$|el$|eux$)"#, "si"),
  (#"[cq]"#, "k"),
  (#"G"#, "g"),
  (#"x$"#, ""),
  (#"x"#, "ks"),
  (#"z"#, "s"),
  (#"w"#, "v"),
  (#"ouill"#, "UY"),
  (#"euill|ueill|oeil"#, "EY"),
  (#"aill?(?=e|$|o|ou)"#, "aY"),
  (#"eill?(?=e|$|ai)"#, "eY"),
  (#"ill"#, "iY"),
  (#"eau|au"#, "o"),
  (#"oeu|eu|oe"#, "E"),
  (#"oin"#, "W1"),
  (#"ien(?!n)"#, "i1"),
  (#"(ain|aim|ein|in|im|yn|ym|un|um)(?![aeiouynm])"#, "1"),
  (#"(an|am|en|em)(?![aeiouynm])"#, "2"),
  (#"(on|om)(?![aeiouynm])"#, "3"),
  (#"oi|oy"#, "W"),
  (#"ou"#, "U"),
  (#"ai|ei|ay|ey"#, "e"),
  (#"y"#, "i"),
  (#"er$|et$|ez$|e[dt]s$"#, "e0"),
  (#"es?$"#, ""),
  (#"(?<=[a-zA-Z0-9])[dtspxg]+$"#, ""),
  (#"(.)(?=\1)"#, ""),
]

private let dutchSounds: [(String, String)] = [
  (#"sch(?=$)"#, "s"),
  (#"ch"#, "g"),
  (#"ph"#, "f"),
  (#"th"#, "t"),
  (#"qu"#, "kw"),
  (#"x"#, "ks"),
  (#"c(?=[eiy])"#, "s"),
  (#"ck"#, "k"),
  (#"c"#, "k"),
  (#"ij|ei|y"#, "Y"),
  (#"auw|ouw|ou|au"#, "A"),
  (#"oe"#, "U"),
  (#"ui"#, "X"),
  (#"eu"#, "E"),
  (#"ie"#, "i"),
  (#"tie$"#, "si"),
  (#"h(?=[^aeiouAUXEYi])"#, ""),
  (#"z"#, "s"),
  (#"v"#, "f"),
  (#"dt$|d$"#, "t"),
  (#"b$"#, "p"),
  (#"en$"#, "e"),
  (#"(.)(?=\1)"#, ""),
]

private let englishSounds: [(String, String)] = [
  (#"^kn"#, "n"),
  (#"^wr"#, "r"),
  (#"^wh"#, "w"),
  (#"^gn"#, "n"),
  (#"^ps"#, "s"),
  (#"tch|ch"#, "C"),
  (#"sh|ti(?=on)|ci(?=al|an|ous)"#, "S"),
  (#"ph"#, "f"),
  (#"ough$"#, "O"),
  (#"igh"#, "Y"),
  (#"gh"#, ""),
  (#"th"#, "T"),
  (#"mb$"#, "m"),
  (#"mn$"#, "m"),
  (#"dge"#, "j"),
  (#"ck"#, "k"),
  (#"sc(?=[eiy])"#, "s"),
  (#"c(?=[eiy])"#, "s"),
  (#"c"#, "k"),
  (#"qu"#, "kw"),
  (#"x"#, "ks"),
  (#"z"#, "s"),
  (#"st(?=le|en$)"#, "s"),
  (#"alk"#, "ok"),
  (#"h(?=[^aeiouyAOYIUR]|$)"#, ""),
  (#"our$|ower$"#, "WR"),
  (#"are$|air$|ear$|eir$|ere$|ayer$"#, "ER"),
  (#"ore$|oor$|oar$|or$|our(?=[a-z])|oar|aw|au|augh"#, "o"),
  (#"a(?=[bcdfgklmnpstv]e$)|ai|ay|ei|ey(?=[a-z])"#, "A"),
  (#"ee|ea|ie|e(?=[bcdfgklmnpst]e$)|ey$|y$"#, "I"),
  (#"i(?=[bcdfgklmnpst]e$)|y(?=[bcdfgklmnpst]e$)|ye|uy"#, "Y"),
  (#"oa|oe|ow$|o(?=[bcdfgklmnpstv]e$)"#, "O"),
  (#"ow|ou"#, "W"),
  (#"oo|ue|ew|ui|u(?=[bcdfgklmnpst]e$)"#, "U"),
  (#"er|ir|ur|or|ar$"#, "R"),
  (#"y"#, "i"),
  (#"e$"#, ""),
  (#"(.)(?=\1)"#, ""),
]

// MARK: - Unwelcome words

/// Beginnings of words about violence, death, illness, fear, crime, the police, war, addiction,
/// poverty, exile, religion, race or sex, and of insults. Accents are left out.
private let unwelcomeStems: [Language: [Substring]] = [
  .french: """
  abus accident agress alcool angoiss apatrid arme assassin assaut attentat avort bagarr \
  batail bible boche bombe bordel cadavr cancer casino catho cercueil chatte chiant \
  chretien cigar clandest clochard cocain connar crim crise crucif danger dealer demon \
  dette deuil diable dieu divorc drogu eglise enfer ennemi esclav expuls faim fasci fesse \
  flic fusil guerr haine hair honte hospic huissi idiot immigr infirm islam ivre ivrogn \
  juge juif jury lesb macab malad malheur massacr matraq mendi merde meurt migra milit \
  miser mitrai monstr morgue mosqu mouri musul nazi negre obus orphel otage passeport \
  pauvr peine penis peur pistol poignar polic porno prison prosti puni putain pute race \
  racis saint salaud salop satan sein sexe sexu sida soldat sperm suicid tabac terreur \
  terrib terror tombeau tortur toxi triste truand tueu tumeu urgen urne vagab vagin vengea \
  victim virus vodka voleu voyou zizi
  """.split(separator: " "),
  .dutch: """
  aids alcohol angst anus arrest asiel bajes bang beul bijbel bloed boef boete bom chemo \
  christ cocaine crimi crisis dakloos dealer demon dief doden dood drank dronk drug duivel \
  dwang eczeem ellend failliet fascis flikker galg gevaar gevang geweer gif god gokk haat \
  haten heks hoer homo inbraak infect islam jihad jood joods kanker kanon kerk kont kut \
  lijk lul maffia misbruik misdaad moord moskee moslim naakt nazi neger neuk oorlog orgie \
  paspoort penis piemel pijn pis pistool politie porno priester racis ramp rechter reet \
  rouw ruzie satan schiet schuld seks sekt shit sigaar sigaret slaaf slacht slet soldaat \
  sperm spook sterf straf stront tabak tering terreur terror tiet tumor tyfus urine vagina \
  vecht verkracht vijand vlucht vuist wapen wijf wodka wond wraak wurg zelfmoord ziek \
  zigeuner
  """.split(separator: " "),
  .english: """
  abort abuse accid addict afraid aids alcohol anger angry anus arrest arson assass \
  assault asylum attack bastard beggar bible bitch bleed blood bomb boob booze border \
  bribe brothel bullet burial cancer casino christ church cigar cocaine cock coffin corpse \
  crap crime crimin crisi cruci cruel cunt damn danger dead death debt demon deport devil \
  dick dirty disease divorce drug drunk enemy evict evil execut exile faggot fascis fear \
  fetish fight fuck funer gambl gang genoci ghetto ghost gin god grave grief gun hate \
  heroin horror hostage hunger hungry hunt idiot illegal immigr infect injur islam jail \
  jesus jihad kill knife lesbian liar lonely lynch mafia migra milit misery monster morgue \
  mosque mourn murder muslim nake nazi negro nigg nipple nude orgas orphan passport penis \
  piss pistol poison polic poor porn poverty pray pregnan prison prostit psycho puni rabi \
  racial racis rape refuge rifle satan sex shit shoot sick sinner skull slav slut sniper \
  soldier sperm stab steal suicid terror thief threat tobacco tomb tortur toxic trial \
  tumor ugly vagin victim virus visa vodka vomit weapon weed whisk whore widow worship \
  wound
  """.split(separator: " "),
]

/// As above, but also the beginning of harmless words (such as "sanglier" and "violon").
private let unwelcomeWords: [Language: [Substring]] = [
  .french: "mort sang viol visa".split(separator: " "),
  .dutch: "borst geweld graf hel pest zond".split(separator: " "),
  .english: "cult die hang hell jew pain sin slum viol war".split(separator: " "),
]

private let numberWords = """
  zero deux trois quatre cinq sept huit neuf onze douze treize quatorze quinze seize vingt \
  trente quarante cent mille million milliard dizaine douzaine vingtaine centaine twee drie \
  vier vijf zeven acht negen tien twaalf dertien twintig dertig veertig honderd duizend \
  miljoen miljard nul dozijn three four five seven eight nine eleven twelve thirteen twenty \
  thirty forty fifty sixty eighty hundred thousand million billion dozen first third fourth \
  fifth sixth eighth ninth
  """.split(separator: " ")
