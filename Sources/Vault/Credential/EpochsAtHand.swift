import Wire

/// A service's list of epochs, and how much of it is certain.
///
/// Somebody in the middle can append an epoch of their own to a list that nobody pinned. What is
/// written under it opens for nobody once they are gone, so nothing is.
/// - SeeAlso: Specs/hardening.md, "Pinning".
struct EpochsAtHand {
  /// What the service answers for: all are asked, and looked under.
  let all: EpochList
  /// What credentials are written under, its last epoch: the whole list where it is pinned, or the wallet is
  /// only made; else what the wallet was written under before.
  let certain: EpochList

  init(_ all: EpochList) {
    self.all = all
    certain = all
  }

  /// - Parameter writtenUnder: the hash of the list under which a slot was written; if it is none of
  ///   `all`, as for recovery after all keys were lost, all is certain.
  init(_ all: EpochList, isPinned: Bool, writtenUnder: [UInt8]) {
    self.all = all
    certain = isPinned ? all : all.beginning(hash: writtenUnder) ?? all
  }
}
