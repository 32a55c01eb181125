import Synchronization
import Wire

/// What grants may take: the blocks of all of them together, and what is read of one in a day. A grant is
/// for a person at a counter, not a place to serve files from.
///
/// - SeeAlso: Specs/http.md, "Room".
final class GrantBudget: Sendable {
  /// How often what a grant's openings may read is read in a day: pages are loaded anew.
  static let readings: UInt64 = 4
  /// Blocks that may be read of any grant in a day: a client may fetch a block for each small document in it.
  static let fewest: UInt64 = 1_024
  /// When who was refused for want of room may ask again, in seconds.
  static let retrySeconds = 3_600

  private let mostBlocks: UInt64

  private struct State {
    /// As last counted, and what came since.
    var stored: UInt64 = 0
    // Very many grants that are read keep nobody from reading another.
    var reads = DayBudget<GrantID>(letsOthersThrough: true)
  }

  private let state = Mutex(State())

  /// - Parameter mostBlocks: of all grants together.
  init(mostBlocks: UInt64) {
    self.mostBlocks = mostBlocks
  }

  /// What is stored was counted.
  func set(stored: UInt64) { state.withLock { $0.stored = stored } }

  /// Refuses blocks beyond what all grants may have.
  func require(_ blocks: UInt64) throws(Refusal) {
    let isLeft = state.withLock { $0.stored + blocks <= mostBlocks }
    if !isLeft { throw Refusal(.unavailable, retryAfter: Self.retrySeconds) }
  }

  /// Takes room for blocks that are about to be stored.
  func store(_ blocks: UInt64) throws(Refusal) {
    try require(blocks)
    state.withLock { $0.stored += blocks }
  }

  /// Takes what is read of a grant.
  /// - Throws: `.tooManyCalls` until tomorrow.
  func read(_ blocks: Int, of grant: FoundGrant, now: UInt64) throws(Refusal) {
    let most = max(
      Self.fewest, UInt64(grant.blockCount) * UInt64(grant.maxOpenings) * Self.readings)
    let isLeft = state.withLock { state in
      guard state.reads.has(UInt64(blocks), for: grant.id, of: most, now: now) else {
        return false
      }
      state.reads.take(UInt64(blocks), for: grant.id)
      return true
    }
    if !isLeft { throw Refusal(untilTomorrowFrom: now) }
  }
}
