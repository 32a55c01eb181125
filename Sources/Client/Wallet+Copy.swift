public import Vault
public import Wire

extension Wallet {
  /// Whether two sessions have the same compartment open.
  public func isSame(as other: Wallet) -> Bool {
    compartment.spaceID == other.compartment.spaceID
  }

  /// Copies a document into another compartment, sealed anew: nothing in either mentions the other.
  ///
  /// The copy is added at the time of copying; an older time would show that there was another
  /// compartment.
  /// - Returns: the copy's identifier.
  /// - SeeAlso: Specs/export.md, "Copying between compartments".
  public func copy(
    _ id: DocumentID, to other: Wallet, progress: Progress? = nil
  ) async throws(ClientError) -> DocumentID {
    guard let document = compartment.state.document(id) else { throw .vault(.notFound) }
    let copy: ImportedDocument
    do {
      copy = ImportedDocument(
        try Document(
          content: ContentReference(length: document.content.length), title: document.title,
          kind: document.kind, person: document.person, type: document.type,
          addedAt: other.service.serverTime, validUntil: document.validUntil),
        mask: compartment.state.mask(of: id), in: other.compartment)
    } catch {
      throw .vault(error)
    }
    let image = try await ThumbnailReader(self).thumbnail(of: id)
    image.withBytes { _ = copy.take($0, as: .thumbnail) }
    var requests: [Request] = []
    try await read(id, progress: progress) { (bytes) throws(ClientError) in
      requests += copy.take(bytes, as: .content)
    }
    for request in requests { try await other.put(request) }
    try await other.finish(copy)
    return copy.document.id
  }

  /// Copies a document into another compartment, and removes it here once the copy is stored.
  public func move(
    _ id: DocumentID, to other: Wallet, progress: Progress? = nil
  ) async throws(ClientError) -> DocumentID {
    let copied = try await copy(id, to: other, progress: progress)
    // Nothing of it stays here, at rest either.
    try await removeForGood(id)
    return copied
  }
}
