import Synchronization
import Wire

/// Rows of spaces that were read lately: each signed request asks for one first.
///
/// A row counts only for the generation of the database that it was read in
/// (``Committer/generation``), and a generation ends before anybody is told of the
/// change that ended it: a lock or a deletion that was answered is never overlooked.
final class SpaceCache: Sendable {
  /// At most so many rows, some 300 bytes each.
  static let capacity = 1_024

  private struct State {
    var generation: UInt64 = 0
    var rows: [SpaceID: SpaceRow] = [:]
  }

  private let state = Mutex(State())

  func row(of id: SpaceID, at generation: UInt64) -> SpaceRow? {
    state.withLock { $0.generation == generation ? $0.rows[id] : nil }
  }

  /// Keeps a row that was read after `generation` was.
  func keep(_ row: SpaceRow, of generation: UInt64) {
    state.withLock { state in
      guard generation >= state.generation else { return }
      if generation > state.generation || state.rows.count >= Self.capacity {
        state.rows.removeAll(keepingCapacity: true)
      }
      state.generation = generation
      state.rows[row.id] = row
    }
  }
}
