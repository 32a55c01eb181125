import Vault
import Wire

/// The work that a flooded server asks for, in slices, so that the worker hears when it is to end.
final class WorkSearch {
  let ticket: Int
  private let challenge: [UInt8]
  private let bodyHash: [UInt8]
  private var start: UInt64 = 0

  /// Some tenths of a second on an old PC.
  private static let slice: UInt64 = 1 << 16

  init(ticket: Int, challenge: [UInt8], bodyHash: [UInt8]) {
    self.ticket = ticket
    self.challenge = challenge
    self.bodyHash = bodyHash
  }

  /// Searches one slice; nil if it is not there.
  ///
  /// - Throws: `.vault(.nonsense)` for more work than anybody may ask.
  func go() throws(CoreFailure) -> [UInt8]? {
    guard challenge[0] <= Work.maxBits else { throw .vault(.nonsense) }
    defer { start += WorkSearch.slice }
    return Work.solve(
      challenge: challenge, bodyHash: bodyHash, from: start, tries: WorkSearch.slice)
  }
}
