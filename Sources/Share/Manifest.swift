import Sodium
public import Vault
import Wire

/// What a bundle holds: the part of a grant that says what the documents are.
///
/// A bundle is u32 byte count of the manifest || manifest || the documents, in order.
/// - SeeAlso: Specs/grants.md, "Bundle".
public struct Manifest: Sendable, Equatable {
  /// One shared document: nothing that points back to the wallet.
  public struct Item: Sendable, Equatable {
    public var title: [UInt8]
    public var type: FileType
    /// In bytes.
    public var length: UInt64
    /// As the number yyyymmdd, or 0.
    public var validUntil: UInt32
  }

  public var purpose: [UInt8]
  public var name: [UInt8]
  public var items: [Item]

  static let maxItems = 512
  static let maxBytes = 4_096 + maxItems * 512

  init(purpose: [UInt8], name: [UInt8], documents: [SharedDocument]) {
    self.purpose = purpose
    self.name = name
    items = documents.map {
      Item(
        title: $0.title, type: $0.type, length: $0.length,
        validUntil: $0.validUntil)
    }
  }

  /// The bundle's first bytes: the manifest's byte count and the manifest.
  func withPrefix<R: ~Copyable>(_ body: (RawSpan) -> R) -> R {
    var writer = CBORWriter(capacity: 1_024 + items.count * 420)
    writer.array(3)
    writer.text(purpose)
    writer.text(name)
    writer.array(items.count)
    for item in items {
      writer.array(5)
      writer.text(item.title)
      item.type.write(to: &writer)
      writer.unsigned(item.length)
      writer.unsigned(item.validUntil)
    }
    var prefix = SecretBuffer(capacity: writer.byteCount + 4)
    prefix.append(bigEndianBytes(UInt32(writer.byteCount)))
    writer.withBytes { prefix.append($0) }
    return prefix.withBytes(body)
  }

  init(reading message: RawSpan) throws(CBORError) {
    var reader = CBORReader(message)
    try reader.readArray(count: 3)
    purpose = try Texts.readLine(
      from: &reader, maxBytes: Texts.purposeBytes, mayBeEmpty: true)
    name = try Texts.readLine(
      from: &reader, maxBytes: Texts.titleBytes, mayBeEmpty: true)
    let count = try reader.readArray(1...Manifest.maxItems)
    items = []
    for _ in 0..<count {
      try reader.readArray(count: 5)
      items.append(
        Item(
          title: try Texts.readLine(from: &reader, maxBytes: Texts.titleBytes),
          type: try FileType(from: &reader),
          length: try reader.readUnsigned(upTo: UInt64(Limits.documentBytes)),
          validUntil: try reader.readInteger(upTo: Limits.latestDate)))
    }
    try reader.finish()
  }
}
