import Sodium
public import Vault
public import Wire

/// How far a long work is: bytes done, of a total.
public typealias Progress = @Sendable (_ done: UInt64, _ total: UInt64) -> Void

/// What a holder says of a document.
public struct DocumentDescription: Sendable {
  public var title: String
  public var kind: String
  /// Whose paper it is.
  public var person: String
  /// As the number yyyymmdd, or 0.
  public var validUntil: UInt32

  public init(title: String, kind: String = "", person: String = "", validUntil: UInt32 = 0) {
    self.title = title
    self.kind = kind
    self.person = person
    self.validUntil = validUntil
  }
}

extension Wallet {
  /// The freshness mark as of now.
  public var mark: Mark { compartment.mark }
  /// The mark as the opening found it, to compare with that on paper.
  public var openedMark: Mark { compartment.openedMark }

  /// The language that the wallet was created in.
  public var language: Language { compartment.state.language }

  /// The documents, in the order in which they were added.
  public var documents: [Document] { compartment.state.documents }

  /// Adds a file as a document.
  ///
  /// - Throws: `.vault(.invalid)` for a description that can't be taken; `.file` for a
  ///   file that changed meanwhile, and nothing of it was added then.
  public func add(
    _ file: SourceFile, _ description: DocumentDescription, progress: Progress? = nil
  ) async throws(ClientError) -> DocumentID {
    let document = try describe(
      description, ending: file.parts.ending, mediaType: file.mediaType,
      byteCount: file.byteCount)
    let upload = BlockUpload(document, of: compartment)
    var part: [UInt8] = []
    for index in 0..<document.content.count {
      let start = Int(index) * Limits.partBytes
      let count = min(Limits.partBytes, file.byteCount - start)
      if part.count != count { part = [UInt8](repeating: 0, count: count) }
      try file.read(into: &part, at: start)
      if let request = upload.append(part.rawSpan) { try await put(request) }
      progress?(UInt64(start + count), UInt64(file.byteCount))
    }
    wipe(&part)
    if let request = upload.finish() { try await put(request) }
    try file.checkUnchanged()
    return try await commit(document)
  }

  /// Adds a text as a document.
  public func addNote(
    _ text: [UInt8], _ description: DocumentDescription
  ) async throws(ClientError) -> DocumentID {
    guard !text.isEmpty else { throw .file(.empty) }
    let document = try describe(
      description, ending: [], mediaType: asciiBytes("text/plain; charset=utf-8"),
      byteCount: text.count)
    let upload = BlockUpload(document, of: compartment)
    for start in stride(from: 0, to: text.count, by: Limits.partBytes) {
      let end = min(start + Limits.partBytes, text.count)
      if let request = upload.append(text.rawSpan.extracting(start..<end)) {
        try await put(request)
      }
    }
    if let request = upload.finish() { try await put(request) }
    return try await commit(document)
  }

  /// Fetches a document, handing its bytes over in their order.
  ///
  /// - Parameter version: one that rests; nil for the document as it is.
  /// - Throws: `.vault(.notFound)`; `.vault(.damaged)` before any byte that is not the
  ///   document's is handed over; what `body` throws.
  public func read(
    _ id: DocumentID, version: UInt32? = nil, progress: Progress? = nil,
    _ body: (RawSpan) throws(ClientError) -> Void
  ) async throws(ClientError) {
    guard let document = find(id, version) else { throw .vault(.notFound) }
    let content = document.content
    let names = content.blockNames
    let place = document.place(in: compartment.spaceID)
    var part = [UInt8](repeating: 0, count: Limits.partBytes)
    defer { wipe(&part) }
    for start in stride(from: 0, to: names.count, by: Limits.blocksPerRequest) {
      let batch = Array(names[start..<min(start + Limits.blocksPerRequest, names.count)])
      let response = try await service.send(compartment.getRequest(batch))
      let blocks = try await blocks(response, count: batch.count, of: document)
      for (offset, block) in blocks.enumerated() {
        let index = UInt32(start + offset)
        do throws(VaultError) {
          try part.withMutableBytes { (part) throws(VaultError) in
            try Content.openBlock(
              Array(block).rawSpan, key: content.key.secret, place: place, index: index,
              count: content.count, length: content.length, into: &part)
          }
        } catch {
          throw .vault(error)
        }
        let used = Content.partByteCount(length: content.length, index: index)
        try body(part.rawSpan.extracting(0..<used))
        progress?(
          min(UInt64(index + 1) * UInt64(Limits.partBytes), content.length), content.length)
      }
    }
  }

  /// Takes a document away. It rests, and can be had back for 30 days.
  public func remove(_ id: DocumentID) async throws(ClientError) {
    guard compartment.state.document(id) != nil else { throw .vault(.notFound) }
    try await take(away: id, [.rested(id)], dropping: [])
  }

  /// Takes a document away for good, and what rests of it; the server deletes its blocks.
  public func removeForGood(_ id: DocumentID) async throws(ClientError) {
    guard let document = compartment.state.document(id) else { throw .vault(.notFound) }
    let (changes, drop) = Change.removing(document, in: compartment.state)
    try await take(away: id, changes, dropping: drop)
  }

  private func take(
    away id: DocumentID, _ changes: [Change], dropping drop: [BlockName]
  ) async throws(ClientError) {
    let edit: EditThumbnails
    do {
      edit = try EditThumbnails(nil, of: id, in: compartment)
    } catch {
      throw .vault(error)
    }
    try await service.run(edit)
    try await service.run(
      CommitChanges(
        changes + edit.changes, adopting: edit.adopt, dropping: drop + edit.drop,
        to: compartment, time: service.serverTime))
  }

  /// Says something else of a document; its content stays.
  ///
  /// - Throws: `.vault(.notFound)`; `.vault(.invalid)` for a description that can't be taken.
  public func describe(
    _ id: DocumentID, _ description: (DocumentDetails) throws(VaultError) -> DocumentDetails
  ) async throws(ClientError) {
    guard let document = compartment.state.document(id) else { throw .vault(.notFound) }
    let details: DocumentDetails
    do {
      details = try description(document.details)
    } catch {
      throw .vault(error)
    }
    try await service.run(
      CommitChanges([.described(id, details)], to: compartment, time: service.serverTime))
  }

  private func describe(
    _ description: DocumentDescription, ending: [UInt8], mediaType: [UInt8], byteCount: Int
  ) throws(ClientError) -> Document {
    do {
      return try Document(
        content: ContentReference(length: UInt64(byteCount)),
        title: Array(description.title.utf8), kind: Array(description.kind.utf8),
        person: Array(description.person.utf8),
        type: FileType(mediaType: mediaType, ending: ending),
        addedAt: service.serverTime,
        validUntil: description.validUntil)
    } catch {
      throw .vault(error)
    }
  }

  private func commit(_ document: Document) async throws(ClientError) -> DocumentID {
    try await service.run(
      CommitChanges(
        [.added(document)], adopting: document.content.blockNames, to: compartment,
        time: service.serverTime))
    return document.id
  }

  func put(_ request: Request) async throws(ClientError) {
    let response = try await service.send(request)
    do throws(VaultError) {
      try response.done()
    } catch .refused(.notFound) {
      // One's own space answers as none: it is locked or gone.
      throw .vault(.noSuchWallet)
    } catch {
      throw .vault(error)
    }
  }

  private func find(_ id: DocumentID, _ version: UInt32?) -> Document? {
    if let document = compartment.state.document(id), [nil, document.version].contains(version) {
      return document
    }
    return version.flatMap { version in
      resting.first { $0.document.id == id && $0.document.version == version }?.document
    }
  }

  private func blocks(
    _ response: Response, count: Int, of document: Document
  ) async throws(ClientError) -> [ArraySlice<UInt8>] {
    do throws(VaultError) {
      return try response.blocks(count: count)
    } catch .refused(.notFound) {
      // The journal names these blocks: another session removed or replaced the document
      // just now, or nobody did.
      try await service.run(RefreshWallet(compartment))
      let isStillThere = find(document.id, document.version) != nil
      throw .vault(isStillThere ? .damaged(.block) : .notFound)
    } catch {
      throw .vault(error)
    }
  }
}

/// Seals a document's parts and gathers its blocks into requests.
final class BlockUpload {
  private let document: Document
  private let compartment: Compartment
  private let place: Place
  private var nextIndex: UInt32 = 0
  private var blocks: [(name: BlockName, block: [UInt8])] = []
  /// Blocks a request: enough to share the server's syncs, few enough for a slow line.
  private let blocksPerRequest = 8

  init(_ document: Document, of compartment: Compartment) {
    self.document = document
    self.compartment = compartment
    place = document.place(in: compartment.spaceID)
  }

  /// Seals the next part; a request, when enough blocks are there.
  func append(_ part: RawSpan) -> Request? {
    var block = [UInt8](repeating: 0, count: Limits.blockBytes)
    block.withMutableBytes {
      Content.sealBlock(
        part, key: document.content.key.secret, place: place, index: nextIndex,
        count: document.content.count, into: &$0)
    }
    blocks.append((document.content.blockName(nextIndex), block))
    nextIndex += 1
    return blocks.count == blocksPerRequest ? finish() : nil
  }

  /// A request for the blocks that are left; nil if none are.
  func finish() -> Request? {
    guard !blocks.isEmpty else { return nil }
    defer { blocks = [] }
    return compartment.putRequest(blocks)
  }
}
