public import Sodium
public import Wire

/// A grant, as the holder's journal keeps it.
public struct GrantRecord: Sendable {
  public let id: GrantID
  /// s, the 16 bytes of the link.
  public let secret: SharedSecret<GrantSecret>
  /// o, the 32 bytes from which the receipt hangs.
  public let receipt: SharedSecret<ReceiptSecret>
  /// The canonical revocation code, 10 characters.
  public let revocationCode: [UInt8]
  /// In seconds since 1970.
  public let madeAt: UInt64
  /// In seconds since 1970.
  public let expiry: UInt64
  public let maxOpenings: UInt32
  /// 4 to 6 digits, or empty.
  public let code: [UInt8]
  /// At most 240 bytes of UTF-8, may be empty.
  public let purpose: [UInt8]
  public internal(set) var documents: [DocumentID]
  /// When it was revoked, in seconds since 1970, or 0.
  public internal(set) var revokedAt: UInt64 = 0

  /// How long a grant is kept here after its end, as its receipt is by the server.
  static let keptSeconds: UInt64 = 30 * 86_400

  /// When it ended or will, in seconds since 1970.
  var endsAt: UInt64 { revokedAt > 0 ? min(revokedAt, expiry) : expiry }

  /// How many documents the grant's own entry names; the rest follow in entries of
  /// their own.
  static let documentsInEntry = 16
  static let documentsPerEntry = 48
  static let maxDocuments = 512

  public init(
    id: GrantID, secret: SharedSecret<GrantSecret>, receipt: SharedSecret<ReceiptSecret>,
    revocationCode: [UInt8], madeAt: UInt64, expiry: UInt64, maxOpenings: UInt32,
    code: [UInt8], purpose: [UInt8], documents: [DocumentID]
  ) {
    self.id = id
    self.secret = secret
    self.receipt = receipt
    self.revocationCode = revocationCode
    self.madeAt = madeAt
    self.expiry = expiry
    self.maxOpenings = maxOpenings
    self.code = code
    self.purpose = purpose
    self.documents = documents
  }

  static let itemCount = 10

  func write(to writer: inout CBORWriter, documents: [DocumentID]) {
    writer.identifier(id)
    writer.secret(secret.secret)
    writer.secret(receipt.secret)
    writer.text(revocationCode)
    writer.unsigned(madeAt)
    writer.unsigned(expiry)
    writer.unsigned(maxOpenings)
    writer.text(code)
    writer.text(purpose)
    writer.identifiers(documents)
  }

  init(from reader: inout CBORReader, documentCount: ClosedRange<Int>) throws(CBORError) {
    id = try reader.readIdentifier()
    secret = SharedSecret(try reader.readSecret(count: 16))
    receipt = SharedSecret(try reader.readSecret(count: 32))
    let start = reader.offset
    revocationCode = try reader.readText(maxBytes: 10)
    guard revocationCode.count == 10, CrockfordAlphabet.isCanonical(revocationCode)
    else { throw reader.refuse(at: start) }
    madeAt = try reader.readTime()
    expiry = try reader.readTime()
    let openingsStart = reader.offset
    maxOpenings = try reader.readInteger(upTo: Limits.grantOpenings)
    guard maxOpenings > 0 else { throw reader.refuse(at: openingsStart) }
    let codeStart = reader.offset
    code = try reader.readText(maxBytes: 6)
    guard code.isEmpty || code.count >= 4, code.allSatisfy({ (0x30...0x39).contains($0) })
    else { throw reader.refuse(at: codeStart) }
    purpose = try Texts.readLine(
      from: &reader, maxBytes: Texts.purposeBytes, mayBeEmpty: true)
    documents = try reader.readIdentifiers(documentCount)
  }
}
