public import Wire

/// The texts of a wallet: lines of UTF-8 that show as what they are.
public enum Texts {
  public static let titleBytes = 240
  public static let kindBytes = 32
  public static let personBytes = 80
  public static let mediaTypeBytes = 100
  public static let purposeBytes = 240

  /// `text`, if it is one line without control and direction characters.
  ///
  /// - Throws: `.invalid` with what is wrong.
  public static func line(
    _ text: [UInt8], maxBytes: Int, mayBeEmpty: Bool = false
  ) throws(VaultError) -> [UInt8] {
    guard mayBeEmpty || !text.isEmpty else { throw .invalid(.textEmpty) }
    guard text.count <= maxBytes else { throw .invalid(.textTooLong(maxBytes: maxBytes)) }
    guard isWellFormedUTF8(text), !hasControls(text) else { throw .invalid(.textHasControls) }
    return text
  }

  /// Reads a line that somebody else wrote.
  public static func readLine(
    from reader: inout CBORReader, maxBytes: Int, mayBeEmpty: Bool = false
  ) throws(CBORError) -> [UInt8] {
    let start = reader.offset
    let text = try reader.readText(maxBytes: maxBytes)
    do {
      return try line(text, maxBytes: maxBytes, mayBeEmpty: mayBeEmpty)
    } catch {
      throw reader.refuse(at: start)
    }
  }

  /// Whether well-formed UTF-8 has a character that steers instead of showing:
  /// C0, DEL, C1, the bidirectional controls, line and paragraph separators,
  /// zero-width space and the byte order mark.
  static func hasControls(_ text: [UInt8]) -> Bool {
    var i = 0
    while i < text.count {
      let byte = text[i]
      if byte < 0x20 || byte == 0x7f { return true }
      if byte == 0xc2, text[i + 1] < 0xa0 { return true }  // U+0080...U+009F
      if byte == 0xd8, text[i + 1] == 0x9c { return true }  // U+061C
      if byte == 0xe2, text[i + 1] == 0x80 {
        switch text[i + 2] {
        case 0x8b, 0x8e, 0x8f: return true  // U+200B, U+200E, U+200F
        case 0xa8...0xae: return true  // U+2028...U+202E
        default: break
        }
      }
      if byte == 0xe2, text[i + 1] == 0x81, (0xa6...0xa9).contains(text[i + 2]) {
        return true  // U+2066...U+2069
      }
      if byte == 0xef, text[i + 1] == 0xbb, text[i + 2] == 0xbf { return true }  // U+FEFF
      i += 1
    }
    return false
  }
}
