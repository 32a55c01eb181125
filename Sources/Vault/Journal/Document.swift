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
  /// Whose paper it is, or empty: at most 80 bytes.
  public let person: [UInt8]
  public let type: FileType
  /// When it was added, in seconds since 1970.
  public let addedAt: UInt64
  /// As the number yyyymmdd, or 0.
  public let validUntil: UInt32

  /// - Throws: `.invalid` for a text or size that the format does not take.
  public init(
    id: DocumentID = .random(), version: UInt32 = 1, content: ContentReference, title: [UInt8],
    kind: [UInt8], person: [UInt8] = [], type: FileType, addedAt: UInt64, validUntil: UInt32
  ) throws(VaultError) {
    guard content.length <= UInt64(Limits.documentBytes) else {
      throw .invalid(.documentTooLarge)
    }
    let details = try DocumentDetails(
      title: title, kind: kind, person: person, validUntil: validUntil)
    self.id = id
    self.version = version
    self.content = content
    self.title = details.title
    self.kind = details.kind
    self.person = details.person
    self.type = type
    self.addedAt = addedAt
    self.validUntil = validUntil
  }

  /// The same document, described in another way.
  init(_ document: Document, as details: DocumentDetails) {
    id = document.id
    version = document.version
    content = document.content
    title = details.title
    kind = details.kind
    person = details.person
    type = document.type
    addedAt = document.addedAt
    validUntil = details.validUntil
  }

  /// What its holder says of it.
  public var details: DocumentDetails { DocumentDetails(of: self) }

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
    writer.text(person)
    type.write(to: &writer)
    writer.unsigned(addedAt)
    writer.unsigned(validUntil)
  }

  /// The number of items that ``write(to:)`` writes.
  static let itemCount = 12

  init(from reader: inout CBORReader) throws(CBORError) {
    let start = reader.offset
    let id: DocumentID = try reader.readIdentifier()
    let version = try Document.readVersion(from: &reader)
    let content = try ContentReference(from: &reader)
    let title = try reader.readText(maxBytes: Texts.titleBytes)
    let kind = try reader.readText(maxBytes: Texts.kindBytes)
    let person = try reader.readText(maxBytes: Texts.personBytes)
    let type = try FileType(from: &reader)
    let addedAt = try reader.readTime()
    let validUntil = try reader.readInteger(upTo: Limits.latestDate)
    do {
      try self.init(
        id: id, version: version, content: content, title: title, kind: kind, person: person,
        type: type, addedAt: addedAt, validUntil: validUntil)
    } catch {
      throw reader.refuse(at: start)
    }
  }

  /// Reads a version, which is not 0.
  static func readVersion(from reader: inout CBORReader) throws(CBORError) -> UInt32 {
    let start = reader.offset
    let version: UInt32 = try reader.readInteger()
    guard version > 0 else { throw reader.refuse(at: start) }
    return version
  }
}
