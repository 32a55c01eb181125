import Wire

/// Names for files that somebody else titled: one component each, which every usual system takes.
/// - SeeAlso: Specs/export.md, "Names".
enum FileNames {
  static let maxBytes = 120

  /// A safe name for a title, ending as its media type does.
  static func name(_ title: [UInt8], mediaType: [UInt8]) -> [UInt8] {
    let ending = ending(of: mediaType)
    let name = safe(title, maxBytes: maxBytes - ending.count)
    return ends(name, with: ending) || isJPEG(name, ending) ? name : name + ending
  }

  /// A safe name for a folder.
  static func folder(_ text: [UInt8]) -> [UInt8] { safe(text, maxBytes: maxBytes) }

  /// `name`, or with a number behind it if it is taken: `name (2).pdf`. It is taken then.
  static func unused(_ name: [UInt8], _ taken: inout Set<[UInt8]>) -> [UInt8] {
    var candidate = name
    var number: UInt64 = 2
    let dot = name.lastIndex(of: UInt8(ascii: ".")) ?? name.count
    while !taken.insert(lowered(candidate)).inserted {
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
    name = trimmed(name)
    if name.count > maxBytes {
      var end = maxBytes
      // Not inside a character.
      while end > 0, name[end] & 0xc0 == 0x80 { end -= 1 }
      name = trimmed(Array(name[..<end]))
    }
    return name.isEmpty || isReserved(name) ? [UInt8(ascii: "_")] + name : name
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

  private static func ending(of mediaType: [UInt8]) -> [UInt8] {
    let type = Array(mediaType.prefix { $0 != UInt8(ascii: ";") && $0 != 0x20 })
    let endings: [(StaticString, StaticString)] = [
      ("application/pdf", ".pdf"), ("image/jpeg", ".jpg"), ("image/png", ".png"),
      ("image/gif", ".gif"), ("image/webp", ".webp"), ("image/heic", ".heic"),
      ("text/plain", ".txt"),
    ]
    for (known, ending) in endings where asciiBytes(known) == type { return asciiBytes(ending) }
    return []
  }

  private static func ends(_ name: [UInt8], with ending: [UInt8]) -> Bool {
    name.count > ending.count && lowered(Array(name.suffix(ending.count))) == ending
  }

  private static func isJPEG(_ name: [UInt8], _ ending: [UInt8]) -> Bool {
    ending == asciiBytes(".jpg") && ends(name, with: asciiBytes(".jpeg"))
  }

  private static func lowered(_ name: [UInt8]) -> [UInt8] {
    name.map { (0x41...0x5a).contains($0) ? $0 + 0x20 : $0 }
  }
}
