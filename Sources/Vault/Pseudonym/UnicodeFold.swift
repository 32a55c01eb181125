/// The algorithm of Specs/pseudonym.md over the frozen tables.
///
/// It works on bytes and on numbers, never on `Character` nor on `String`, of which the results
/// follow the Unicode version of the standard library and so change with the compiler.
enum UnicodeFold {
  static let longestInput = 1024
  static let longestForm = 64

  /// The canonical form, in UTF-8, of `typed`, in UTF-8.
  static func canonical(_ typed: [UInt8]) throws(PseudonymError) -> [UInt8] {
    guard typed.count <= longestInput else { throw .tooLong }
    var folded: [UInt32] = []
    var offset = 0
    while offset < typed.count {
      let start = offset
      guard let scalar = nextScalar(typed, &offset) else { throw .illFormed(offset: start) }
      try admit(scalar, at: start)
      fold(scalar, into: &folded)
    }
    let form = composed(ordered(singleSpaced(folded)))
    guard !form.isEmpty else { throw .empty }
    guard form.count <= longestForm else { throw .tooLong }
    var bytes: [UInt8] = []
    for scalar in form { appendUTF8(scalar, to: &bytes) }
    return bytes
  }

  // MARK: - UTF-8

  /// The well-formed scalar at `offset`, which moves past it; nil if there is none
  /// (The Unicode Standard, table 3-7).
  private static func nextScalar(_ bytes: [UInt8], _ offset: inout Int) -> UInt32? {
    let first = bytes[offset]
    if first < 0x80 {
      offset += 1
      return UInt32(first)
    }
    let length: Int
    var scalar: UInt32
    var allowed: ClosedRange<UInt8> = 0x80...0xBF
    switch first {
    case 0xC2...0xDF:
      length = 2
      scalar = UInt32(first & 0x1F)
    case 0xE0...0xEF:
      length = 3
      scalar = UInt32(first & 0x0F)
      if first == 0xE0 { allowed = 0xA0...0xBF }
      if first == 0xED { allowed = 0x80...0x9F }
    case 0xF0...0xF4:
      length = 4
      scalar = UInt32(first & 0x07)
      if first == 0xF0 { allowed = 0x90...0xBF }
      if first == 0xF4 { allowed = 0x80...0x8F }
    default:
      return nil
    }
    guard bytes.count - offset >= length else { return nil }
    for index in 1..<length {
      let byte = bytes[offset + index]
      guard allowed.contains(byte) else { return nil }
      allowed = 0x80...0xBF
      scalar = scalar << 6 | UInt32(byte & 0x3F)
    }
    offset += length
    return scalar
  }

  private static func appendUTF8(_ scalar: UInt32, to bytes: inout [UInt8]) {
    switch scalar {
    case 0..<0x80:
      bytes.append(UInt8(scalar))
    case 0x80..<0x800:
      bytes.append(UInt8(0xC0 | scalar >> 6))
      bytes.append(UInt8(0x80 | scalar & 0x3F))
    case 0x800..<0x10000:
      bytes.append(UInt8(0xE0 | scalar >> 12))
      bytes.append(UInt8(0x80 | scalar >> 6 & 0x3F))
      bytes.append(UInt8(0x80 | scalar & 0x3F))
    default:
      bytes.append(UInt8(0xF0 | scalar >> 18))
      bytes.append(UInt8(0x80 | scalar >> 12 & 0x3F))
      bytes.append(UInt8(0x80 | scalar >> 6 & 0x3F))
      bytes.append(UInt8(0x80 | scalar & 0x3F))
    }
  }

  // MARK: - What is refused

  private static func admit(_ scalar: UInt32, at offset: Int) throws(PseudonymError) {
    switch scalar {
    case 0x20...0x7E:
      return
    case 0..<0x20, 0x7F..<0xA0:
      throw .control(offset: offset)
    case 0xFFFC, 0xFFFD:
      throw .illFormed(offset: offset)
    case 0xE000...0xF8FF, 0xF0000...0xFFFFD, 0x100000...0x10FFFD:
      throw .privateUse(offset: offset)
    default:
      guard isAssigned(scalar) else { throw .unassigned(offset: offset) }
      guard !isIn(UnicodeTables.invisible, scalar) else { throw .invisible(offset: offset) }
    }
  }

  private static func isAssigned(_ scalar: UInt32) -> Bool {
    switch scalar >> 16 {
    case 0: isIn(UnicodeTables.assignedInPlane0, UInt16(truncatingIfNeeded: scalar))
    case 1: isIn(UnicodeTables.assignedInPlane1, UInt16(truncatingIfNeeded: scalar))
    default: isIn(UnicodeTables.assignedAbove, scalar)
    }
  }

  /// Whether `value` lies in one of the ranges that begin and end, by turns, at `edges`.
  private static func isIn<Number: FixedWidthInteger>(_ edges: [Number], _ value: Number) -> Bool {
    countUpTo(value, in: edges) & 1 == 1
  }

  /// How many of the numbers of `sorted` are at most `value`.
  private static func countUpTo<Number: FixedWidthInteger>(
    _ value: Number, in sorted: [Number]
  ) -> Int {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] <= value { low = middle + 1 } else { high = middle }
    }
    return low
  }

  // MARK: - Decomposition, lower case, substitutions, accents

  private static let syllables: ClosedRange<UInt32> = 0xAC00...0xD7A3
  private static let firstLead: UInt32 = 0x1100
  private static let firstVowel: UInt32 = 0x1161
  private static let beforeTrail: UInt32 = 0x11A7
  private static let leads: UInt32 = 19
  private static let vowels: UInt32 = 21
  private static let trails: UInt32 = 28

  /// Adds the images of one scalar, not yet in canonical order.
  private static func fold(_ scalar: UInt32, into folded: inout [UInt32]) {
    if syllables.contains(scalar) {
      let index = scalar - syllables.lowerBound
      folded.append(firstLead + index / (vowels * trails))
      folded.append(firstVowel + index % (vowels * trails) / trails)
      if index % trails != 0 { folded.append(beforeTrail + index % trails) }
      return
    }
    let page = scalar >> 4
    guard page <= 0xFFFF else { return folded.append(scalar) }  // U+100000 and above
    let position = countUpTo(UInt16(page), in: UnicodeTables.foldPages)
    guard position > 0, UInt32(UnicodeTables.foldPages[position - 1]) == page else {
      return folded.append(scalar)
    }
    let cell = UnicodeTables.foldCells[(position - 1) * 16 + Int(scalar & 15)]
    switch cell {
    case 0: folded.append(scalar)
    case 0xFFFF: break
    case 0xD800...0xF8FF: appendSequence(Int(cell - 0xD800), to: &folded)
    default: folded.append(UInt32(cell))
    }
  }

  private static func appendSequence(_ start: Int, to folded: inout [UInt32]) {
    var index = start
    while UnicodeTables.foldSequences[index] != 0 {
      let unit = UInt32(UnicodeTables.foldSequences[index])
      index += 1
      if unit & 0xFC00 == 0xD800 {
        let second = UInt32(UnicodeTables.foldSequences[index])
        index += 1
        folded.append(0x10000 + ((unit & 0x3FF) << 10) + (second & 0x3FF))
      } else {
        folded.append(unit)
      }
    }
  }

  // MARK: - Spaces

  /// One space where there were several, none at either end. `fold` left no other white space.
  private static func singleSpaced(_ scalars: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    for scalar in scalars where scalar != 0x20 || (result.last ?? 0x20) != 0x20 {
      result.append(scalar)
    }
    if result.last == 0x20 { result.removeLast() }
    return result
  }

  // MARK: - Canonical order and composition (Unicode Standard Annex #15)

  private static func combiningClass(_ scalar: UInt32) -> UInt32 {
    guard scalar >= 0x300 else { return 0 }
    let table = UnicodeTables.combiningClasses
    let position = countUpTo(scalar << 8 | 0xFF, in: table)
    return position == 0 ? 0 : table[position - 1] & 0xFF
  }

  private static func ordered(_ scalars: [UInt32]) -> [UInt32] {
    var result = scalars
    for index in result.indices.dropFirst() {
      let scalar = result[index]
      let rank = combiningClass(scalar)
      guard rank != 0 else { continue }
      var place = index
      while place > 0, combiningClass(result[place - 1]) > rank {
        result[place] = result[place - 1]
        place -= 1
      }
      result[place] = scalar
    }
    return result
  }

  private static func composed(_ scalars: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    var starter: Int?
    var lastClass: UInt32 = 0
    for scalar in scalars {
      let rank = combiningClass(scalar)
      if let place = starter, place == result.count - 1 || lastClass < rank,
        let whole = composition(result[place], scalar)
      {
        result[place] = whole
        continue
      }
      if rank == 0 { starter = result.count }
      lastClass = rank
      result.append(scalar)
    }
    return result
  }

  private static func composition(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if first >= firstLead, first < firstLead + leads {
      guard second >= firstVowel, second < firstVowel + vowels else { return nil }
      let pair = (first - firstLead) * vowels + second - firstVowel
      return syllables.lowerBound + pair * trails
    }
    if syllables.contains(first) {
      guard (first - syllables.lowerBound) % trails == 0 else { return nil }
      guard second > beforeTrail, second < beforeTrail + trails else { return nil }
      return first + second - beforeTrail
    }
    let table = UnicodeTables.compositions
    var low = 0
    var high = table.count / 3
    while low < high {
      let middle = (low + high) / 2
      let candidate = (table[middle * 3], table[middle * 3 + 1])
      if candidate == (first, second) { return table[middle * 3 + 2] }
      if candidate < (first, second) { low = middle + 1 } else { high = middle }
    }
    return nil
  }
}
