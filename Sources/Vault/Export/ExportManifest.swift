public import Wire

/// What a sealed export holds: everything of a wallet but the bytes of its documents.
/// - SeeAlso: Specs/export.md, "Sealed".
public struct ExportManifest: Sendable {
  /// A document, as it follows in the file.
  public struct Item: Sendable {
    public let id: DocumentID
    public let mask: Mask
    public let details: DocumentDetails
    public let type: FileType
    /// In seconds since 1970.
    public let addedAt: UInt64
    /// In bytes.
    public let length: UInt64

    static let itemCount = 10
  }

  /// In seconds since 1970.
  public let exportedAt: UInt64
  public let language: Language
  public let maskedKinds: [[UInt8]]
  /// In the wallet's order.
  public let items: [Item]
  /// Ended ones too, in the order in which they were made.
  public let grants: [GrantRecord]

  /// In bytes.
  static let maxBytes = 1 << 26

  /// - Parameter time: the server's time, in seconds since 1970.
  public init(of state: WalletState, at time: UInt64) {
    exportedAt = time
    language = state.language
    maskedKinds = state.maskedKinds
    items = state.documents.map {
      Item(
        id: $0.id, mask: state.mask(of: $0.id), details: $0.details, type: $0.type,
        addedAt: $0.addedAt, length: $0.content.length)
    }
    grants = state.grants
  }

  func write(to writer: inout CBORWriter) {
    writer.array(5)
    writer.unsigned(exportedAt)
    writer.unsigned(language.rawValue)
    Masks.write(kinds: maskedKinds, to: &writer)
    writer.array(items.count)
    for item in items {
      writer.array(Item.itemCount)
      writer.identifier(item.id)
      writer.unsigned(item.mask.rawValue)
      writer.text(item.details.title)
      writer.text(item.details.kind)
      writer.text(item.details.person)
      item.type.write(to: &writer)
      writer.unsigned(item.addedAt)
      writer.unsigned(item.details.validUntil)
      writer.unsigned(item.length)
    }
    writer.array(grants.count)
    for grant in grants { grant.writeWhole(to: &writer) }
  }

  init(_ bytes: RawSpan) throws(CBORError) {
    var reader = CBORReader(bytes)
    try reader.readArray(count: 5)
    exportedAt = try reader.readTime()
    let start = reader.offset
    guard let language = Language(rawValue: try reader.readInteger()) else {
      throw reader.refuse(at: start)
    }
    self.language = language
    maskedKinds = try Masks.readKinds(from: &reader)
    var items: [Item] = []
    var ids: Set<DocumentID> = []
    for _ in 0..<(try reader.readArray(0...1_000_000)) {
      let start = reader.offset
      let item = try Item(from: &reader)
      guard ids.insert(item.id).inserted else { throw reader.refuse(at: start) }
      items.append(item)
    }
    var grants: [GrantRecord] = []
    var grantIDs: Set<GrantID> = []
    for _ in 0..<(try reader.readArray(0...1_000_000)) {
      let start = reader.offset
      let grant = try GrantRecord(whole: &reader)
      guard grantIDs.insert(grant.id).inserted else { throw reader.refuse(at: start) }
      grants.append(grant)
    }
    try reader.finish()
    self.items = items
    self.grants = grants
  }
}

extension ExportManifest.Item {
  fileprivate init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readArray(count: Self.itemCount)
    id = try reader.readIdentifier()
    let start = reader.offset
    guard let mask = Mask(rawValue: try reader.readInteger()) else {
      throw reader.refuse(at: start)
    }
    self.mask = mask
    let title = try Texts.readLine(from: &reader, maxBytes: Texts.titleBytes)
    let kind = try Texts.readLine(from: &reader, maxBytes: Texts.kindBytes, mayBeEmpty: true)
    let person = try Texts.readLine(from: &reader, maxBytes: Texts.personBytes, mayBeEmpty: true)
    type = try FileType(from: &reader)
    addedAt = try reader.readTime()
    let date = reader.offset
    let validUntil = try reader.readInteger(upTo: Limits.latestDate)
    do {
      details = try DocumentDetails(
        title: title, kind: kind, person: person, validUntil: validUntil)
    } catch {
      throw reader.refuse(at: date)
    }
    length = try reader.readUnsigned(upTo: UInt64(Limits.documentBytes))
  }
}

extension GrantRecord {
  /// Writes a grant as a snapshot has it.
  func writeWhole(to writer: inout CBORWriter) {
    writer.array(GrantRecord.itemCount + 1)
    write(to: &writer, documents: documents)
    writer.unsigned(revokedAt)
  }

  /// Reads a grant as a snapshot has it.
  init(whole reader: inout CBORReader) throws(CBORError) {
    try reader.readArray(count: GrantRecord.itemCount + 1)
    try self.init(from: &reader, documentCount: 1...GrantRecord.maxDocuments)
    revokedAt = try reader.readTime()
  }
}
