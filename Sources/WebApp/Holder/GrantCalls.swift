import Share
import Sodium
import Vault
import Wire

/// Makes a grant. In this order, so that no live grant exists that the wallet does not know:
/// reserve, blocks, the journal's entries, publish.
final class MakeGrant: Operation {
  private let session: Session
  private let input: Input
  private let sources: [GrantTransfer.Source]
  private let new: NewGrant
  private var reserved: Response?
  private var stage = 0

  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    self.session = session
    self.input = input
    let compartment = try session.compartment()
    var sources: [GrantTransfer.Source] = []
    var documents: [SharedDocument] = []
    for _ in 0..<(try input.count()) {
      let document = try session.document(input.identifier())
      guard try input.flag() else {
        sources.append(.document(document))
        documents.append(SharedDocument(document))
        continue
      }
      let title = try input.bytes()
      let mediaType = try input.bytes()
      let ending = try input.bytes()
      let type =
        mediaType.isEmpty ? document.type : try fileType(mediaType, ending)
      let range = try input.field()
      sources.append(.given(range))
      documents.append(
        try core { () throws(VaultError) in
          try SharedDocument(
            copyOf: document, title: title.isEmpty ? document.title : title,
            type: type, length: UInt64(range.count))
        })
    }
    let purpose = try input.bytes()
    let name = try input.bytes()
    let code = try input.flag() ? SpokenCode.random() : .none
    let expiry = try input.number()
    guard let maxOpenings = UInt32(exactly: try input.number()) else {
      throw .vault(.invalid(.openings))
    }
    let terms = GrantTerms(
      documents: documents, purpose: purpose, name: name, code: code, expiry: expiry,
      maxOpenings: maxOpenings)
    let time = session.around.serverTime
    new = try core { () throws(VaultError) in
      try NewGrant(terms, from: compartment, time: time)
    }
    self.sources = sources
  }

  override func proceed() throws(CoreFailure) -> Activity? {
    stage += 1
    switch stage {
    case 1:
      return RequestsActivity([new.reserveRequest()]) { (response) throws(VaultError) in
        self.reserved = response
      }
    case 2:
      guard let reserved else { return nil }
      let new = new
      let sealer = try core { () throws(VaultError) in try new.reserved(reserved) }
      return try GrantTransfer(
        sources, into: new, sealer, of: session.compartment(), from: input)
    case 3: return try session.commit(Change.sharing(new.record))
    case 4:
      return RequestsActivity([new.publishRequest()]) { (response) throws(VaultError) in
        try response.done()
      }
    default: return nil
    }
  }

  /// It may live, or come to: it is revoked, and only then the journal is told. If that fails too, the grant is
  /// listed and can be revoked. Where its place on the server has gone, the wallet may be locked by now: it
  /// is asked.
  override func cleanUp(after failure: CoreFailure) -> Activity? {
    if stage == 4, let code = RevocationCode(canonical: new.record.revocationCode) {
      let revoking = RequestsActivity([code.revokeRequest()]) { (response) throws(VaultError) in
        try response.done()
      }
      let (session, id) = (session, new.record.id)
      return InTurn(revoking) { () throws(CoreFailure) in try session.commit([.unshared(id)]) }
    }
    guard stage == 2, case .vault(.refused(.notFound)) = failure,
      let compartment = try? session.compartment()
    else { return nil }
    return ExchangeActivity(RefreshWallet(compartment))
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    let grant = try session.grant(new.record.id)
    json.object()
    json.key("grant")
    json.grant(grant, session, try session.compartment().state)
    try json.link(of: grant, session)
    json.key("code")
    if grant.code.isEmpty { json.null() } else { json.text(grant.code) }
    json.end()
  }
}

extension JSONWriter {
  fileprivate mutating func link(of grant: GrantRecord, _ session: Session) throws(CoreFailure) {
    text("link", grant.link(origin: try session.around.info().reader).text())
    text("revocationCode", RevocationCode(canonical: grant.revocationCode)?.printed ?? [])
  }
}

final class ShowGrantLink: Operation {
  private let session: Session
  private let grant: GrantRecord

  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    self.session = session
    grant = try session.grant(input.identifier())
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    json.object()
    try json.link(of: grant, session)
    json.end()
  }
}

/// What became of a grant.
final class ReadReceipts: Operation {
  private let receipt: ReadReceipt
  private var isAsked = false

  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    receipt = ReadReceipt(try session.grant(input.identifier()))
  }

  override func proceed() throws(CoreFailure) -> Activity? {
    guard !isAsked else { return nil }
    isAsked = true
    return ExchangeActivity(receipt)
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    json.object()
    json.key("events")
    json.array()
    for event in receipt.events ?? [] {
      json.object()
      json.number("time", event.time)
      json.text("kind", name(of: event.kind))
      json.key("name")
      if let name = event.name { json.text(name) } else { json.null() }
      json.end()
    }
    json.end()
    json.end()
  }

  private func name(of kind: ReceiptEventKind) -> StaticString {
    switch kind {
    case .opened: "opened"
    case .wrongCode: "wrongCode"
    case .usedUp: "usedUp"
    case .revoked: "revoked"
    case .expired: "expired"
    case .deletedAfterWrongCodes: "deletedAfterWrongCodes"
    }
  }
}

/// Ends a grant, or every one that still lives: first at the server, then in the journal.
final class RevokeGrants: Operation {
  private let session: Session
  private let grants: [GrantRecord]
  private var stage = 0

  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    self.session = session
    grants = [try session.grant(input.identifier())]
  }

  convenience init(all session: Session) throws(CoreFailure) {
    try self.init(endingAfter: 0, of: session)
  }

  /// Those that would outlive a time; masked documents' too.
  init(endingAfter end: UInt64, of session: Session) throws(CoreFailure) {
    self.session = session
    let time = max(end, session.around.serverTime)
    grants = try session.compartment().state.grants.filter {
      $0.revokedAt == 0 && $0.expiry > time
    }
  }

  override func proceed() throws(CoreFailure) -> Activity? {
    stage += 1
    switch stage {
    case 1:
      let codes = grants.compactMap { RevocationCode(canonical: $0.revocationCode) }
      return RequestsActivity(codes.map { $0.revokeRequest() }) { (response) throws(VaultError) in
        try response.done()
      }
    case 2:
      let changes = grants.filter { $0.revokedAt == 0 }.map { Change.unshared($0.id) }
      // More than one append takes would be a wallet of its own kind; the rest is asked again.
      return changes.isEmpty
        ? nil : try session.commit(Array(changes.prefix(Limits.entriesPerMessage)))
    default: return nil
    }
  }

  /// Another session revoked one at the same time: it is as it was asked.
  override func absorbs(_ failure: CoreFailure) -> Bool {
    guard stage == 2, case .vault(.notFound) = failure, grants.count == 1 else { return false }
    return (try? session.grant(grants[0].id).revokedAt) ?? 0 > 0
  }
}

final class DrawQRCode: Operation {
  private let code: QRCode

  init(_ input: Input) throws(CoreFailure) {
    let text = try input.bytes()
    let level = try input.bytes()
    guard let code = QRCode(text, level == [UInt8(ascii: "Q")] ? .paper : .screen) else {
      throw .vault(.invalid(.link))
    }
    self.code = code
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    json.object()
    json.number("size", UInt64(code.size))
    json.text("bytesAre", "modules")
    json.end()
    bytes = SecretBuffer(capacity: code.size * code.size)
    for row in 0..<code.size {
      for column in 0..<code.size { bytes.append(code.isDark(row: row, column: column) ? 1 : 0) }
    }
  }
}
