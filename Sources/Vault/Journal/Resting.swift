public import Wire

/// A document that was taken away or written over, and can be had back for a time.
/// - SeeAlso: Specs/journal.md, "Rest".
public struct RestingDocument: Sendable {
  public let document: Document
  /// What was said of its mask when it went.
  public let mask: Mask
  /// In seconds since 1970, never 0.
  public let restedAt: UInt64

  /// How long it rests.
  public static let seconds: UInt64 = 30 * 86_400

  /// When its rest is over, in seconds since 1970.
  public var endsAt: UInt64 { restedAt + RestingDocument.seconds }

  static let itemCount = Document.itemCount + 2

  func write(to writer: inout CBORWriter) {
    document.write(to: &writer)
    writer.unsigned(mask.rawValue)
    writer.unsigned(restedAt)
  }

  init(_ document: Document, mask: Mask, restedAt: UInt64) {
    self.document = document
    self.mask = mask
    self.restedAt = max(restedAt, 1)
  }

  init(from reader: inout CBORReader) throws(CBORError) {
    document = try Document(from: &reader)
    let start = reader.offset
    guard let mask = Mask(rawValue: try reader.readInteger()) else {
      throw reader.refuse(at: start)
    }
    self.mask = mask
    restedAt = try reader.readTime()
    guard restedAt > 0 else { throw reader.refuse(at: start) }
  }
}

/// What rests in a wallet, in the order in which it went to rest.
struct RestingDocuments: Sendable {
  private(set) var all: [RestingDocument] = []

  /// So many earlier versions of one document are kept.
  static let versions = 8

  init() {}

  func item(_ id: DocumentID, version: UInt32) -> RestingDocument? {
    for item in all where item.document.id == id && item.document.version == version {
      return item
    }
    return nil
  }

  func versions(of id: DocumentID) -> [RestingDocument] { all.filter { $0.document.id == id } }

  mutating func add(_ item: RestingDocument) { all.append(item) }

  mutating func forget(_ id: DocumentID, version: UInt32? = nil) {
    all = all.filter {
      $0.document.id != id || (version != nil && $0.document.version != version)
    }
  }

  // MARK: Snapshot

  func write(to writer: inout CBORWriter) {
    writer.array(all.count)
    for item in all {
      writer.array(RestingDocument.itemCount)
      item.write(to: &writer)
    }
  }

  /// - Parameter isThere: whether the state has this version of this document.
  init(
    from reader: inout CBORReader, where isThere: (Document) -> Bool
  ) throws(CBORError) {
    var known: Set<DocumentID> = []
    for _ in 0..<(try reader.readArray(0...1_000_000)) {
      try reader.readArray(count: RestingDocument.itemCount)
      let start = reader.offset
      let item = try RestingDocument(from: &reader)
      let (id, version) = (item.document.id, item.document.version)
      guard !isThere(item.document),
        known.insert(id).inserted || self.item(id, version: version) == nil
      else { throw reader.refuse(at: start) }
      all.append(item)
    }
  }
}

extension WalletState {
  /// What rests at `time`, in seconds since 1970; what is over is not had back.
  public func resting(at time: UInt64) -> [RestingDocument] {
    rest.all.filter { $0.endsAt > time }
  }

  /// A version that rests, if it does.
  public func resting(_ id: DocumentID, version: UInt32) -> RestingDocument? {
    rest.item(id, version: version)
  }

  /// All versions of a document that rest, the earliest first.
  public func restingVersions(of id: DocumentID) -> [RestingDocument] { rest.versions(of: id) }

  /// The version that a document of this identifier gets next.
  public func nextVersion(of id: DocumentID) -> UInt32 {
    var last = document(id)?.version ?? 0
    for item in rest.all where item.document.id == id { last = max(last, item.document.version) }
    return last + 1
  }

  /// Whether what rests does not show until its holder asks for it.
  public func isMasked(_ resting: RestingDocument) -> Bool {
    if let document = document(resting.document.id) { return isMasked(document) }
    let last = rest.versions(of: resting.document.id).last ?? resting
    return masks.isMasked(last.document, as: last.mask)
  }
}

extension Change {
  /// A document's next version; of the earlier ones that then rest, the oldest beyond eight go.
  ///
  /// - Returns: the changes, and the blocks that they leave without a use.
  public static func replacing(
    _ document: Document, in state: WalletState
  ) -> (changes: [Change], drop: [BlockName]) {
    var changes: [Change] = [.added(document)]
    var drop: [BlockName] = []
    let resting = state.restingVersions(of: document.id)
    var spare = resting.count + 1 - RestingDocuments.versions
    for item in resting where spare > 0 {
      spare -= 1
      changes.append(.forgot(document.id, version: item.document.version))
      drop += item.document.content.blockNames
    }
    return (changes, drop)
  }

  /// Takes a document away for good, and what rests of it.
  ///
  /// - Returns: the changes, and the blocks that they leave without a use.
  public static func removing(
    _ document: Document, in state: WalletState
  ) -> (changes: [Change], drop: [BlockName]) {
    var drop = document.content.blockNames
    for item in state.restingVersions(of: document.id) { drop += item.document.content.blockNames }
    return ([.removed(document.id)], drop)
  }
}
