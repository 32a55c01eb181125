import Wire

/// An item of CBOR as a vector says it, well formed or not: independent of the messages' own
/// writing.
indirect enum Item: Sendable {
  case number(UInt64)
  case bytes(Int)
  case exactly([UInt8])
  case text(String)
  case array([Item])
  /// An array of so many of one item.
  case copies(Item, Int)
  case map([(UInt64, Item)])

  var encoded: [UInt8] {
    var writer = CBORWriter()
    write(to: &writer)
    return writer.exposedBytes()
  }

  private func write(to writer: inout CBORWriter) {
    switch self {
    case .number(let number): writer.unsigned(number)
    // Which bytes does not matter; one that repeats is short in the file.
    case .bytes(let count): writer.bytes([UInt8](repeating: 0xc5, count: count))
    case .exactly(let bytes): writer.bytes(bytes)
    case .text(let text): writer.text(Array(text.utf8))
    case .array(let items):
      writer.array(items.count)
      for item in items { item.write(to: &writer) }
    case .copies(let item, let count):
      writer.array(count)
      for _ in 0..<count { item.write(to: &writer) }
    case .map(let members):
      writer.map(members.count)
      for (key, item) in members {
        writer.key(key)
        item.write(to: &writer)
      }
    }
  }

  /// The encoding as an input, short in the file.
  var input: Input { .joined(parts).flattened }

  private var parts: [Input] {
    switch self {
    case .array(let items): [.hex(head(4, items.count))] + items.flatMap(\.parts)
    case .copies(let item, let count):
      [.hex(head(4, count)), .repeated(item.encoded, times: count)]
    case .map(let members):
      [.hex(head(5, members.count))]
        + members.flatMap { key, item in [.hex(Item.number(key).encoded)] + item.parts }
    default: [.compact(encoded)]
    }
  }

  private func head(_ major: UInt8, _ count: Int) -> [UInt8] {
    var bytes = Item.number(UInt64(count)).encoded
    bytes[0] |= major << 5
    return bytes
  }
}

extension Item {
  /// With the field of key `place` (map) or the item at `place` (array) replaced; 0 of a map and
  /// -1 of an array: the whole.
  func replacing(_ place: Int, with item: Item) -> Item {
    switch self {
    case .map(var members) where place > 0:
      members[place - 1].1 = item
      return .map(members)
    case .array(var items) where place >= 0:
      items[place] = item
      return .array(items)
    case .copies(let copied, let count) where place >= 0:
      var items = Array(repeating: copied, count: count)
      items[place] = item
      return .array(items)
    default: return item
    }
  }
}
