import Synchronization
import Wire

/// Something of which there is little, as memory or files that wait, and who has how much of it.
///
/// It is taken before the bytes come for which it is. A source may have a part only, and so may a
/// wallet, so that nobody has all.
final class Pool: Sendable {
  struct Sizes: Sendable {
    var total: Int
    var perSource: Int
    /// Of a place that the operator named.
    var perPlace: Int
    var perWallet: Int
  }

  /// Messages of so few bytes are not counted.
  static let freeBytes = 16_384
  /// When who found nothing left may ask again, in seconds.
  static let retrySeconds = 5

  private struct State {
    var used = 0
    var bySource: [Source: Int] = [:]
    var byWallet: [SpaceID: Int] = [:]
  }

  private let sizes: Sizes
  private let state = Mutex(State())

  init(_ sizes: Sizes) {
    self.sizes = sizes
  }

  /// How much is taken.
  var used: Int { state.withLock { $0.used } }

  /// Takes a part, which is given back when its owner ends.
  /// - Throws: `.unavailable`, with when to ask again, if it isn't left.
  func take(
    _ amount: Int, _ source: Source, _ wallet: SpaceID? = nil
  ) throws(Refusal) -> Share {
    let isTaken = state.withLock { state in
      let mostOfSource = source.isPlace ? sizes.perPlace : sizes.perSource
      guard state.used + amount <= sizes.total,
        state.bySource[source, default: 0] + amount <= mostOfSource
      else { return false }
      if let wallet {
        guard state.byWallet[wallet, default: 0] + amount <= sizes.perWallet else { return false }
        state.byWallet[wallet, default: 0] += amount
      }
      state.used += amount
      state.bySource[source, default: 0] += amount
      return true
    }
    guard isTaken else { throw Refusal(.unavailable, retryAfter: Self.retrySeconds) }
    return Share(self, amount, source, wallet)
  }

  fileprivate func giveBack(_ amount: Int, _ source: Source, _ wallet: SpaceID?) {
    state.withLock { state in
      state.used -= amount
      Self.reduce(&state.bySource, source, by: amount)
      if let wallet { Self.reduce(&state.byWallet, wallet, by: amount) }
    }
  }

  /// Who has nothing is not remembered.
  private static func reduce<Key>(_ parts: inout [Key: Int], _ key: Key, by amount: Int) {
    let left = parts[key, default: 0] - amount
    parts[key] = left > 0 ? left : nil
  }
}

/// A part of a pool, for as long as somebody holds it.
final class Share: Sendable {
  private let pool: Pool
  private let amount: Int
  private let source: Source
  private let wallet: SpaceID?

  fileprivate init(_ pool: Pool, _ amount: Int, _ source: Source, _ wallet: SpaceID?) {
    self.pool = pool
    self.amount = amount
    self.source = source
    self.wallet = wallet
  }

  deinit { pool.giveBack(amount, source, wallet) }
}

extension Pool.Sizes {
  /// Bodies over ``Pool/freeBytes`` that are read, and answers that wait until they are sent.
  static let memory = Pool.Sizes(
    total: 32 << 20, perSource: 12 << 20, perPlace: 24 << 20, perWallet: 4 << 20)
  /// Uploads: each has a block in memory, up to 16 files open, and 2 MB of the disk.
  static let uploads = Pool.Sizes(total: 128, perSource: 32, perPlace: 96, perWallet: 16)
}
