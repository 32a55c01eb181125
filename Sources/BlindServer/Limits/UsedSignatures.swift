import Synchronization
import Wire

/// The signatures that were used: each is good for one call.
///
/// What came first is forgotten first, so memory is bounded (some 8 MB) and nobody is refused for want of
/// it; a flood of as many calls within 120 seconds makes a signature of before it good for a second use. What
/// is kept of one is a hash under a key of the process: two that have the same are one in 2^64, and
/// then the second is signed anew.
/// - SeeAlso: Specs/http.md, "Signatures".
final class UsedSignatures: Sendable {
  /// As many as are remembered.
  static let mostSignatures = 262_144

  private struct State {
    var known: Set<Int> = []
    /// In the order in which they came, and where the next one goes.
    var order: [Int] = []
    var next = 0
  }

  private let most: Int
  private let state = Mutex(State())

  init(most: Int = UsedSignatures.mostSignatures) {
    self.most = most
  }

  /// Uses a signature; false if it was used before.
  func use(_ parameters: HTTPSignature.Parameters) -> Bool {
    // Swift's hash has a key of its own in each process.
    var hasher = Hasher()
    hasher.combine(parameters.keyID)
    hasher.combine(parameters.nonce)
    let hash = hasher.finalize()
    return state.withLock { state in
      guard state.known.insert(hash).inserted else { return false }
      if state.order.count < most {
        state.order.append(hash)
      } else {
        state.known.remove(state.order[state.next])
        state.order[state.next] = hash
        state.next = (state.next + 1) % most
      }
      return true
    }
  }
}
