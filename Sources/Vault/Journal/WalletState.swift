import Sodium
public import Wire

/// What the journal of a compartment amounts to.
/// - SeeAlso: Specs/journal.md, "State".
public struct WalletState: Sendable {
  private var documentsByID: [DocumentID: (order: UInt64, document: Document)] = [:]
  private var grantsByID: [GrantID: (order: UInt64, grant: GrantRecord)] = [:]
  private var sheets = ThumbnailSheets()
  private(set) var masks = Masks()
  private(set) var rest = RestingDocuments()
  private var nextOrder: UInt64 = 0
  /// What the slots were written as, oldest first: the last ones of the journal, done or not.
  private var layouts: [WrittenLayout]
  public private(set) var language: Language
  /// The content of the snapshot that the journal begins with.
  public internal(set) var snapshot: ContentReference?
  /// Whether it was prepared for somebody who has not given it keys of their own yet.
  public private(set) var isPrepared = false

  /// Documents, in the order in which they were added.
  public var documents: [Document] {
    documentsByID.values.sorted { $0.order < $1.order }.map { $0.document }
  }

  /// Grants, ended ones too, in the order in which they were made.
  public var grants: [GrantRecord] {
    grantsByID.values.sorted { $0.order < $1.order }.map { $0.grant }
  }

  public var documentCount: Int { documentsByID.count }

  public func document(_ id: DocumentID) -> Document? { documentsByID[id]?.document }
  public func grant(_ id: GrantID) -> GrantRecord? { grantsByID[id]?.grant }

  /// The sheet that has the thumbnail of a document, if there is one.
  public func thumbnailSheet(of id: DocumentID) -> ThumbnailSheet? { sheets.sheet(of: id) }
  /// The sheet, and there may be none, that has room for another thumbnail of this size.
  func thumbnailSheet(withRoomFor byteCount: Int) -> ThumbnailSheet? {
    sheets.sheet(withRoomFor: byteCount)
  }
  /// Sheets of which no document has its thumbnail any more.
  var unusedSheets: [ThumbnailSheet] { sheets.unused }

  init(layout: SlotLayout, language: Language) {
    layouts = [WrittenLayout(layout, slotsHash: WrittenLayout.unknownHash)]
    self.language = language
  }

  /// How many layouts are kept: so many changes in a row may have been cut short.
  static let layoutCount = 8

  /// The layout that is in force when the space's slots have this hash; nil if none is.
  ///
  /// The newest one that led to this hash. A change that was cut short stands in the
  /// journal and was never done; before the first that was, it is the creation's.
  func layout(inForceFor slotsHash: [UInt8]) -> SlotLayout? {
    if let written = layouts.last(where: { $0.slotsHash == slotsHash }) { return written.layout }
    return layouts.first.flatMap {
      $0.slotsHash == WrittenLayout.unknownHash ? $0.layout : nil
    }
  }

  /// The state as it is when every credential is a new one.
  func withCredentials(_ written: WrittenLayout) -> WalletState {
    var state = self
    state.layouts = [written]
    state.isPrepared = false
    return state
  }

  /// Whether ``apply(_:at:)`` would take `change`.
  func accepts(_ change: Change) -> Bool {
    switch change {
    case .created: false
    case .added(let document): document.version == nextVersion(of: document.id)
    case .removed(let id), .rested(let id): documentsByID[id] != nil
    case .returned(let id, let version):
      documentsByID[id] == nil && rest.item(id, version: version) != nil
    case .forgot(let id, let version): rest.item(id, version: version) != nil
    case .snapshot, .wentOn, .maskedKinds, .credentials, .prepared: true
    case .shared(let grant): grantsByID[grant.id] == nil
    case .sharedMore(let id, let more):
      grantsByID[id].map {
        $0.grant.documents.count + more.count <= GrantRecord.maxDocuments
      } ?? false
    case .unshared(let id): grantsByID[id]?.grant.revokedAt == 0
    case .described(let id, _), .masked(let id, _): documentsByID[id] != nil
    case .thumbnails(let sheet): !sheets.contains(sheet.id)
    }
  }

  /// Whether the state is already as `change` would make it.
  func holds(_ change: Change) -> Bool {
    switch change {
    case .created, .snapshot, .wentOn: false
    case .added(let document): documentsByID[document.id]?.document.version == document.version
    case .removed(let id): documentsByID[id] == nil && rest.versions(of: id).isEmpty
    case .rested(let id): documentsByID[id] == nil
    case .returned(let id, let version): documentsByID[id]?.document.version == version
    case .forgot(let id, let version): rest.item(id, version: version) == nil
    case .shared(let grant): grantsByID[grant.id] != nil
    case .sharedMore(let id, let more):
      grantsByID[id].map { Set($0.grant.documents).isSuperset(of: more) } ?? false
    case .unshared(let id): grantsByID[id].map { $0.grant.revokedAt > 0 } ?? false
    case .described(let id, let details): documentsByID[id]?.document.details == details
    case .thumbnails(let sheet): sheets.contains(sheet.id)
    case .masked(let id, let mask): documentsByID[id] != nil && masks.mask(of: id) == mask
    case .maskedKinds(let kinds): masks.kinds == kinds
    case .credentials(let written): layouts.contains { $0.slotsHash == written.slotsHash }
    case .prepared: isPrepared
    }
  }

  /// Applies one change of the journal; false if it is impossible in this state.
  mutating func apply(_ change: Change, at time: UInt64) -> Bool {
    guard accepts(change) else { return false }
    switch change {
    case .created: return false
    case .added(let document):
      layToRest(document.id, at: time)
      let order = documentsByID[document.id]?.order ?? takeOrder()
      documentsByID[document.id] = (order, document)
      // Another version looks otherwise.
      sheets.forget(document.id)
    case .removed(let id):
      forget(id)
      rest.forget(id)
    case .rested(let id):
      layToRest(id, at: time)
      forget(id)
    case .returned(let id, let version):
      guard let item = rest.item(id, version: version) else { return false }
      rest.forget(id, version: version)
      documentsByID[id] = (takeOrder(), item.document)
      masks.set(item.mask, of: id)
    case .forgot(let id, let version): rest.forget(id, version: version)
    case .snapshot(let content):
      forgetEnded(at: time)
      snapshot = content
    case .shared(var grant):
      grant.documents = Array(grant.documents.prefix(GrantRecord.documentsInEntry))
      grantsByID[grant.id] = (takeOrder(), grant)
    case .sharedMore(let id, let more): grantsByID[id]?.grant.documents += more
    case .unshared(let id): grantsByID[id]?.grant.revokedAt = max(time, 1)
    case .wentOn: break
    case .described(let id, let details):
      if let (order, document) = documentsByID[id] {
        documentsByID[id] = (order, Document(document, as: details))
      }
    case .thumbnails(let sheet):
      // Another session may have removed one of them meanwhile.
      sheets.add(sheet) { documentsByID[$0] != nil }
    case .masked(let id, let mask): masks.set(mask, of: id)
    case .maskedKinds(let kinds): masks.set(kinds: kinds)
    case .credentials(let written):
      layouts.append(written)
      if layouts.count > WalletState.layoutCount { layouts.removeFirst() }
    case .prepared: isPrepared = true
    }
    return true
  }

  private mutating func layToRest(_ id: DocumentID, at time: UInt64) {
    guard let document = documentsByID[id]?.document else { return }
    rest.add(RestingDocument(document, mask: masks.mask(of: id), restedAt: time))
  }

  private mutating func forget(_ id: DocumentID) {
    documentsByID[id] = nil
    sheets.forget(id)
    masks.forget(id)
  }

  private mutating func takeOrder() -> UInt64 {
    defer { nextOrder += 1 }
    return nextOrder
  }

  /// Forgets grants that ended more than 30 days before `time`, and sheets of no use.
  mutating func forgetEnded(at time: UInt64) {
    sheets.forgetUnused()
    grantsByID = grantsByID.filter {
      $0.value.grant.endsAt + GrantRecord.keptSeconds > time
    }
  }

  // MARK: Snapshot

  /// The state as a snapshot's content.
  func withSnapshot<R: ~Copyable>(_ body: (RawSpan) -> R) -> R {
    let documents = documents
    let grants = grants
    var writer = CBORWriter(capacity: 4_096 + documents.count * 256 + grants.count * 1_024)
    writer.array(8)
    writer.array(layouts.count)
    for written in layouts {
      writer.array(WrittenLayout.itemCount)
      written.write(to: &writer)
    }
    writer.unsigned(language.rawValue)
    writer.array(documents.count)
    for document in documents {
      writer.array(Document.itemCount)
      document.write(to: &writer)
    }
    writer.array(grants.count)
    for grant in grants {
      writer.array(GrantRecord.itemCount + 1)
      grant.write(to: &writer, documents: grant.documents)
      writer.unsigned(grant.revokedAt)
    }
    sheets.write(to: &writer)
    masks.write(to: &writer, of: documents)
    writer.unsigned(isPrepared ? 1 : 0)
    rest.write(to: &writer)
    return writer.withBytes(body)
  }

  /// The state that a snapshot's content is.
  init(snapshotContent: RawSpan) throws(CBORError) {
    var reader = CBORReader(snapshotContent)
    try reader.readArray(count: 8)
    layouts = []
    for _ in 0..<(try reader.readArray(1...WalletState.layoutCount)) {
      try reader.readArray(count: WrittenLayout.itemCount)
      layouts.append(try WrittenLayout(from: &reader))
    }
    let start = reader.offset
    guard let language = Language(rawValue: try reader.readInteger()) else {
      throw reader.refuse(at: start)
    }
    self.language = language
    let documentCount = try reader.readArray(0...1_000_000)
    for _ in 0..<documentCount {
      try reader.readArray(count: Document.itemCount)
      let start = reader.offset
      let document = try Document(from: &reader)
      guard documentsByID[document.id] == nil else { throw reader.refuse(at: start) }
      documentsByID[document.id] = (takeOrder(), document)
    }
    let grantCount = try reader.readArray(0...1_000_000)
    for _ in 0..<grantCount {
      try reader.readArray(count: GrantRecord.itemCount + 1)
      let start = reader.offset
      var grant = try GrantRecord(
        from: &reader, documentCount: 1...GrantRecord.maxDocuments)
      grant.revokedAt = try reader.readTime()
      guard grantsByID[grant.id] == nil else { throw reader.refuse(at: start) }
      grantsByID[grant.id] = (takeOrder(), grant)
    }
    let sheetsStart = reader.offset
    sheets = try ThumbnailSheets(from: &reader)
    guard sheets.documents.allSatisfy({ documentsByID[$0] != nil }) else {
      throw reader.refuse(at: sheetsStart)
    }
    masks = try Masks(from: &reader) { documentsByID[$0] != nil }
    isPrepared = try reader.readInteger(upTo: UInt8(1)) == 1
    rest = try RestingDocuments(from: &reader) {
      documentsByID[$0.id]?.document.version == $0.version
    }
    try reader.finish()
  }
}
