public import Wire

/// What a local vault file and a wallet at the service both had when they were brought together last.
/// - SeeAlso: Specs/local.md, "File".
public struct SyncState: Sendable {
  public struct Item: Sendable, Equatable {
    public var localVersion: UInt32
    public var remoteVersion: UInt32
    public var details: DocumentDetails
    public var mask: Mask

    public init(
      localVersion: UInt32, remoteVersion: UInt32, details: DocumentDetails, mask: Mask
    ) {
      self.localVersion = localVersion
      self.remoteVersion = remoteVersion
      self.details = details
      self.mask = mask
    }
  }

  /// The space at the service.
  public let remote: SpaceID
  public var items: [DocumentID: Item] = [:]

  public init(remote: SpaceID) {
    self.remote = remote
  }

  func write(to writer: inout CBORWriter) {
    writer.array(2)
    writer.identifier(remote)
    writer.array(items.count)
    let ids = items.keys.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    for id in ids {
      guard let item = items[id] else { continue }
      writer.array(8)
      writer.identifier(id)
      writer.unsigned(item.localVersion)
      writer.unsigned(item.remoteVersion)
      item.details.write(to: &writer)
      writer.unsigned(item.mask.rawValue)
    }
  }

  init(_ bytes: RawSpan) throws(CBORError) {
    var reader = CBORReader(bytes)
    try reader.readArray(count: 2)
    remote = try reader.readIdentifier()
    var last: [UInt8] = []
    for _ in 0..<(try reader.readArray(0...1_000_000)) {
      let start = reader.offset
      try reader.readArray(count: 8)
      let id: DocumentID = try reader.readIdentifier()
      guard last.lexicographicallyPrecedes(id.bytes) else { throw reader.refuse(at: start) }
      last = id.bytes
      let localVersion: UInt32 = try reader.readInteger()
      let remoteVersion: UInt32 = try reader.readInteger()
      let details = try DocumentDetails(from: &reader)
      guard let mask = Mask(rawValue: try reader.readInteger()) else {
        throw reader.refuse(at: start)
      }
      items[id] = Item(
        localVersion: localVersion, remoteVersion: remoteVersion, details: details, mask: mask)
    }
    try reader.finish()
  }
}
