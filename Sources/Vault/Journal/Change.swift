import Sodium
public import Wire

/// One change of a wallet: what a journal entry says.
///
/// An entry is CBOR[time, tag, field...].
/// - SeeAlso: Specs/journal.md, "Entries".
public enum Change: Sendable {
  /// Entry 1 of every journal.
  case created(SlotLayout, Language)
  /// A document, or the next version of one; the version before rests.
  case added(Document)
  /// A document goes for good, with what rests of it.
  case removed(DocumentID)
  /// The whole state after the entry before.
  case snapshot(ContentReference)
  case shared(GrantRecord)
  /// More documents of a grant that does not fit one entry.
  case sharedMore(GrantID, [DocumentID])
  /// A grant was revoked, or was never published.
  case unshared(GrantID)
  /// A document is described in another way.
  case described(DocumentID, DocumentDetails)
  /// Thumbnails of several documents, each instead of the one that it had.
  case thumbnails(ThumbnailSheet)
  /// The slots are about to be written so: said before the call, which may fail.
  case credentials(WrittenLayout)
  /// The wallet was prepared for somebody, who gives it keys of their own first of all.
  case prepared
  /// The holder went on, deliberately, from a journal that was found older than it was.
  case wentOn(lostSeq: UInt64)
  /// A document is masked, shown, or as its kind is.
  case masked(DocumentID, Mask)
  /// Kinds whose documents are masked.
  case maskedKinds([[UInt8]])
  /// A document is taken away, and can be had back for a time.
  case rested(DocumentID)
  /// What rests is a document again.
  case returned(DocumentID, version: UInt32)
  /// What rests goes for good.
  case forgot(DocumentID, version: UInt32)

  private enum Tag: UInt8 {
    case created = 1
    case added = 2
    case removed = 3
    case snapshot = 4
    case shared = 5
    case sharedMore = 6
    case unshared = 7
    case wentOn = 8
    case described = 9
    case thumbnails = 10
    case credentials = 11
    case masked = 12
    case maskedKinds = 13
    case prepared = 14
    case rested = 15
    case returned = 16
    case forgot = 17
  }

  private var tag: Tag {
    switch self {
    case .created: .created
    case .added: .added
    case .removed: .removed
    case .snapshot: .snapshot
    case .shared: .shared
    case .sharedMore: .sharedMore
    case .unshared: .unshared
    case .wentOn: .wentOn
    case .described: .described
    case .thumbnails: .thumbnails
    case .masked: .masked
    case .maskedKinds: .maskedKinds
    case .credentials: .credentials
    case .prepared: .prepared
    case .rested: .rested
    case .returned: .returned
    case .forgot: .forgot
    }
  }

  private var fieldCount: Int {
    switch self {
    case .created: SlotLayout.itemCount + 1
    case .added: Document.itemCount
    case .removed, .rested, .unshared, .wentOn, .maskedKinds: 1
    case .snapshot: 3
    case .shared: GrantRecord.itemCount
    case .sharedMore, .masked, .returned, .forgot: 2
    case .described: 1 + DocumentDetails.itemCount
    case .thumbnails: ThumbnailSheet.itemCount
    case .credentials: WrittenLayout.itemCount
    case .prepared: 0
    }
  }

  /// The changes that say what `grant` is, in their order.
  public static func sharing(_ grant: GrantRecord) -> [Change] {
    var changes: [Change] = [.shared(grant)]
    var rest = grant.documents.dropFirst(GrantRecord.documentsInEntry)
    while !rest.isEmpty {
      changes.append(.sharedMore(grant.id, Array(rest.prefix(GrantRecord.documentsPerEntry))))
      rest = rest.dropFirst(GrantRecord.documentsPerEntry)
    }
    return changes
  }

  func write(to writer: inout CBORWriter, time: UInt64) {
    writer.array(2 + fieldCount)
    writer.unsigned(time)
    writer.unsigned(tag.rawValue)
    switch self {
    case .created(let layout, let language):
      layout.write(to: &writer)
      writer.unsigned(language.rawValue)
    case .added(let document):
      document.write(to: &writer)
    case .removed(let id), .rested(let id):
      writer.identifier(id)
    case .returned(let id, let version), .forgot(let id, let version):
      writer.identifier(id)
      writer.unsigned(version)
    case .snapshot(let content):
      content.write(to: &writer)
    case .shared(let grant):
      writer.reserveGrant(grant)
    case .sharedMore(let id, let documents):
      writer.identifier(id)
      writer.identifiers(documents)
    case .unshared(let id):
      writer.identifier(id)
    case .wentOn(let lostSeq):
      writer.unsigned(lostSeq)
    case .described(let id, let details):
      writer.identifier(id)
      details.write(to: &writer)
    case .thumbnails(let sheet):
      sheet.write(to: &writer)
    case .masked(let id, let mask):
      writer.identifier(id)
      writer.unsigned(mask.rawValue)
    case .maskedKinds(let kinds):
      Masks.write(kinds: kinds, to: &writer)
    case .credentials(let written):
      written.write(to: &writer)
    case .prepared: break
    }
  }

  /// Reads an entry's time and change.
  static func read(_ message: RawSpan) throws(CBORError) -> (time: UInt64, change: Change) {
    var reader = CBORReader(message)
    let count = try reader.readArray(2...2 + Document.itemCount)
    let time = try reader.readTime()
    let start = reader.offset
    guard let tag = Tag(rawValue: try reader.readInteger()) else {
      throw reader.refuse(at: start)
    }
    let change: Change
    switch tag {
    case .created:
      let layout = try SlotLayout(from: &reader)
      let start = reader.offset
      guard let language = Language(rawValue: try reader.readInteger()) else {
        throw reader.refuse(at: start)
      }
      change = .created(layout, language)
    case .added: change = .added(try Document(from: &reader))
    case .removed: change = .removed(try reader.readIdentifier())
    case .snapshot: change = .snapshot(try ContentReference(from: &reader))
    case .shared:
      change = .shared(
        try GrantRecord(from: &reader, documentCount: 1...GrantRecord.documentsInEntry))
    case .sharedMore:
      change = .sharedMore(
        try reader.readIdentifier(),
        try reader.readIdentifiers(1...GrantRecord.documentsPerEntry))
    case .unshared: change = .unshared(try reader.readIdentifier())
    case .wentOn: change = .wentOn(lostSeq: try reader.readSequence())
    case .described:
      change = .described(try reader.readIdentifier(), try DocumentDetails(from: &reader))
    case .thumbnails: change = .thumbnails(try ThumbnailSheet(from: &reader))
    case .masked:
      let id: DocumentID = try reader.readIdentifier()
      let start = reader.offset
      guard let mask = Mask(rawValue: try reader.readInteger()) else {
        throw reader.refuse(at: start)
      }
      change = .masked(id, mask)
    case .maskedKinds: change = .maskedKinds(try Masks.readKinds(from: &reader))
    case .credentials: change = .credentials(try WrittenLayout(from: &reader))
    case .prepared: change = .prepared
    case .rested: change = .rested(try reader.readIdentifier())
    case .returned, .forgot:
      let id: DocumentID = try reader.readIdentifier()
      let version = try Document.readVersion(from: &reader)
      change =
        tag == .returned ? .returned(id, version: version) : .forgot(id, version: version)
    }
    try reader.finish()
    guard count == 2 + change.fieldCount else { throw reader.refuse(at: start) }
    return (time, change)
  }
}

extension CBORWriter {
  fileprivate mutating func reserveGrant(_ grant: GrantRecord) {
    grant.write(
      to: &self, documents: Array(grant.documents.prefix(GrantRecord.documentsInEntry)))
  }
}
