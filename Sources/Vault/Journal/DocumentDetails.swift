public import Wire

/// What a holder says of a document, and may say anew without another content.
public struct DocumentDetails: Sendable, Equatable {
  /// 1...240 bytes of UTF-8 without control characters.
  public let title: [UInt8]
  /// A kind of the list, or empty: at most 32 bytes.
  public let kind: [UInt8]
  /// Whose paper it is, or empty: at most 80 bytes.
  public let person: [UInt8]
  /// As the number yyyymmdd, or 0.
  public let validUntil: UInt32

  /// - Throws: `.invalid` for a text that the format does not take.
  public init(
    title: [UInt8], kind: [UInt8], person: [UInt8], validUntil: UInt32
  ) throws(VaultError) {
    self.title = try Texts.line(title, maxBytes: Texts.titleBytes)
    self.kind = try Texts.line(kind, maxBytes: Texts.kindBytes, mayBeEmpty: true)
    self.person = try Texts.line(person, maxBytes: Texts.personBytes, mayBeEmpty: true)
    guard validUntil <= Limits.latestDate else { throw .invalid(.date) }
    self.validUntil = validUntil
  }

  init(of document: Document) {
    title = document.title
    kind = document.kind
    person = document.person
    validUntil = document.validUntil
  }

  static let itemCount = 4

  func write(to writer: inout CBORWriter) {
    writer.text(title)
    writer.text(kind)
    writer.text(person)
    writer.unsigned(validUntil)
  }

  init(from reader: inout CBORReader) throws(CBORError) {
    let start = reader.offset
    let title = try reader.readText(maxBytes: Texts.titleBytes)
    let kind = try reader.readText(maxBytes: Texts.kindBytes)
    let person = try reader.readText(maxBytes: Texts.personBytes)
    let validUntil = try reader.readInteger(upTo: Limits.latestDate)
    do {
      try self.init(title: title, kind: kind, person: person, validUntil: validUntil)
    } catch {
      throw reader.refuse(at: start)
    }
  }
}
