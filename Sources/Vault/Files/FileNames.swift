import Wire

/// Names for files that somebody titled: one component each, which every usual system takes.
/// - SeeAlso: Specs/file-names.md, "To a file's name".
public enum FileNames {
  /// Whose file it is that gets a name here.
  public enum Giver: Sendable {
    /// The one who gets it.
    case oneself
    /// Somebody else: nothing of theirs may start by a double click.
    case another
  }

  static let maxBytes = 120

  /// A safe name for a title, ending as its type says.
  public static func name(
    _ title: [UInt8], _ type: FileType, from giver: Giver
  ) -> [UInt8] {
    let ending = type.ending.isEmpty ? usualEnding(of: type.mediaType) : type.ending
    var name = safe(title, maxBytes: maxBytes - ending.count - 1)
    if !ending.isEmpty, !ends(name, with: ending) { name += [UInt8(ascii: ".")] + ending }
    if giver == .another, let dot = name.lastIndex(of: UInt8(ascii: ".")),
      FileEndings.runs(lowered(Array(name[(dot + 1)...])))
    {
      name += asciiBytes(".bin")
    }
    return name
  }

  /// A safe name for a folder.
  static func folder(_ text: [UInt8]) -> [UInt8] { safe(text, maxBytes: maxBytes) }

  /// `name`, or with a number behind it if it is taken: `name (2).pdf`. It is taken then.
  static func unused(_ name: [UInt8], _ taken: inout Set<[UInt8]>) -> [UInt8] {
    unused(name) { !taken.insert(lowered($0)).inserted }
  }

  /// `name`, or the first with a number behind it that is not taken: `name (2).pdf`.
  public static func unused(_ name: [UInt8], isTaken: ([UInt8]) -> Bool) -> [UInt8] {
    var candidate = name
    var number: UInt64 = 2
    let dot = name.lastIndex(of: UInt8(ascii: ".")) ?? name.count
    while isTaken(candidate) {
      candidate =
        Array(name[..<dot]) + asciiBytes(" (") + decimalBytes(number) + asciiBytes(")")
        + Array(name[dot...])
      number += 1
    }
    return candidate
  }

  private static func safe(_ text: [UInt8], maxBytes: Int) -> [UInt8] {
    var name: [UInt8] = []
    for byte in text {
      switch byte {
      case 0x00..<0x20, 0x7f, UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: ":"),
        UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "\""), UInt8(ascii: "<"),
        UInt8(ascii: ">"), UInt8(ascii: "|"):
        name.append(UInt8(ascii: "_"))
      default: name.append(byte)
      }
    }
    name = trimmed(cut(trimmed(name), to: maxBytes))
    return name.isEmpty || isReserved(name) ? [UInt8(ascii: "_")] + name : name
  }

  /// At most so many bytes, cut between characters.
  static func cut(_ text: [UInt8], to maxBytes: Int) -> [UInt8] {
    guard text.count > maxBytes else { return text }
    var end = maxBytes
    while end > 0, text[end] & 0xc0 == 0x80 { end -= 1 }
    return Array(text[..<end])
  }

  private static func trimmed(_ name: [UInt8]) -> [UInt8] {
    func isEdge(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ".") || byte == UInt8(ascii: " ") }
    var rest = name[...]
    while let first = rest.first, isEdge(first) { rest = rest.dropFirst() }
    while let last = rest.last, isEdge(last) { rest = rest.dropLast() }
    return Array(rest)
  }

  /// Whether Windows keeps the name for a device, whatever it ends with.
  private static func isReserved(_ name: [UInt8]) -> Bool {
    let stem = lowered(trimmed(Array(name.prefix { $0 != UInt8(ascii: ".") })))
    let devices: [StaticString] = ["con", "prn", "aux", "nul"]
    if devices.contains(where: { stem == asciiBytes($0) }) { return true }
    return stem.count == 4 && (0x30...0x39).contains(stem[3])
      && (stem.starts(with: asciiBytes("com")) || stem.starts(with: asciiBytes("lpt")))
  }

  private static func usualEnding(of mediaType: [UInt8]) -> [UInt8] {
    let type = Array(mediaType.prefix { $0 != UInt8(ascii: ";") && $0 != 0x20 })
    if type == asciiBytes("text/plain") { return asciiBytes("txt") }
    return FileEndings.endings(of: type).first ?? []
  }

  private static func ends(_ name: [UInt8], with ending: [UInt8]) -> Bool {
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > 0 else { return false }
    let own = lowered(Array(name[(dot + 1)...]))
    return own == ending || (ending == asciiBytes("jpg") && own == asciiBytes("jpeg"))
  }

  static func lowered(_ name: [UInt8]) -> [UInt8] {
    name.map { (0x41...0x5a).contains($0) ? $0 + 0x20 : $0 }
  }
}
