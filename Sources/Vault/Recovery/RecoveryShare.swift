import Sodium
import Wire

/// One share as people keep it: 66 characters on paper, or a QR code.
///
/// By itself it says nothing of the secret, nor whose it is.
/// - SeeAlso: Specs/recovery-shares.md, "As text".
public struct RecoveryShare: Sendable {
  let member: MemberShare

  static let secretBytes = 32
  static let wordCount = 33
  static let characters = 66
  static let groupCharacters = 6
  static let letter = UInt8(ascii: "S")

  init(_ member: MemberShare) {
    self.member = member
  }

  /// How many shares of its set are needed.
  public var threshold: Int { member.memberThreshold }

  /// The share that was scanned or typed: with or without its letter, in any case, with any
  /// spaces and hyphens.
  ///
  /// - Parameter position: where it stands among those given, for the error.
  /// - Throws: `.damaged` or `.notOfThisUse`.
  public init(typed: [UInt8], at position: Int = 0) throws(RecoveryError) {
    var words = try RecoveryShare.words(typed, position)
    defer { wipe(&words) }
    do {
      member = try MemberShare(words: words)
    } catch {
      throw .damaged(share: position)
    }
    let parameters = member.parameters
    guard parameters.isExtendable, parameters.iterationExponent == 0,
      parameters.groupCount == 1, member.groupIndex == 0, member.memberThreshold >= 2
    else { throw .notOfThisUse(share: position) }
  }

  /// `S` and 66 characters: what the QR code holds.
  public func text() -> [UInt8] {
    [RecoveryShare.letter] + characters()
  }

  /// The 66 characters in eleven groups of six, as they are printed.
  public func printed() -> [UInt8] {
    var text: [UInt8] = []
    for (index, character) in characters().enumerated() {
      if index > 0, index % RecoveryShare.groupCharacters == 0 { text.append(0x20) }
      text.append(character)
    }
    return text
  }

  private func characters() -> [UInt8] {
    var words = member.words()
    defer { wipe(&words) }
    return words.flatMap { word in
      [CrockfordAlphabet.symbols[Int(word >> 5)], CrockfordAlphabet.symbols[Int(word & 31)]]
    }
  }

  private static func words(
    _ typed: [UInt8], _ position: Int
  ) throws(RecoveryError) -> [UInt16] {
    var symbols = plainText(typed).filter { $0 != 0x20 && $0 != 0x2d }
    if symbols.count == characters + 1, symbols[0] == letter || symbols[0] == letter + 32 {
      symbols.removeFirst()
    }
    guard symbols.count == characters else { throw .damaged(share: position) }
    var words: [UInt16] = []
    words.reserveCapacity(wordCount)
    for i in stride(from: 0, to: characters, by: 2) {
      guard let high = CrockfordAlphabet.value(typed: symbols[i]),
        let low = CrockfordAlphabet.value(typed: symbols[i + 1])
      else { throw .damaged(share: position) }
      words.append(UInt16(high) << 5 | UInt16(low))
    }
    return words
  }
}
