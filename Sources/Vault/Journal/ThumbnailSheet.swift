public import Wire

/// Thumbnails of several documents in one content of one block: what a list of documents shows
/// costs a request for many, and a sheet's size says nothing of how many.
/// - SeeAlso: Specs/journal.md, "Thumbnails".
public struct ThumbnailSheet: Sendable {
  /// Where one document's thumbnail lies in the content.
  public struct Item: Sendable, Equatable {
    public let document: DocumentID
    /// In bytes.
    public let offset: Int
    /// 1...32,768.
    public let length: Int

    public init(document: DocumentID, offset: Int, length: Int) {
      self.document = document
      self.offset = offset
      self.length = length
    }
  }

  public let id: SheetID
  public let content: ContentReference
  /// One behind the other; gaps are thumbnails that are no longer used.
  public internal(set) var items: [Item]

  init(id: SheetID, content: ContentReference, items: [Item]) {
    self.id = id
    self.content = content
    self.items = items
  }

  public func item(of document: DocumentID) -> Item? {
    items.first { $0.document == document }
  }

  /// The place of this sheet's block in `space`.
  public func place(in space: SpaceID) -> Place { .thumbnails(space, id) }

  /// The bytes of the thumbnails that are used.
  var usedBytes: Int { items.reduce(0) { $0 + $1.length } }

  static let itemCount = 5

  func write(to writer: inout CBORWriter) {
    writer.identifier(id)
    content.write(to: &writer)
    writer.array(items.count)
    for item in items {
      writer.array(3)
      writer.identifier(item.document)
      writer.unsigned(item.offset)
      writer.unsigned(item.length)
    }
  }

  init(from reader: inout CBORReader) throws(CBORError) {
    id = try reader.readIdentifier()
    let start = reader.offset
    content = try ContentReference(from: &reader)
    guard content.count == 1 else { throw reader.refuse(at: start) }
    let count = try reader.readArray(1...Limits.thumbnailsPerSheet)
    items = []
    var end: UInt64 = 0
    for _ in 0..<count {
      let start = reader.offset
      try reader.readArray(count: 3)
      let document: DocumentID = try reader.readIdentifier()
      let offset = try reader.readUnsigned(upTo: UInt64(Limits.partBytes))
      let length = try reader.readUnsigned(upTo: UInt64(Limits.thumbnailBytes))
      guard offset >= end, length > 0, offset + length <= content.length,
        item(of: document) == nil
      else { throw reader.refuse(at: start) }
      end = offset + length
      items.append(Item(document: document, offset: Int(offset), length: Int(length)))
    }
  }
}

/// The sheets of a wallet, in the order in which they came, and which of them has the thumbnail of
/// which document.
struct ThumbnailSheets: Sendable {
  private var sheets: [ThumbnailSheet] = []
  private var sheetByDocument: [DocumentID: SheetID] = [:]

  init() {}

  /// The documents that have a thumbnail.
  var documents: Dictionary<DocumentID, SheetID>.Keys { sheetByDocument.keys }

  /// Sheets of which no thumbnail is used.
  var unused: [ThumbnailSheet] { sheets.filter { $0.items.isEmpty } }

  func contains(_ id: SheetID) -> Bool { sheets.contains { $0.id == id } }

  func sheet(of document: DocumentID) -> ThumbnailSheet? {
    guard let id = sheetByDocument[document] else { return nil }
    return sheets.first { $0.id == id }
  }

  func sheet(withRoomFor byteCount: Int) -> ThumbnailSheet? {
    sheets.last {
      !$0.items.isEmpty && $0.items.count < Limits.thumbnailsPerSheet
        && $0.usedBytes + byteCount <= Limits.partBytes
    }
  }

  /// Adds a sheet; of its items those count whose document `isThere`.
  mutating func add(_ sheet: ThumbnailSheet, where isThere: (DocumentID) -> Bool) {
    var sheet = sheet
    sheet.items = sheet.items.filter { isThere($0.document) }
    for item in sheet.items {
      forget(item.document)
      sheetByDocument[item.document] = sheet.id
    }
    sheets.append(sheet)
  }

  /// The document's thumbnail is no longer used.
  mutating func forget(_ document: DocumentID) {
    guard let id = sheetByDocument[document] else { return }
    sheetByDocument[document] = nil
    for index in sheets.indices where sheets[index].id == id {
      sheets[index].items.removeAll { $0.document == document }
    }
  }

  mutating func forgetUnused() {
    sheets.removeAll { $0.items.isEmpty }
  }

  // MARK: Snapshot

  func write(to writer: inout CBORWriter) {
    let used = sheets.filter { !$0.items.isEmpty }
    writer.array(used.count)
    for sheet in used {
      writer.array(ThumbnailSheet.itemCount)
      sheet.write(to: &writer)
    }
  }

  init(from reader: inout CBORReader) throws(CBORError) {
    let count = try reader.readArray(0...1_000_000)
    for _ in 0..<count {
      try reader.readArray(count: ThumbnailSheet.itemCount)
      let start = reader.offset
      let sheet = try ThumbnailSheet(from: &reader)
      guard !contains(sheet.id), sheet.items.allSatisfy({ sheetByDocument[$0.document] == nil })
      else { throw reader.refuse(at: start) }
      add(sheet) { _ in true }
    }
  }
}
