public import Share
import Sodium
public import Vault
public import Wire

/// What a holder chooses for a grant, by the identifiers of documents.
public struct ShareRequest: Sendable {
  public var documents: [DocumentID]
  public var purpose: String
  public var code: SpokenCode
  /// In seconds since 1970, by the server's clock.
  public var expiry: UInt64
  public var maxOpenings: UInt32

  public init(
    documents: [DocumentID], purpose: String, code: SpokenCode, expiry: UInt64,
    maxOpenings: UInt32
  ) {
    self.documents = documents
    self.purpose = purpose
    self.code = code
    self.expiry = expiry
    self.maxOpenings = maxOpenings
  }
}

/// A grant and what became of it.
public struct GrantReport: Sendable {
  public var grant: GrantRecord
  public var events: [ReadReceipt.Event]
}

extension Wallet {
  /// Makes a grant of re-encrypted copies of documents.
  ///
  /// - Throws: `.vault(.notFound)` for an unknown document; `.vault(.invalid)` for terms
  ///   that the service does not take. Whatever happens, no grant lives that the
  ///   journal does not know.
  public func share(
    _ request: ShareRequest, progress: Progress? = nil
  ) async throws(ClientError) -> GrantRecord {
    var documents: [Document] = []
    for id in request.documents {
      guard let document = compartment.state.document(id) else { throw .vault(.notFound) }
      documents.append(document)
    }
    let terms = GrantTerms(
      documents: documents.map { SharedDocument($0) }, purpose: Array(request.purpose.utf8),
      code: request.code,
      expiry: request.expiry, maxOpenings: request.maxOpenings)
    let new = try makeGrant(terms)
    let response = try await service.send(new.reserveRequest())
    let sealer: BundleSealer
    do {
      sealer = try new.reserved(response)
    } catch {
      throw .vault(error)
    }
    try await upload(documents, through: sealer, of: new, progress: progress)
    try await service.run(
      CommitChanges(
        Change.sharing(new.record), to: compartment, time: service.serverTime))
    do {
      try await publish(new)
    } catch {
      // It may live, or come to: it is revoked, and only then the journal says that it ended. If that
      // fails too, the grant is listed and can be revoked; what is reported is why it was not published.
      try? await revoke(new.record.id)
      throw error
    }
    return new.record
  }

  /// The grants of the journal that neither ended nor were revoked.
  public func liveGrants(at time: UInt64) -> [GrantRecord] {
    compartment.state.grants.filter { $0.revokedAt == 0 && $0.expiry > time }
  }

  /// The grants of the journal, each with its receipt.
  public func grants() async throws(ClientError) -> [GrantReport] {
    var reports: [GrantReport] = []
    for grant in compartment.state.grants {
      let receipt = ReadReceipt(grant)
      try await service.run(receipt)
      reports.append(GrantReport(grant: grant, events: receipt.events ?? []))
    }
    return reports
  }

  /// Ends a grant: its bytes are deleted.
  ///
  /// - Throws: `.vault(.notFound)` for a grant that the journal does not know.
  public func revoke(_ id: GrantID) async throws(ClientError) {
    guard let grant = compartment.state.grant(id),
      let code = RevocationCode(canonical: grant.revocationCode)
    else { throw .vault(.notFound) }
    let response = try await service.send(code.revokeRequest())
    do {
      try response.done()
    } catch {
      throw .vault(error)
    }
    guard grant.revokedAt == 0 else { return }
    do {
      try await service.run(
        CommitChanges([.unshared(id)], to: compartment, time: service.serverTime))
    } catch .vault(.notFound) where compartment.state.grant(id)?.revokedAt ?? 0 > 0 {
      // Another session revoked it at the same time: it is as it was asked.
    }
  }

  private func publish(_ new: NewGrant) async throws(ClientError) {
    let response = try await service.send(new.publishRequest())
    do {
      try response.done()
    } catch {
      throw .vault(error)
    }
  }

  private func makeGrant(_ terms: GrantTerms) throws(ClientError) -> NewGrant {
    do {
      return try NewGrant(terms, from: compartment, time: service.serverTime)
    } catch {
      throw .vault(error)
    }
  }

  private func upload(
    _ documents: [Document], through sealer: BundleSealer, of new: NewGrant,
    progress: Progress?
  ) async throws(ClientError) {
    let total = documents.reduce(0) { $0 + $1.content.length }
    var done: UInt64 = 0
    var waiting: [(number: UInt16, block: [UInt8])] = []
    for document in documents {
      let before = done
      try await read(document.id, progress: { done, _ in progress?(before + done, total) }) {
        bytes in
        sealer.append(bytes)
      }
      done += document.content.length
      waiting += sealer.takeBlocks()
      try await put(&waiting, of: new, keeping: Limits.blocksPerRequest)
    }
    sealer.finish()
    waiting += sealer.takeBlocks()
    try await put(&waiting, of: new, keeping: 0)
  }

  /// Sends blocks until fewer than `keeping` wait.
  private func put(
    _ waiting: inout [(number: UInt16, block: [UInt8])], of new: NewGrant, keeping: Int
  ) async throws(ClientError) {
    while !waiting.isEmpty, waiting.count >= keeping {
      let batch = Array(waiting.prefix(Limits.blocksPerRequest))
      let response = try await service.send(new.putRequest(batch))
      do {
        try response.done()
      } catch {
        throw .vault(error)
      }
      waiting.removeFirst(batch.count)
    }
  }
}

extension Wallet {
  /// The server's time, in seconds since 1970, as far as it is known here.
  public var serverTime: UInt64 { service.serverTime }

  /// The link of a grant, as its QR code holds it.
  public func link(of grant: GrantRecord) -> String {
    String(decoding: grant.link(origin: service.info.reader).text(), as: UTF8.self)
  }
}
