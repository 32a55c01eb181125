import Synchronization
import Wire

/// What a wallet, and a source, may make the ledger grow by in a day. Neither a lock of a minute or more
/// is counted, since none follows it before its end, nor a deletion at once: nobody can use up
/// what a holder needs in danger.
///
/// - SeeAlso: Specs/ledger.md, "Growth".
final class LedgerBudget: Sendable {
  static let recordsPerWallet: UInt64 = 64
  static let bytesPerWallet: UInt64 = 16 << 20
  static let bytesPerSource: UInt64 = 64 << 20
  /// Of a place that the operator named.
  static let bytesPerPlace: UInt64 = 1 << 30
  /// Shorter locks count as a record.
  static let freeLockSeconds: UInt64 = 60

  private struct State {
    var records = DayBudget<SpaceID>()
    var ofWallet = DayBudget<SpaceID>()
    var ofSource = DayBudget<Source>()
  }

  private let state = Mutex(State())

  /// Takes a record with a content of so many bytes.
  /// - Throws: `.tooManyCalls` until tomorrow.
  func take(_ byteCount: Int, _ space: SpaceID, _ source: Source, now: UInt64) throws(Refusal) {
    let bytes = UInt64(byteCount + Ledger.linkBytes)
    let isLeft = state.withLock { state in
      guard state.records.has(1, for: space, of: Self.recordsPerWallet, now: now),
        state.ofWallet.has(bytes, for: space, of: Self.bytesPerWallet, now: now),
        state.ofSource.has(
          bytes, for: source, of: source.isPlace ? Self.bytesPerPlace : Self.bytesPerSource,
          now: now)
      else { return false }
      state.records.take(1, for: space)
      state.ofWallet.take(bytes, for: space)
      state.ofSource.take(bytes, for: source)
      return true
    }
    if !isLeft { throw Refusal(untilTomorrowFrom: now) }
  }
}
