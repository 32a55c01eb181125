import Sodium
public import Vault
public import Wire

/// What an import did.
public struct ImportReport: Sendable, Equatable {
  /// Documents that the wallet did not have.
  public var added = 0
  /// Documents that it had, and that were left as they were.
  public var alreadyThere = 0
  /// Grants that it did not know.
  public var grants = 0
}

extension Wallet {
  /// Which document goes into which file of an export in the clear, and the page that lists them.
  public func clearExport(_ texts: ClearExportTexts) -> ClearExport {
    ClearExport(of: compartment.state, texts)
  }

  /// Writes a sealed export of the whole wallet, which has its name only once it is whole.
  ///
  /// - Parameter beforeNaming: called when all is written; what it throws keeps the file away.
  /// - Throws: `.vault(.damaged)` or `.vault(.notFound)` for a document that can't be read.
  public func export(
    sealedWith phrase: consuming Phrase, to file: OutputFile, progress: Progress? = nil,
    beforeNaming: () throws -> Void
  ) async throws {
    let sealer: SealExport
    let manifest = ExportManifest(of: compartment.state, at: service.serverTime)
    do {
      sealer = try SealExport(phrase)
      try sealer.begin(manifest)
    } catch let error as VaultError {
      throw ClientError.vault(error)
    }
    try file.write(sealer.head.rawSpan)
    let total = manifest.items.reduce(0) { $0 + $1.length }
    var done: UInt64 = 0
    let thumbnails = ThumbnailReader(self)
    for item in manifest.items {
      let before = done
      let image = try await thumbnails.thumbnail(of: item.id)
      image.withBytes { sealer.beginDocument(thumbnail: $0) }
      try await read(item.id, progress: { done, _ in progress?(before + done, total) }) {
        (bytes) throws(ClientError) in
        sealer.append(bytes)
        for block in sealer.takeBlocks() { try file.write(block.rawSpan) }
      }
      done += item.length
    }
    sealer.finish()
    for block in sealer.takeBlocks() { try file.write(block.rawSpan) }
    try beforeNaming()
    try file.finish()
  }

  /// Puts what a sealed export holds into this wallet; what it has stays as it is.
  ///
  /// The whole file is opened once before anything is put.
  /// - Throws: `.vault(.wrongWords)`, `.vault(.damaged(.export))`, `.vault(.invalid)`: nothing was
  ///   imported then. Anything else: what was imported stays, and doing it again does the rest.
  public func importExport(
    _ file: ExportFile, openedWith phrase: consuming Phrase, progress: Progress? = nil
  ) async throws(ClientError) -> ImportReport {
    let check = try file.open(phrase)
    try file.readAll(check) { _, _ in }
    guard let manifest = check.manifest else { throw .vault(.damaged(.export)) }
    var report = ImportReport()
    if compartment.state.documentCount == 0, manifest.maskedKinds != compartment.state.maskedKinds {
      try await append([try masking(manifest.maskedKinds)])
    }
    let total = manifest.items.reduce(0) { $0 + $1.length }
    var done: UInt64 = 0
    let opener = check.again()
    var current: ImportedDocument?
    for index in 0..<file.blockCount {
      try file.read(index, into: opener)
      while let piece = try nextPiece(of: opener) {
        if piece.part == .thumbnail {
          current = try begin(manifest.items[piece.document])
          if current == nil { report.alreadyThere += 1 }
        }
        try await take(piece, of: opener, into: current)
        if piece.part == .content { done += UInt64(piece.byteCount) }
        progress?(done, total)
        guard piece.isEnd, let document = current else { continue }
        try await finish(document)
        report.added += 1
        current = nil
      }
    }
    report.grants = try await importGrants(manifest.grants)
    return report
  }

  private func masking(_ kinds: [[UInt8]]) throws(ClientError) -> Change {
    do {
      return try .masking(kinds: kinds)
    } catch {
      throw .vault(error)
    }
  }

  private func append(
    _ changes: [Change], adopting adopt: [BlockName] = [], dropping drop: [BlockName] = []
  ) async throws(ClientError) {
    try await service.run(
      CommitChanges(
        changes, adopting: adopt, dropping: drop, to: compartment, time: service.serverTime))
  }

  private func nextPiece(of opener: OpenExport) throws(ClientError) -> OpenExport.Piece? {
    do {
      return try opener.nextPiece()
    } catch {
      throw .vault(error)
    }
  }

  /// nil for a document that the wallet has.
  private func begin(_ item: ExportManifest.Item) throws(ClientError) -> ImportedDocument? {
    guard compartment.state.document(item.id) == nil else { return nil }
    do {
      let document = try Document(
        id: item.id, version: compartment.state.nextVersion(of: item.id),
        content: ContentReference(length: item.length), title: item.details.title,
        kind: item.details.kind, person: item.details.person, type: item.type,
        addedAt: item.addedAt, validUntil: item.details.validUntil)
      return ImportedDocument(document, mask: item.mask, in: compartment)
    } catch {
      throw .vault(error)
    }
  }

  private func take(
    _ piece: OpenExport.Piece, of opener: OpenExport, into document: ImportedDocument?
  ) async throws(ClientError) {
    guard let document else { return }
    let requests = opener.withBytes(of: piece) { document.take($0, as: piece.part) }
    for request in requests { try await put(request) }
  }

  /// - Parameter old: the version that it takes the place of.
  func finish(
    _ document: ImportedDocument, over old: Document? = nil
  ) async throws(ClientError) {
    if let request = document.lastRequest() { try await put(request) }
    var changes = document.changes
    var adopt = document.document.content.blockNames
    var drop: [BlockName] = []
    if old != nil {
      let (replacing, spare) = Change.replacing(document.document, in: compartment.state)
      changes += replacing.dropFirst()
      drop += spare
    }
    if let edit = try document.thumbnailEdit(isOver: old != nil) {
      try await service.run(edit)
      changes += edit.changes
      adopt += edit.adopt
      drop += edit.drop
    }
    try await append(changes, adopting: adopt, dropping: drop)
  }

  /// Grants that go on: to be revoked, and their receipts read, from here too.
  private func importGrants(_ grants: [GrantRecord]) async throws(ClientError) -> Int {
    var count = 0
    for grant in grants
    where grant.expiry > service.serverTime && grant.revokedAt == 0
      && compartment.state.grant(grant.id) == nil
    {
      try await append(Change.sharing(grant))
      count += 1
    }
    return count
  }
}

/// A document that comes from elsewhere with its bytes: sealed anew, part by part.
final class ImportedDocument {
  let document: Document
  private let mask: Mask
  private let compartment: Compartment
  private let upload: BlockUpload
  private var part = SecretBuffer(capacity: Limits.partBytes)
  private var image = SecretBuffer(capacity: 0)

  init(_ document: Document, mask: Mask, in compartment: Compartment) {
    self.document = document
    self.mask = mask
    self.compartment = compartment
    upload = BlockUpload(document, of: compartment)
  }

  /// Takes bytes of the thumbnail or the content; the requests that put what is full.
  func take(_ bytes: RawSpan, as kind: OpenExport.Piece.Part) -> [Request] {
    guard kind == .content else {
      image.append(bytes)
      return []
    }
    var requests: [Request] = []
    var offset = 0
    while offset < bytes.byteCount {
      let count = min(Limits.partBytes - part.byteCount, bytes.byteCount - offset)
      part.append(bytes.extracting(offset..<offset + count))
      offset += count
      if part.byteCount == Limits.partBytes, let request = sealPart() { requests.append(request) }
    }
    return requests
  }

  /// A request for what is left, once all bytes were taken.
  func lastRequest() -> Request? {
    if part.byteCount > 0 || document.content.length == 0, let request = sealPart() {
      return request
    }
    return upload.finish()
  }

  private func sealPart() -> Request? {
    let request = part.withBytes { upload.append($0) }
    part = SecretBuffer(capacity: Limits.partBytes)
    return request
  }

  /// What the journal is told of it.
  var changes: [Change] {
    mask == .byKind ? [.added(document)] : [.added(document), .masked(document.id, mask)]
  }

  /// What puts its thumbnail; nil if it has none, and takes the place of no other document.
  func thumbnailEdit(isOver: Bool) throws(ClientError) -> EditThumbnails? {
    guard image.byteCount > 0 || isOver else { return nil }
    do {
      guard image.byteCount > 0 else {
        return try EditThumbnails(nil, of: document.id, in: compartment)
      }
      return try image.withBytes { (bytes) throws(VaultError) in
        try EditThumbnails(bytes, of: document.id, in: compartment)
      }
    } catch {
      throw .vault(error)
    }
  }
}
