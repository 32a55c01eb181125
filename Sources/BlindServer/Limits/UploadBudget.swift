import Synchronization
import Wire

/// What a wallet, and a source, may upload in a day: a wallet grows with the days that it is used, and
/// nothing at rest tells when it was made.
final class UploadBudget: Sendable {
  /// A place that the operator named has so many times what a source has.
  static let sourcesOfPlace: UInt64 = 32

  private let bytesPerWallet: UInt64
  private let bytesPerSource: UInt64

  init(bytesPerWallet: UInt64 = 128 << 20, bytesPerSource: UInt64 = 1 << 30) {
    self.bytesPerWallet = bytesPerWallet
    self.bytesPerSource = bytesPerSource
  }

  private struct State {
    var ofWallet = DayBudget<SpaceID>()
    var ofSource = DayBudget<Source>()
  }

  private let state = Mutex(State())

  /// Takes so many bytes.
  /// - Throws: `.tooManyCalls` until tomorrow.
  func take(_ byteCount: Int, _ space: SpaceID, _ source: Source, now: UInt64) throws(Refusal) {
    let bytes = UInt64(byteCount)
    let isLeft = state.withLock { state in
      let mostOfSource = bytesPerSource * (source.isPlace ? Self.sourcesOfPlace : 1)
      guard state.ofWallet.has(bytes, for: space, of: bytesPerWallet, now: now),
        state.ofSource.has(bytes, for: source, of: mostOfSource, now: now)
      else { return false }
      state.ofWallet.take(bytes, for: space)
      state.ofSource.take(bytes, for: source)
      return true
    }
    if !isLeft { throw Refusal(untilTomorrowFrom: now) }
  }
}
