public import Wire

/// What stands at one of a space's four slots.
public enum SlotRole: UInt8, Sendable {
  /// Random bytes that nothing opens.
  case filler = 0
  case words = 1
  case card = 2
  case recovery = 3
}

/// Where a space's credentials stand: the client's own note, which the server never sees.
public struct SlotLayout: Sendable {
  /// Four, in the server's order.
  public var roles: [SlotRole]
  /// Which of the four carries the wait.
  public var waitPlace: UInt8
  /// Four tags of 16 bytes, as they were sent.
  public var cardTags: [[UInt8]]
  /// How long the slot at ``waitPlace`` waits once it is read, in hours.
  public var waitHours: UInt16

  static let itemCount = 3

  /// The place of a credential; nil if the space has none of it.
  public func place(of role: SlotRole) -> Int? { roles.firstIndex(of: role) }

  /// Writes what *created* has of it: a new space's wait is always the usual one.
  func write(to writer: inout CBORWriter) {
    writer.array(roles.count)
    for role in roles { writer.unsigned(role.rawValue) }
    writer.unsigned(waitPlace)
    writer.byteStrings(cardTags)
  }

  init(
    roles: [SlotRole], waitPlace: UInt8, cardTags: [[UInt8]], waitHours: UInt16 = Limits.waitHours
  ) {
    self.roles = roles
    self.waitPlace = waitPlace
    self.cardTags = cardTags
    self.waitHours = waitHours
  }

  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readArray(count: Limits.slotsPerSpace)
    roles = []
    for _ in 0..<Limits.slotsPerSpace {
      let start = reader.offset
      guard let role = SlotRole(rawValue: try reader.readInteger()) else {
        throw reader.refuse(at: start)
      }
      roles.append(role)
    }
    waitPlace = try reader.readInteger(upTo: UInt8(Limits.slotsPerSpace - 1))
    cardTags = try reader.readByteStrings(
      Limits.slotsPerSpace...Limits.slotsPerSpace, byteCount: 16)
    waitHours = Limits.waitHours
  }
}

/// A layout, and the hash of the four slots that it describes.
public struct WrittenLayout: Sendable {
  public var layout: SlotLayout
  /// slotsHash once the slots are written so.
  public var slotsHash: [UInt8]

  /// What stands for the hash of a new space's slots, which entry 1 does not say.
  static let unknownHash = [UInt8](repeating: 0, count: 32)
  static let itemCount = SlotLayout.itemCount + 2

  init(_ layout: SlotLayout, slotsHash: [UInt8]) {
    self.layout = layout
    self.slotsHash = slotsHash
  }

  func write(to writer: inout CBORWriter) {
    layout.write(to: &writer)
    writer.unsigned(layout.waitHours)
    writer.bytes(slotsHash)
  }

  init(from reader: inout CBORReader) throws(CBORError) {
    layout = try SlotLayout(from: &reader)
    let start = reader.offset
    layout.waitHours = try reader.readInteger(upTo: Limits.maxWaitHours)
    guard layout.waitHours > 0 else { throw reader.refuse(at: start) }
    slotsHash = try reader.readBytes(count: 32)
  }
}
