import GRDB
import Sodium
import Synchronization

/// The counters of cards, in a database of spaces or in one of their own.
final class CardStore: Sendable {
  let terms: CardTerms
  private let rows: Committer
  private let tags: SpaceTags
  /// Counters without an owner, roughly: counted anew each hour.
  private let freeCards = Atomic<Int>(0)

  init(_ rows: Committer, tags: SpaceTags, terms: CardTerms) {
    self.rows = rows
    self.tags = tags
    self.terms = terms
  }

  /// Takes a try of a card; false if it has none left.
  func takeTry(cardTag: [UInt8], now: UInt64) async throws -> Bool {
    let tag = tags.counter(cardTag: cardTag)
    return try await rows.write { database, _ in
      if try !database.hasCard(tag) { try self.makeRoom(database) }
      return try database.takeCardTry(tag, self.terms, now: now)
    }
  }

  /// Does what ``takeTry(cardTag:now:)`` does for a card that nobody has, and leaves nothing
  /// of it: where words are hardened. Whoever has just written answers a little later, even
  /// after a deadline, from caches that the writing emptied.
  ///
  /// A disk that is full keeps nobody's words from being hardened.
  func takeNoTry(now: UInt64) async {
    let tag = tags.counter(cardTag: randomBytes(16))
    try? await rows.write { database, _ in
      guard try !database.hasCard(tag) else { return }
      _ = try database.takeCardTry(tag, self.terms, now: now)
      try database.removeCard(tag)
    }
  }

  private func makeRoom(_ database: Database) throws {
    if freeCards.load(ordering: .relaxed) >= terms.mostFree {
      // Some at once: what an eviction looks through is long.
      let count = max(1, terms.mostFree / 1_000)
      try database.evictFreeCards(count)
      freeCards.subtract(count, ordering: .relaxed)
    }
    freeCards.add(1, ordering: .relaxed)
  }

  /// Forgets counters that are full again, and counts those that no space owns.
  func tend(now: UInt64) async throws {
    try await rows.write { database, _ in
      try database.dropFullFreeCards(self.terms, now: now)
      self.freeCards.store(try database.countFreeCards(), ordering: .relaxed)
    }
  }
}
