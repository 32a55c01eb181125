import Foundation
import Testing
import Vault

/// Specs/pseudonym.md against the digests of Specs/Vectors/pseudonym.json, which a second
/// implementation wrote; the vectors in it run with all others (VectorTests).
@Suite("The canonical form of a pseudonym")
struct PseudonymTests {
  @Test("agrees with the second implementation on every scalar, and is its own canonical form")
  func everyScalar() throws {
    var digest = FNV1a64()
    var changed: [[UInt8]] = []
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let input = [UInt8](Unicode.UTF8.encode(scalar)!)
      let outcome = outcome(of: input)
      digest.add(outcome)
      if outcome.last == 0, outcome.dropLast() != input[...] { changed.append(outcome) }
    }
    #expect(digest.hex == (try Vectors.read().digests.everyScalar))
    #expect(changed.count > 6_000)
    // What stays as it is needs no second look; all that changes must stay from then on.
    #expect(changed.allSatisfy { self.outcome(of: Array($0.dropLast())) == $0 })
  }

  @Test("agrees with the second implementation on random strings, and is its own canonical form")
  func randomStrings() throws {
    let expected = try Vectors.read().digests.randomStrings
    let alphabets = expected.alphabets.split(separator: " ").map { alphabet in
      alphabet.split(separator: "+").map { UInt64($0)! }
    }
    var random = SplitMix64(state: expected.seed)
    var digest = FNV1a64()
    for _ in 0..<expected.count {
      var input: [UInt8] = []
      let home = Int(random.next() % UInt64(alphabets.count))
      for _ in 0..<(1 + random.next() % 12) {
        let pick = random.next()
        let other = Int(pick / 3 % UInt64(alphabets.count))
        let alphabet = alphabets[pick % 3 != 0 ? home : other]
        let scalar = Unicode.Scalar(UInt32(alphabet[0] + random.next() % alphabet[1]))!
        input += Unicode.UTF8.encode(scalar)!
      }
      let outcome = outcome(of: input)
      digest.add(outcome)
      if outcome.last == 0, self.outcome(of: Array(outcome.dropLast())) != outcome {
        Issue.record("not its own canonical form: \(input)")
      }
    }
    #expect(digest.hex == expected.fnv1a64)
  }

  @Test("refuses any two bytes and any beginning of a name that are no UTF-8, without a trap")
  func anyBytes() {
    for first in UInt8.min...UInt8.max {
      for second in UInt8.min...UInt8.max {
        let accepted = outcome(of: [first, second]).last == 0
        let isUTF8 = String(validating: [first, second], as: UTF8.self) != nil
        if accepted && !isUTF8 { Issue.record("accepted: \(first), \(second)") }
      }
    }
    let name = Array("É😀각ﷺ".utf8)
    for length in 0..<name.count {
      let isWhole = [2, 6, 9].contains(length)
      #expect((outcome(of: Array(name.prefix(length))).last == 0) == isWhole, "\(length)")
    }
  }

  @Test("is the same for the ways of typing one name")
  func variations() throws {
    let ways = ["L’Œil d’Élodie", " l'oeil  d'elodie", "L\u{2018}OEIL\u{A0}D\u{2BC}E\u{301}LODIE "]
    let forms = try ways.map { try Pseudonym(Array($0.utf8)) }
    #expect(forms.allSatisfy { $0 == forms[0] })
    #expect(forms[0].canonical == Array("l'oeil d'elodie".utf8))
  }

  @Test("has tables in the order that the searches need")
  func tables() {
    #expect(isAscending(UnicodeTables.assignedInPlane0))
    #expect(isAscending(UnicodeTables.assignedInPlane1))
    #expect(isAscending(UnicodeTables.assignedAbove))
    #expect(isAscending(UnicodeTables.invisible))
    #expect(isAscending(UnicodeTables.foldPages))
    #expect(isAscending(UnicodeTables.combiningClasses))
    #expect(UnicodeTables.foldCells.count == UnicodeTables.foldPages.count * 16)
    #expect(UnicodeTables.compositions.count % 3 == 0)
    #expect(UnicodeTables.foldSequences.last == 0)
  }

  /// The form and 00, or the name of the error and 01: what the digests of the vectors take in.
  private func outcome(of input: [UInt8]) -> [UInt8] {
    do {
      return try Pseudonym(input).canonical + [0]
    } catch {
      return Array(error.name.utf8) + [1]
    }
  }

  private func isAscending(_ numbers: [some FixedWidthInteger]) -> Bool {
    zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
  }
}

extension PseudonymError {
  fileprivate var name: String {
    switch self {
    case .illFormed: "illFormed"
    case .control: "control"
    case .invisible: "invisible"
    case .privateUse: "privateUse"
    case .unassigned: "unassigned"
    case .empty: "empty"
    case .tooLong: "tooLong"
    }
  }
}

private struct Vectors: Decodable {
  struct Digests: Decodable {
    var everyScalar: String
    var randomStrings: RandomStrings
  }
  struct RandomStrings: Decodable {
    var seed: UInt64
    var count: Int
    var fnv1a64: String
    var alphabets: String
  }
  var digests: Digests

  static func read() throws -> Vectors {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let data = try Data(contentsOf: root.appendingPathComponent("Specs/Vectors/pseudonym.json"))
    return try JSONDecoder().decode(Vectors.self, from: data)
  }
}

private struct FNV1a64 {
  var state: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ bytes: [UInt8]) {
    for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
  }

  var hex: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

private struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
