import Sodium

/// What all shares of a set have in common.
struct SharedParameters: Equatable, Sendable {
  /// 15 bits.
  var identifier: UInt16
  var isExtendable: Bool
  /// 4 bits.
  var iterationExponent: UInt8
  /// 1...16 each.
  var groupThreshold: Int
  var groupCount: Int
}

/// One share of SLIP-0039 in its general form: parameters, place and value.
struct MemberShare: Sendable {
  var parameters: SharedParameters
  /// 0...15.
  var groupIndex: Int
  var memberIndex: Int
  /// 1...16.
  var memberThreshold: Int
  var value: SharedSecret<ShareValue>

  /// A checksum that does not fit, or a field that can't be.
  struct Damaged: Error {}

  static let valueBytes = 16...64
  /// Words beside those of the value: four of parameters and place, three of the checksum.
  private static let otherWords = 7

  /// The share that numbers of 10 bits stand for.
  init(words: [UInt16]) throws(Damaged) {
    guard words.count > MemberShare.otherWords, words.allSatisfy({ $0 < 1024 }) else {
      throw Damaged()
    }
    let bits = 10 * (words.count - MemberShare.otherWords)
    let padding = bits % 16
    guard padding <= 8, MemberShare.valueBytes.contains((bits - padding) / 8) else {
      throw Damaged()
    }
    let head = words[..<4].reduce(UInt64(0)) { $0 << 10 | UInt64($1) }
    func nibble(_ index: UInt64) -> Int { Int(head >> (16 - 4 * index) & 15) }
    parameters = SharedParameters(
      identifier: UInt16(head >> 25), isExtendable: head >> 24 & 1 == 1,
      iterationExponent: UInt8(head >> 20 & 15), groupThreshold: nibble(1) + 1,
      groupCount: nibble(2) + 1)
    groupIndex = nibble(0)
    memberIndex = nibble(3)
    memberThreshold = nibble(4) + 1
    guard RS1024.isValid(words, isExtendable: parameters.isExtendable),
      parameters.groupThreshold <= parameters.groupCount,
      let value = MemberShare.unpack(words[4..<words.count - RS1024.wordCount], padding: padding)
    else { throw Damaged() }
    self.value = SharedSecret(value)
  }

  init(
    parameters: SharedParameters, groupIndex: Int, memberIndex: Int, memberThreshold: Int,
    value: SharedSecret<ShareValue>
  ) {
    self.parameters = parameters
    self.groupIndex = groupIndex
    self.memberIndex = memberIndex
    self.memberThreshold = memberThreshold
    self.value = value
  }

  /// The numbers of 10 bits, the caller's to wipe.
  func words() -> [UInt16] {
    var head = UInt64(parameters.identifier) << 1 | (parameters.isExtendable ? 1 : 0)
    head = head << 4 | UInt64(parameters.iterationExponent)
    for nibble in [
      groupIndex, parameters.groupThreshold - 1, parameters.groupCount - 1, memberIndex,
      memberThreshold - 1,
    ] {
      head = head << 4 | UInt64(nibble)
    }
    var words: [UInt16] = []
    // Room for all of them: a longer array would leave an unwiped shorter one behind.
    words.reserveCapacity(64)
    for i in 0..<UInt64(4) { words.append(UInt16(head >> (30 - 10 * i) & 1023)) }
    pack(into: &words)
    words += RS1024.checksum(words, isExtendable: parameters.isExtendable)
    return words
  }

  private func pack(into words: inout [UInt16]) {
    value.secret.withBytes { bytes in
      // Zero bits on the left, so that the last word ends with the last byte.
      var bitCount = (10 - 8 * bytes.byteCount % 10) % 10
      var bits: UInt32 = 0
      for i in 0..<bytes.byteCount {
        bits = bits << 8 | UInt32(unsafe bytes.unsafeLoad(fromByteOffset: i, as: UInt8.self))
        bitCount += 8
        while bitCount >= 10 {
          bitCount -= 10
          words.append(UInt16(bits >> UInt32(bitCount) & 1023))
        }
        bits &= 0x3ff
      }
    }
  }

  /// nil if the padding is not zero.
  private static func unpack(
    _ words: ArraySlice<UInt16>, padding: Int
  ) -> Secret<ShareValue>? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(valueBytes.upperBound)
    defer { wipe(&bytes) }
    var bits: UInt32 = 0
    var bitCount = 0
    var padded: UInt32 = 0
    var isPadding = padding > 0
    for word in words {
      bits = bits << 10 | UInt32(word)
      bitCount += 10
      if isPadding {
        bitCount -= padding
        padded = bits >> UInt32(bitCount)
        isPadding = false
      }
      while bitCount >= 8 {
        bitCount -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(bitCount)))
      }
      bits &= 0xff
    }
    return padded == 0 ? Secret(copying: bytes) : nil
  }
}
