import Sodium
import Vault
import Wire

/// Adds a document: its blocks, its thumbnail, then the entry that says both.
final class AddDocument: Operation {
  private let session: Session
  private let input: Input
  private let range: Range<Int>
  private let document: Document
  private let thumbnail: Range<Int>?
  private var edit: EditThumbnails?
  private var stage = 0

  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    self.session = session
    self.input = input
    _ = try session.compartment()
    let title = try input.bytes()
    let kind = try input.bytes()
    let person = try input.bytes()
    let type = try fileType(try input.bytes(), try input.bytes())
    let validUntil = try input.date()
    range = try input.field()
    let field = { () throws(CoreFailure) in try input.field() }
    thumbnail = try input.optional(field)
    let details = try core { () throws(VaultError) in
      try DocumentDetails(title: title, kind: kind, person: person, validUntil: validUntil)
    }
    let length = UInt64(range.count)
    let time = session.around.serverTime
    document = try core { () throws(VaultError) in
      try Document(
        content: ContentReference(length: length), title: details.title, kind: details.kind,
        person: details.person, type: type, addedAt: time, validUntil: validUntil)
    }
  }

  override func proceed() throws(CoreFailure) -> Activity? {
    let compartment = try session.compartment()
    stage += 1
    switch stage {
    case 1: return Upload(document, of: compartment, from: input, range)
    case 2:
      guard let thumbnail else { return try proceed() }
      let edit = try thumbnailEdit(thumbnail, of: document.id, input, compartment)
      self.edit = edit
      return ExchangeActivity(edit)
    case 3:
      return try session.commit(
        [.added(document)] + (edit?.changes ?? []),
        adopting: document.content.blockNames + (edit?.adopt ?? []), dropping: edit?.drop ?? [])
    default: return nil
    }
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    session.revealed.reveal(document.id)
    json.document(document, session, try session.compartment().state)
  }
}

/// A document's next version: a note that was edited, a photo that was taken again.
final class ReplaceDocument: Operation {
  private let session: Session
  private let input: Input
  private let range: Range<Int>
  private let old: Document
  private let keepsEarlier: Bool
  private let document: Document
  private let thumbnail: Range<Int>?
  private var edit: EditThumbnails?
  private var stage = 0

  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    self.session = session
    self.input = input
    let old = try session.document(input.identifier())
    let range = try input.field()
    keepsEarlier = try input.flag()
    let version = try session.compartment().state.nextVersion(of: old.id)
    let bytes = { () throws(CoreFailure) in try input.bytes() }
    let date = { () throws(CoreFailure) in try input.date() }
    let field = { () throws(CoreFailure) in try input.field() }
    let title = try input.optional(bytes) ?? old.title
    let kind = try input.optional(bytes) ?? old.kind
    let person = try input.optional(bytes) ?? old.person
    let mediaType = try input.optional(bytes) ?? old.type.mediaType
    let ending = try input.optional(bytes) ?? old.type.ending
    let type = try fileType(mediaType, ending)
    let validUntil = try input.optional(date) ?? old.validUntil
    thumbnail = try input.optional(field)
    document = try core { () throws(VaultError) in
      try Document(
        id: old.id, version: version,
        content: ContentReference(length: UInt64(range.count)), title: title, kind: kind,
        person: person, type: type, addedAt: old.addedAt, validUntil: validUntil)
    }
    self.old = old
    self.range = range
  }

  override func proceed() throws(CoreFailure) -> Activity? {
    let compartment = try session.compartment()
    stage += 1
    switch stage {
    case 1: return Upload(document, of: compartment, from: input, range)
    case 2:
      let edit = try thumbnailEdit(thumbnail, of: document.id, input, compartment)
      self.edit = edit
      return ExchangeActivity(edit)
    case 3:
      let (changes, drop) =
        keepsEarlier
        ? Change.replacing(document, in: compartment.state)
        : ([.added(document), .forgot(old.id, version: old.version)], old.content.blockNames)
      return try session.commit(
        changes + (edit?.changes ?? []),
        adopting: document.content.blockNames + (edit?.adopt ?? []),
        dropping: drop + (edit?.drop ?? []))
    default: return nil
    }
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    session.revealed.reveal(document.id)
    json.document(document, session, try session.compartment().state)
  }
}

private func thumbnailEdit(
  _ range: Range<Int>?, of document: DocumentID, _ input: Input, _ compartment: Compartment
) throws(CoreFailure) -> EditThumbnails {
  do {
    guard let range else { return try EditThumbnails(nil, of: document, in: compartment) }
    return try input.withBytes(range) { (image) throws(VaultError) in
      try EditThumbnails(image, of: document, in: compartment)
    }
  } catch {
    throw .vault(error)
  }
}

/// A document's first thumbnail, or another one; its content stays.
final class SetThumbnail: Operation {
  private let session: Session
  private let input: Input
  private let id: DocumentID
  private let range: Range<Int>
  private var edit: EditThumbnails?
  private var stage = 0

  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    self.session = session
    self.input = input
    id = try session.document(input.identifier()).id
    range = try input.field()
  }

  override func proceed() throws(CoreFailure) -> Activity? {
    stage += 1
    switch stage {
    case 1:
      let edit = try thumbnailEdit(range, of: id, input, session.compartment())
      self.edit = edit
      return ExchangeActivity(edit)
    case 2:
      return try session.commit(
        edit?.changes ?? [], adopting: edit?.adopt ?? [], dropping: edit?.drop ?? [])
    default: return nil
    }
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    json.document(try session.document(id), session, try session.compartment().state)
  }
}

/// Says something else of a document; its content stays.
final class DescribeDocument: Operation {
  private let session: Session
  private let id: DocumentID
  private let details: DocumentDetails
  private var isAsked = false

  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    self.session = session
    let old = try session.document(input.identifier())
    let bytes = { () throws(CoreFailure) in try input.bytes() }
    let date = { () throws(CoreFailure) in try input.date() }
    let title = try input.optional(bytes) ?? old.title
    let kind = try input.optional(bytes) ?? old.kind
    let person = try input.optional(bytes) ?? old.person
    let validUntil = try input.optional(date) ?? old.validUntil
    id = old.id
    details = try core { () throws(VaultError) in
      try DocumentDetails(title: title, kind: kind, person: person, validUntil: validUntil)
    }
  }

  override func proceed() throws(CoreFailure) -> Activity? {
    guard !isAsked else { return nil }
    isAsked = true
    return try session.commit([.described(id, details)])
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    // Another kind may be masked: it goes on showing what was just said of it.
    session.revealed.reveal(id)
    json.document(try session.document(id), session, try session.compartment().state)
  }
}

/// Takes a document away: it rests, or goes for good. Its thumbnail goes either way.
final class RemoveDocument: Operation {
  private let session: Session
  private let document: Document
  private let isForGood: Bool
  private var edit: EditThumbnails?
  private var stage = 0

  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    self.session = session
    document = try session.document(input.identifier())
    isForGood = try input.flag()
  }

  override func proceed() throws(CoreFailure) -> Activity? {
    stage += 1
    switch stage {
    case 1:
      let compartment = try session.compartment()
      let id = document.id
      let edit = try core { () throws(VaultError) in
        try EditThumbnails(nil, of: id, in: compartment)
      }
      self.edit = edit
      return ExchangeActivity(edit)
    case 2:
      let (changes, drop) =
        isForGood
        ? Change.removing(document, in: try session.compartment().state)
        : ([.rested(document.id)], [])
      return try session.commit(
        changes + (edit?.changes ?? []), adopting: edit?.adopt ?? [],
        dropping: drop + (edit?.drop ?? []))
    default: return nil
    }
  }
}

/// A document's bytes.
final class ReadDocument: Operation {
  private let session: Session
  private let document: Document
  private let read: Collected
  private var isAsked = false

  convenience init(_ session: Session, _ input: Input) throws(CoreFailure) {
    self.init(session, of: try session.document(input.identifier()))
  }

  /// Of a version that rests.
  convenience init(resting session: Session, _ input: Input) throws(CoreFailure) {
    self.init(session, of: try session.resting(input).document)
  }

  private init(_ session: Session, of document: Document) {
    self.session = session
    self.document = document
    read = Collected(capacity: Int(document.content.length))
  }

  override func proceed() throws(CoreFailure) -> Activity? {
    guard !isAsked else { return nil }
    isAsked = true
    let compartment = try session.compartment()
    let read = read
    return Download(
      document.content, place: document.place(in: compartment.spaceID), of: compartment
    ) { read.append($0) }
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    json.object()
    json.text("mediaType", document.type.mediaType)
    json.text("bytesAre", "bytes")
    json.end()
    bytes = read.take()
  }
}

/// The thumbnails of documents; those that have none are left out.
final class ReadThumbnails: Operation {
  private let session: Session
  private var found: [(sheet: ThumbnailSheet, item: ThumbnailSheet.Item)] = []
  private var isAsked = false

  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    self.session = session
    let state = try session.compartment().state
    for _ in 0..<(try input.count()) {
      let id: DocumentID = try input.identifier()
      if session.shows(id), let sheet = state.thumbnailSheet(of: id), let item = sheet.item(of: id)
      {
        found.append((sheet, item))
      }
    }
  }

  override func proceed() throws(CoreFailure) -> Activity? {
    guard !isAsked else { return nil }
    isAsked = true
    var sheets: [ThumbnailSheet] = []
    for (sheet, _) in found
    where session.sheet(sheet.id) == nil && !sheets.contains(where: { $0.id == sheet.id }) {
      sheets.append(sheet)
    }
    return SheetDownload(sheets, session, try session.compartment())
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    json.object()
    json.text("bytesAre", "items")
    json.key("items")
    json.array()
    bytes = SecretBuffer(capacity: found.reduce(0) { $0 + $1.item.length })
    for (sheet, item) in found {
      guard let opened = session.sheet(sheet.id) else { continue }
      json.object()
      json.identifier("id", item.document)
      json.number("byteCount", UInt64(item.length))
      json.end()
      opened.withBytes(of: item) { bytes.append($0) }
    }
    json.end()
    json.end()
  }
}

/// Fetches sheets of thumbnails, a block each.
final class SheetDownload: Activity {
  private var sheets: ArraySlice<ThumbnailSheet>
  private var waiting: [(ticket: Int, sheet: ThumbnailSheet)] = []
  private let session: Session
  private let compartment: Compartment

  init(_ sheets: [ThumbnailSheet], _ session: Session, _ compartment: Compartment) {
    self.sheets = sheets[...]
    self.session = session
    self.compartment = compartment
  }

  override var isOver: Bool { sheets.isEmpty && waiting.isEmpty }

  override func next(_ ticket: Int) throws(CoreFailure) -> Request? {
    guard let sheet = sheets.popFirst() else { return nil }
    waiting.append((ticket, sheet))
    return compartment.getRequest(sheet.content.blockNames)
  }

  override func receive(_ response: Response, _ ticket: Int) throws(CoreFailure) {
    guard let index = waiting.firstIndex(where: { $0.ticket == ticket }) else { return }
    let sheet = waiting.remove(at: index).sheet
    do {
      session.keep(
        try OpenedSheet(response, of: sheet, in: compartment.spaceID), as: sheet.id)
    } catch .refused(.notFound) {
      throw .missing
    } catch {
      throw .vault(error)
    }
  }
}
