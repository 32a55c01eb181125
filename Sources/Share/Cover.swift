package import Sodium
package import Vault
import Wire

/// What a reader sees before anything is counted.
///
///     cover = Seal(coverKey, "pde1/cover", id, Pad(944, CBOR map))
/// - SeeAlso: Specs/grants.md, "Cover".
public struct Cover: Sendable, Equatable {
  /// In seconds since 1970.
  public var expiry: UInt64
  public var needsCode: Bool
  /// What a reader's name is sealed to, 32 bytes.
  public var receiptPublicKey: [UInt8]
  /// What the documents are shown for; empty with a code, which guards it too.
  public var purpose: [UInt8]
  /// Who shares, if they said so; empty with a code.
  public var name: [UInt8]

  static let paddedBytes = Limits.recordBytes - Seal.overhead

  package func seal(with s: borrowing Secret<GrantSecret>) -> [UInt8] {
    var writer = CBORWriter(capacity: Cover.paddedBytes)
    writer.map(needsCode ? 3 : 5)
    writer.key(1)
    writer.unsigned(expiry)
    writer.key(2)
    writer.unsigned(needsCode ? 1 : 0)
    writer.key(3)
    writer.bytes(receiptPublicKey)
    if !needsCode {
      writer.key(4)
      writer.text(purpose)
      writer.key(5)
      writer.text(name)
    }
    let padded = writer.withBytes { Pad.pad($0, to: Cover.paddedBytes) }!  // both texts are bounded
    return padded.withBytes {
      Seal.seal(
        $0, with: GrantKeys.coverKey(s), label: .cover, context: GrantKeys.id(s).bytes)
    }
  }

  /// Opens a cover with the link's secret.
  ///
  /// - Throws: `.damaged(.grant)` for one that does not open or is not of the format.
  package init(_ record: [UInt8], with s: borrowing Secret<GrantSecret>) throws(VaultError) {
    let plaintext: Secret<Plaintext>
    do {
      plaintext = try Seal.open(
        record.rawSpan, with: GrantKeys.coverKey(s), label: .cover,
        context: GrantKeys.id(s).bytes)
    } catch {
      throw .damaged(.grant)
    }
    let cover = plaintext.withBytes { padded -> Cover? in
      guard let range = Pad.messageRange(of: padded) else { return nil }
      return try? Cover(reading: padded.extracting(range))
    }
    guard let cover else { throw .damaged(.grant) }
    self = cover
  }

  package init(
    expiry: UInt64, needsCode: Bool, receiptPublicKey: [UInt8], purpose: [UInt8],
    name: [UInt8]
  ) {
    self.expiry = expiry
    self.needsCode = needsCode
    self.receiptPublicKey = receiptPublicKey
    self.purpose = needsCode ? [] : purpose
    self.name = needsCode ? [] : name
  }

  private init(reading message: RawSpan) throws(CBORError) {
    var reader = CBORReader(message)
    let count = try reader.readMap(3...5)
    try reader.readKey(1)
    expiry = try reader.readTime()
    try reader.readKey(2)
    let start = reader.offset
    needsCode = try reader.readUnsigned(upTo: 1) == 1
    guard count == (needsCode ? 3 : 5) else { throw reader.refuse(at: start) }
    try reader.readKey(3)
    receiptPublicKey = try reader.readBytes(count: 32)
    purpose = []
    name = []
    if !needsCode {
      try reader.readKey(4)
      purpose = try Texts.readLine(
        from: &reader, maxBytes: Texts.purposeBytes, mayBeEmpty: true)
      try reader.readKey(5)
      name = try Texts.readLine(
        from: &reader, maxBytes: Texts.titleBytes, mayBeEmpty: true)
    }
    try reader.finish()
  }
}
