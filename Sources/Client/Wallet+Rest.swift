public import Vault
public import Wire

extension Wallet {
  /// What was taken away or written over in the last 30 days, in the order in which it went.
  public var resting: [RestingDocument] { compartment.state.resting(at: service.serverTime) }

  public func isMasked(_ resting: RestingDocument) -> Bool { compartment.state.isMasked(resting) }

  /// Brings a document back that was taken away: the last version of it.
  ///
  /// - Throws: `.vault(.notFound)` if none of this identifier rests, or the document is there.
  public func bringBack(_ id: DocumentID) async throws(ClientError) {
    guard compartment.state.document(id) == nil,
      let last = resting.filter({ $0.document.id == id }).max(by: {
        $0.document.version < $1.document.version
      })
    else { throw .vault(.notFound) }
    try await service.run(
      CommitChanges(
        [.returned(id, version: last.document.version)], to: compartment,
        time: service.serverTime))
  }

  /// Ends the rest of everything, or of one document that is not there: the server deletes its blocks.
  ///
  /// - Throws: `.vault(.notFound)` if nothing of this identifier rests.
  public func forgetResting(_ id: DocumentID? = nil) async throws(ClientError) {
    let items = resting.filter { id == nil || $0.document.id == id }
    guard id == nil || !items.isEmpty else { throw .vault(.notFound) }
    for item in items {
      try await service.run(
        CommitChanges(
          [.forgot(item.document.id, version: item.document.version)],
          dropping: item.document.content.blockNames, to: compartment, time: service.serverTime))
    }
  }
}
