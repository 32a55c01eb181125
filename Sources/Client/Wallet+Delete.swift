public import Vault
import Wire

extension Wallet {
  /// Deletes the wallet at once: every grant is revoked first, then nothing of it is left on the
  /// server.
  ///
  /// Nothing can be done with the wallet afterwards.
  /// - Throws: as ``lock(until:)``: success is what was seen.
  public func delete() async throws(ClientError) {
    try await revokeGrants { _ in true }
    try await carryOut(.deleteNow)
  }

  /// Has the wallet deleted at a time; grants that would outlive it are revoked now.
  ///
  /// - Parameter time: in seconds since 1970, by the server's clock.
  public func delete(at time: UInt64) async throws(ClientError) {
    try await revokeGrants { $0.expiry > time }
    try await carryOut(.delete(at: time))
  }

  /// Lets the wallet be.
  public func cancelDeletion() async throws(ClientError) {
    try await carryOut(.delete(at: 0))
  }

  private func revokeGrants(_ isMeant: (GrantRecord) -> Bool) async throws(ClientError) {
    for grant in compartment.state.grants
    where grant.revokedAt == 0 && grant.expiry > service.serverTime && isMeant(grant) {
      try await revoke(grant.id)
    }
  }
}
