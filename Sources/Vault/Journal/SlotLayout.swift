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

  static let itemCount = 3

  func write(to writer: inout CBORWriter) {
    writer.array(roles.count)
    for role in roles { writer.unsigned(role.rawValue) }
    writer.unsigned(waitPlace)
    writer.byteStrings(cardTags)
  }

  init(roles: [SlotRole], waitPlace: UInt8, cardTags: [[UInt8]]) {
    self.roles = roles
    self.waitPlace = waitPlace
    self.cardTags = cardTags
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
  }
}
