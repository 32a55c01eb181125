package import Sodium
public import Vault
public import Wire

/// A reader's name, sealed to the holder: 256 bytes, random when the reader says none.
///
///     name = SealTo(receiptPk, "pde1/rc/name", id, Pad(144, UTF-8))
package enum ReceiptName {
  static let byteCount = 256
  static let paddedBytes = byteCount - SealTo.overhead

  package static func seal(
    _ name: [UInt8], to publicKey: [UInt8], id: GrantID
  ) throws(VaultError) -> [UInt8] {
    if name.isEmpty { return randomBytes(byteCount) }
    let name = try Texts.line(name, maxBytes: Pad.capacity(paddedBytes))
    let padded = Pad.pad(name.rawSpan, to: paddedBytes)!  // the capacity was checked
    let sealed = padded.withBytes {
      try? SealTo.seal($0, to: publicKey, label: .receiptName, context: id.bytes)
    }
    guard let sealed else { throw .damaged(.grant) }
    return sealed
  }

  /// The name, or nil if the reader gave none.
  package static func open(_ sealed: [UInt8], with o: SharedSecret<ReceiptSecret>, id: GrantID)
    -> [UInt8]?
  {
    let secretKey = ReceiptKeys.secretKey(o.secret)
    guard
      let plaintext: Secret<Plaintext> = try? SealTo.open(
        sealed.rawSpan, with: secretKey, label: .receiptName, context: id.bytes)
    else { return nil }
    return plaintext.withBytes { padded -> [UInt8]? in
      guard let range = Pad.messageRange(of: padded) else { return nil }
      let name = padded.extracting(range).copied()
      return try? Texts.line(name, maxBytes: name.count)
    }
  }
}

/// What became of a grant, as its holder learns it.
public final class ReadReceipt: Exchange {
  /// One event.
  public struct Event: Sendable {
    /// In seconds since 1970, to the minute.
    public var time: UInt64
    public var kind: ReceiptEventKind
    /// Who opened, if they said so.
    public var name: [UInt8]?
  }

  private let grant: GrantRecord
  /// The events, oldest first, once the exchange is over.
  public private(set) var events: [Event]?

  public init(_ grant: GrantRecord) {
    self.grant = grant
  }

  public func next() throws(VaultError) -> Request? {
    guard events == nil else { return nil }
    return Request(
      .receipts,
      ReceiptsRequest(
        receiptID: ReceiptKeys.id(grant.receipt.secret),
        receiptAuth: ReceiptKeys.auth(grant.receipt.secret)), takesWork: true)
  }

  public func receive(_ response: Response) throws(VaultError) {
    let answer: ReceiptsAnswer = try response.message()
    events = answer.events.map {
      Event(
        time: $0.minute * 60, kind: $0.kind,
        name: $0.kind == .opened
          ? ReceiptName.open($0.name, with: grant.receipt, id: grant.id) : nil)
    }
  }
}

extension RevocationCode {
  /// A request that ends the grant of this code; its answer is always the same.
  public func revokeRequest() -> Request {
    Request(.revoke, RevokeRequest(revocationCode: canonical), takesWork: true)
  }
}

extension GrantRecord {
  /// The link of this grant, for the reader's page at `origin`.
  public func link(origin: [UInt8]) -> GrantLink {
    GrantLink(origin: origin, secret: secret.secret.copy())
  }
}
