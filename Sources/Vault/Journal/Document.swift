public import Wire

/// A document of a wallet, as its journal describes it.
public struct Document: Sendable {
  public let id: DocumentID
  /// 1 for the first version.
  public let version: UInt32
  public let content: ContentReference
  /// 1...240 bytes of UTF-8 without control characters.
  public let title: [UInt8]
  /// A kind of the list, or empty: at most 32 bytes.
  public let kind: [UInt8]
  /// At most 100 bytes.
  public let mediaType: [UInt8]
  /// When it was added, in seconds since 1970.
  public let addedAt: UInt64
  /// As the number yyyymmdd, or 0.
  public let validUntil: UInt32

  /// - Throws: `.invalid` for a text or size that the format does not take.
  public init(
    id: DocumentID = .random(), version: UInt32 = 1, content: ContentReference, title: [UInt8],
    kind: [UInt8], mediaType: [UInt8], addedAt: UInt64, validUntil: UInt32
  ) throws(VaultError) {
    guard content.length <= UInt64(Limits.documentBytes) else {
      throw .invalid(.documentTooLarge)
    }
    self.id = id
    self.version = version
    self.content = content
    self.title = try Texts.line(title, maxBytes: Texts.titleBytes)
    self.kind = try Texts.line(kind, maxBytes: Texts.kindBytes, mayBeEmpty: true)
    self.mediaType = try Texts.line(mediaType, maxBytes: Texts.mediaTypeBytes)
    self.addedAt = addedAt
    self.validUntil = validUntil
  }

  /// The place of this document's blocks in `space`.
  public func place(in space: SpaceID) -> Place {
    .document(space, id, version: version)
  }

  func write(to writer: inout CBORWriter) {
    writer.identifier(id)
    writer.unsigned(version)
    content.write(to: &writer)
    writer.text(title)
    writer.text(kind)
    writer.text(mediaType)
    writer.unsigned(addedAt)
    writer.unsigned(validUntil)
  }

  /// The number of items that ``write(to:)`` writes.
  static let itemCount = 10

  init(from reader: inout CBORReader) throws(CBORError) {
    let start = reader.offset
    let id: DocumentID = try reader.readIdentifier()
    let version: UInt32 = try reader.readInteger()
    guard version > 0 else { throw reader.refuse(at: start) }
    let content = try ContentReference(from: &reader)
    let title = try reader.readText(maxBytes: Texts.titleBytes)
    let kind = try reader.readText(maxBytes: Texts.kindBytes)
    let mediaType = try reader.readText(maxBytes: Texts.mediaTypeBytes)
    let addedAt = try reader.readTime()
    let validUntil = try reader.readInteger(upTo: Limits.latestDate)
    do {
      try self.init(
        id: id, version: version, content: content, title: title, kind: kind,
        mediaType: mediaType, addedAt: addedAt, validUntil: validUntil)
    } catch {
      throw reader.refuse(at: start)
    }
  }
}

/// The texts of a wallet: lines of UTF-8 that show as what they are.
public enum Texts {
  public static let titleBytes = 240
  public static let kindBytes = 32
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
