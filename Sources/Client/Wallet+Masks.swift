public import Vault
public import Wire

extension Wallet {
  /// The documents that show, in the order in which they were added.
  public var shownDocuments: [Document] { documents.filter { !isMasked($0) } }

  public func isMasked(_ document: Document) -> Bool { compartment.state.isMasked(document) }

  /// Kinds whose documents are masked, unless something else was said of one.
  public var maskedKinds: [[UInt8]] { compartment.state.maskedKinds }

  /// Says of documents whether they are masked, and of kinds which are.
  ///
  /// - Parameter kinds: those that are masked from now on; nil to leave them.
  /// - Throws: `.vault(.notFound)` for an unknown document, and then nothing is changed;
  ///   `.vault(.invalid)` for what is no kind.
  public func mask(
    _ ids: [DocumentID], as mask: Mask, kinds: [[UInt8]]? = nil
  ) async throws(ClientError) {
    var changes: [Change] = []
    for id in ids {
      guard compartment.state.document(id) != nil else { throw .vault(.notFound) }
      if compartment.state.mask(of: id) != mask { changes.append(.masked(id, mask)) }
    }
    if let kinds {
      do {
        changes.append(try .masking(kinds: kinds))
      } catch {
        throw .vault(error)
      }
    }
    for start in stride(from: 0, to: changes.count, by: Limits.entriesPerMessage) {
      let batch = changes[start..<min(start + Limits.entriesPerMessage, changes.count)]
      try await service.run(
        CommitChanges(Array(batch), to: compartment, time: service.serverTime))
    }
  }
}
