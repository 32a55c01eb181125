import Sodium
public enum Language: UInt8, Sendable, CaseIterable { case french = 0, dutch = 1, english = 2 }
public struct WordList: Sendable {
  public init(_ language: Language) {}
  public var count: Int { 2048 }
  public func word(at index: Int) -> [UInt8] { Array("word".utf8) + [97 + UInt8(index / 128), 97 + UInt8(index % 26)] }
  public static func find(_ word: [UInt8]) -> (Language, Int)? { word.starts(with: Array("word".utf8)) ? (.french, 0) : nil }
  public static func nearestAnywhere(to: [UInt8], limit: Int) -> [[UInt8]] { [] }
}
public func normalise(typed: [UInt8]) -> [UInt8] { typed }
