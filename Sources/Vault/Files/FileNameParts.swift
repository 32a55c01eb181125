import Wire

/// What the name of a file says of the document that it becomes.
/// - SeeAlso: Specs/file-names.md, "From a file's name".
public struct FileNameParts: Sendable, Equatable {
  /// A line that can be a title; empty if the name is one that a device made up.
  public let title: [UInt8]
  /// 0...10 of `a-z 0-9`.
  public let ending: [UInt8]

  /// - Parameters:
  ///   - name: As the system gave it, in whatever bytes; folders before it are left out.
  ///   - mediaType: What the file's bytes show.
  public init(_ name: [UInt8], mediaType: [UInt8]) {
    let name = Self.line(Array(name.split(separator: UInt8(ascii: "/")).last ?? []))
    var (stem, ending) = Self.split(name)
    let usual = FileEndings.endings(of: mediaType)
    if let first = usual.first, !usual.contains(ending) {
      if !FileEndings.saysNothing(ending) { stem = name }
      ending = first
    }
    self.ending = ending
    let title = FileNames.cut(Self.spaced(stem), to: Texts.titleBytes)
    self.title = Self.isMadeUp(title) ? [] : title
  }

  /// The name in well-formed UTF-8, with spaces for controls, and without what steers unseen.
  private static func line(_ name: [UInt8]) -> [UInt8] {
    var line: [UInt8] = []
    var at = 0
    while at < name.count {
      // The longest well-formed character: one of four bytes has no shorter one at its beginning.
      let length = (1...4).first {
        at + $0 <= name.count && isWellFormedUTF8(Array(name[at..<at + $0]))
      }
      guard let length else {
        line.append(UInt8(ascii: "_"))
        at += 1
        continue
      }
      let character = Array(name[at..<at + length])
      switch (character[0], character.count) {
      case (0x00..<0x20, 1), (0x7f, 1):
        line.append(0x20)
      case (0xc2, 2) where character[1] < 0xa0:  // U+0080...U+009F
        line.append(0x20)
      case (0xe2, 3) where character == [0xe2, 0x80, 0xa8] || character == [0xe2, 0x80, 0xa9]:
        line.append(0x20)
      default:
        // What is left that steers shows nothing.
        if character != [0xc2, 0xad], !Texts.hasControls(character) { line += character }
      }
      at += length
    }
    return line
  }

  /// What stands before the ending, and the ending in small letters; all of it and none.
  private static func split(_ name: [UInt8]) -> (stem: [UInt8], ending: [UInt8]) {
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > 0 else { return (name, []) }
    let ending = Array(name[(dot + 1)...])
    let large = ending.count { (0x41...0x5a).contains($0) }
    let small = ending.count { (0x61...0x7a).contains($0) }
    let digits = ending.count { (0x30...0x39).contains($0) }
    guard (1...FileType.maxEndingBytes).contains(ending.count),
      large + small + digits == ending.count, large + small > 0,
      ending.count <= 4 || large == 0 || small == 0
    else { return (name, []) }
    return (Array(name[..<dot]), FileNames.lowered(ending))
  }

  /// With one space wherever underscores and spaces of all kinds meet, and none at either end.
  private static func spaced(_ text: [UInt8]) -> [UInt8] {
    let spaces: [[UInt8]] = [
      [0x20], [UInt8(ascii: "_")], [0xc2, 0xa0], [0xe2, 0x80, 0xaf], [0xe3, 0x80, 0x80],
    ]
    var result: [UInt8] = []
    var at = 0
    while at < text.count {
      if let space = spaces.first(where: { text[at...].starts(with: $0) }) {
        if result.last != 0x20 { result.append(0x20) }
        at += space.count
      } else {
        result.append(text[at])
        at += 1
      }
    }
    while result.first == 0x20 { result.removeFirst() }
    while result.last == 0x20 { result.removeLast() }
    return result
  }

  private static let devices: StaticString = """
    a adobe am at camscanner capture copie copy d doc docs document dsc dscf dscn e ecran facebook \
    fb fichier file foto gescand gopr image img instagram kopie messenger mp mvimg numerisation om \
    p photo picture pm pxl received scan scanned scanner schermafbeelding schermopname screen \
    screenshot shot signal snapchat telegram vid video wa whatsapp
    """
  private static let months: StaticString = """
    janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre januari \
    februari maart april mei juni juli augustus september oktober november december january \
    february march may june july august october jan janv feb fevr mar mrt apr avr jun jul juil aug \
    sep sept oct okt nov dec
    """

  /// Whether a camera, a scanner or a messenger made the title up.
  private static func isMadeUp(_ title: [UInt8]) -> Bool {
    let isHexadecimal = title.allSatisfy {
      switch $0 {
      case 0x30...0x39, 0x41...0x46, 0x61...0x66, UInt8(ascii: "-"): true
      default: false
      }
    }
    if isHexadecimal, title.count >= 16 { return true }
    let known = FileEndings.words(devices) + FileEndings.words(months)
    let words = unmarked(title).split { !isLetter($0) }
    // A few digits alone number the papers of somebody; six or more are a day or a counter.
    if words.isEmpty { return title.count { (0x30...0x39).contains($0) } >= 6 }
    return words.allSatisfy { known.contains(Array($0)) }
  }

  /// Small letters without their marks, where they are those of French and Dutch.
  private static func unmarked(_ text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var at = 0
    while at < text.count {
      let byte = text[at]
      let next = at + 1 < text.count ? text[at + 1] : 0
      at += 1
      switch (byte, next) {
      case (0xcc, _), (0xcd, 0x80...0xaf):
        at += 1  // U+0300...U+036F: a mark by itself
      case (0xc3, 0x80...0x85), (0xc3, 0xa0...0xa5):
        result.append(UInt8(ascii: "a"))
        at += 1
      case (0xc3, 0x88...0x8b), (0xc3, 0xa8...0xab):
        result.append(UInt8(ascii: "e"))
        at += 1
      case (0xc3, 0x99...0x9c), (0xc3, 0xb9...0xbc):
        result.append(UInt8(ascii: "u"))
        at += 1
      case (0xe2, 0x80):
        result.append(0x20)  // dashes, quotation marks, the apostrophe
        at += 2
      default:
        result.append((0x41...0x5a).contains(byte) ? byte + 0x20 : byte)
      }
    }
    return result
  }

  /// A letter of ASCII, or a byte of any other character.
  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x61...0x7a).contains(byte) || byte >= 0x80
  }
}
