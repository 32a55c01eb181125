import Sodium
import Wire

/// Where the bytes of the vectors come from that look random: nobody chose them.
///
///     block i of NAME = H(64, "pde1/vectors", seed || u32 i || NAME)
enum Seed {
  /// Published with every file.
  static let text = "porte-documents vectors, 1"

  /// The first `count` bytes of the stream called `name`.
  static func bytes(_ name: String, _ count: Int = 32) -> [UInt8] {
    var bytes: [UInt8] = []
    var index: UInt32 = 0
    while bytes.count < count {
      bytes += labelledHash(
        64, Label(vector: Array("pde1/vectors".utf8)),
        Array(text.utf8) + bigEndianBytes(index) + Array(name.utf8))
      index += 1
    }
    return Array(bytes[..<count])
  }
}

/// As an input: the first `count` bytes of the stream called `name`.
func seeded(_ name: String, _ count: Int = 32) -> Input { .hex(Seed.bytes(name, count)) }

func hex(_ bytes: [UInt8]) -> String { hexEncode(bytes) }

/// `bytes` with one bit changed.
func flipped(_ bytes: [UInt8], at index: Int, bit: UInt8 = 1) -> [UInt8] {
  var changed = bytes
  changed[index] ^= bit
  return changed
}

extension [(String, Input)] {
  /// The same with one field's value replaced.
  func with(_ name: String, _ value: Input) -> [(String, Input)] {
    precondition(contains { $0.0 == name }, "no field \(name)")
    return map { $0.0 == name ? (name, value) : $0 }
  }

  /// The same without a field.
  func without(_ name: String) -> [(String, Input)] { filter { $0.0 != name } }
}
