import Sodium
import Vault
import Wire

/// Sealing and opening, file to file: the vault's own functions over the reads and writes of
/// seal.c, with its key and its place.
enum Sealing {
  private static let key = Secret<ContentKey>(copying: [UInt8](repeating: 7, count: 32))
  private static let place = Place.document(
    SpaceID([UInt8](repeating: 1, count: 16))!, DocumentID([UInt8](repeating: 2, count: 16))!,
    version: 1)

  /// - Parameter pairs: in, out, in, out...
  static func seal(_ pairs: [String]) throws {
    var part = [UInt8](repeating: 0, count: Limits.partBytes)
    var block = [UInt8](repeating: 0, count: Limits.blockBytes)
    try forEach(pairs) { input, output in
      let length = UInt64(try input.byteCount())
      let count = Content.blockCount(length: length)
      for index in 0..<count {
        let used = Content.partByteCount(length: length, index: index)
        try input.read(into: &part, byteCount: used)
        block.withMutableBytes {
          Content.sealBlock(
            part.rawSpan.extracting(0..<used), key: key, place: place, index: index,
            count: count, into: &$0)
        }
        try output.write(block)
      }
    }
  }

  /// - Parameter byteCount: the length of every content.
  static func open(_ pairs: [String], byteCount: Int) throws {
    let length = UInt64(byteCount)
    let count = Content.blockCount(length: length)
    var part = [UInt8](repeating: 0, count: Limits.partBytes)
    var block = [UInt8](repeating: 0, count: Limits.blockBytes)
    try forEach(pairs) { input, output in
      for index in 0..<count {
        try input.read(into: &block, byteCount: Limits.blockBytes)
        try part.withMutableBytes { (part) throws(VaultError) in
          try Content.openBlock(
            block.rawSpan, key: key, place: place, index: index, count: count, length: length,
            into: &part)
        }
        let used = Content.partByteCount(length: length, index: index)
        try output.write(part.rawSpan.extracting(0..<used))
      }
    }
  }

  private static func forEach(_ pairs: [String], _ body: (File, File) throws -> Void) throws {
    for i in stride(from: 0, to: pairs.count - 1, by: 2) {
      try body(File(reading: pairs[i]), File(writing: pairs[i + 1]))
    }
  }
}
