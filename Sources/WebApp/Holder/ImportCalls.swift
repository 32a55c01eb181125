import Sodium
import Vault
import Wire

/// A sealed export on its way in: opened once to the end, then once more to be taken over.
final class SealedImport {
  let opener: OpenExport
  /// The second reading.
  var second: OpenExport?
  /// The document of which some bytes are here.
  fileprivate var current: ImportedDocument?
  var added: UInt64 = 0
  var alreadyThere: UInt64 = 0

  init(_ opener: OpenExport) {
    self.opener = opener
  }
}

/// A document that comes from elsewhere; its bytes are wiped with it.
private final class ImportedDocument {
  let document: Document
  let mask: Mask
  var content: SecretBuffer
  var thumbnail = SecretBuffer(capacity: 0)

  init(_ document: Document, _ mask: Mask) {
    self.document = document
    self.mask = mask
    content = SecretBuffer(capacity: Int(document.content.length))
  }
}

/// Opens a file's head with its seven words.
final class ImportBegin: Operation {
  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    _ = try session.compartment()
    var typed = try input.bytes()
    defer { wipe(&typed) }
    let head = try input.bytes()
    let phrase = try phraseTyped(typed)
    let opener: OpenExport
    do {
      opener = try OpenExport(phrase, head: head)
    } catch {
      throw .vault(error)
    }
    session.sealedImport = SealedImport(opener)
  }
}

/// Opens a block of the file, to see that the whole is as it was made.
final class ImportCheck: Operation {
  private let opener: OpenExport

  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    guard let running = session.sealedImport else { throw .badCall }
    opener = running.opener
    let range = try input.field()
    let isLast = try input.flag()
    let opener = opener
    try core { () throws(VaultError) in
      try input.withBytes(range) { (block) throws(VaultError) in
        try opener.take(block, isLast: isLast)
      }
      while try opener.nextPiece() != nil {}
      if isLast, !opener.isOver { throw .damaged(.export) }
    }
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    json.object()
    json.flag("isOver", opener.isOver)
    json.number("count", UInt64(opener.manifest?.items.count ?? 0))
    json.end()
  }
}

/// Takes over what ends in a block of the file.
final class ImportBlock: Operation {
  private let session: Session
  private let running: SealedImport
  private var ready: [ImportedDocument] = []
  private var edit: EditThumbnails?
  private var stage = 0

  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    self.session = session
    guard let running = session.sealedImport, running.opener.isOver else { throw .badCall }
    self.running = running
    let opener = running.second ?? running.opener.again()
    running.second = opener
    let range = try input.field()
    let isLast = try input.flag()
    try core { () throws(VaultError) in
      try input.withBytes(range) { (block) throws(VaultError) in
        try opener.take(block, isLast: isLast)
      }
    }
    super.init()
    while let piece = try core({ () throws(VaultError) in try opener.nextPiece() }) {
      try take(piece, of: opener)
    }
  }

  private func take(_ piece: OpenExport.Piece, of opener: OpenExport) throws(CoreFailure) {
    guard let item = opener.manifest?.items[piece.document] else { throw .badCall }
    if piece.part == .thumbnail {
      running.current = nil
      let state = try session.compartment().state
      if state.document(item.id) == nil {
        let document = try core { () throws(VaultError) in
          try Document(
            id: item.id, version: state.nextVersion(of: item.id),
            content: ContentReference(length: item.length), title: item.details.title,
            kind: item.details.kind, person: item.details.person, type: item.type,
            addedAt: item.addedAt, validUntil: item.details.validUntil)
        }
        running.current = ImportedDocument(document, item.mask)
      } else {
        running.alreadyThere += 1
      }
    }
    guard let current = running.current else { return }
    opener.withBytes(of: piece) { bytes in
      if piece.part == .thumbnail {
        current.thumbnail.append(bytes)
      } else {
        current.content.append(bytes)
      }
    }
    if piece.isEnd {
      ready.append(current)
      running.current = nil
    }
  }

  override func proceed() throws(CoreFailure) -> Activity? {
    guard let imported = ready.first else { return nil }
    let compartment = try session.compartment()
    stage += 1
    switch stage {
    case 1:
      return Upload(imported.document, of: compartment) { range, take in
        imported.content.withBytes { take($0.extracting(range)) }
      }
    case 2:
      edit = nil
      guard imported.thumbnail.byteCount > 0 else { return try proceed() }
      let edit = try core { () throws(VaultError) in
        try imported.thumbnail.withBytes { (image) throws(VaultError) in
          try EditThumbnails(image, of: imported.document.id, in: compartment)
        }
      }
      self.edit = edit
      return ExchangeActivity(edit)
    case 3:
      let mask: [Change] =
        imported.mask == .byKind ? [] : [.masked(imported.document.id, imported.mask)]
      return try session.commit(
        [.added(imported.document)] + mask + (edit?.changes ?? []),
        adopting: imported.document.content.blockNames + (edit?.adopt ?? []),
        dropping: edit?.drop ?? [])
    default:
      ready.removeFirst()
      running.added += 1
      stage = 0
      return try proceed()
    }
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    json.object()
    json.number("added", running.added)
    json.number("alreadyThere", running.alreadyThere)
    json.end()
  }
}

/// What is left after the last block: grants that go on, so that they can be revoked from here too.
final class ImportEnd: Operation {
  private let session: Session
  private let running: SealedImport
  private var grants: [GrantRecord]

  init(_ session: Session) throws(CoreFailure) {
    self.session = session
    guard let running = session.sealedImport, let second = running.second, second.isOver,
      let manifest = second.manifest
    else { throw .badCall }
    self.running = running
    let state = try session.compartment().state
    let time = session.around.serverTime
    grants = manifest.grants.filter {
      $0.expiry > time && $0.revokedAt == 0 && state.grant($0.id) == nil
    }
  }

  override func proceed() throws(CoreFailure) -> Activity? {
    guard let grant = grants.popLast() else {
      session.sealedImport = nil
      return nil
    }
    return try session.commit(Change.sharing(grant))
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    try json.summary(session)
  }
}

/// Takes over which kinds are masked, into a wallet that has no document yet.
final class ImportMasks: Operation {
  private let session: Session
  private let kinds: [[UInt8]]?
  private var isAsked = false

  init(_ session: Session) throws(CoreFailure) {
    self.session = session
    guard let manifest = session.sealedImport?.opener.manifest else { throw .badCall }
    let state = try session.compartment().state
    let isNew = state.documents.isEmpty && manifest.maskedKinds != state.maskedKinds
    kinds = isNew ? manifest.maskedKinds : nil
  }

  override func proceed() throws(CoreFailure) -> Activity? {
    guard !isAsked, let kinds else { return nil }
    isAsked = true
    return try session.commit([
      try core { () throws(VaultError) in try Change.masking(kinds: kinds) }
    ])
  }
}
