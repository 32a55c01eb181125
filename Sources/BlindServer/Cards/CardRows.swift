import GRDB
import Wire

/// How often a card can be tried.
struct CardTerms: Sendable {
  /// At once, and once the owner's space was opened.
  var burst: UInt8
  /// Then one in so many hours.
  var hoursPerTry: UInt64 = 2
  /// Rows that no space owns are at most so many.
  var mostFree = 2_000_000

  static let authority = CardTerms(burst: 5)
  static let secondOperator = CardTerms(burst: 20)
}

/// A counter for each card tag that was tried or claimed.
///
/// A row that no space owns and that is full again says nothing, and goes. A claim of a row
/// that has an owner is taken and ignored: a thief who makes a wallet of his own with a
/// stolen card's tag gains nothing, and learns nothing.
/// - SeeAlso: Specs/http.md, "Cards".
extension Database {
  static let cardTables = """
    CREATE TABLE cards (
      tag BLOB PRIMARY KEY NOT NULL CHECK (length(tag) = 32),
      tokens INTEGER NOT NULL CHECK (tokens BETWEEN 0 AND 255),
      hour INTEGER NOT NULL,
      owner BLOB CHECK (length(owner) = 32)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX cardsByOwner ON cards (owner) WHERE owner IS NOT NULL;
    CREATE INDEX freeCards ON cards (tokens) WHERE owner IS NULL;
    """

  func hasCard(_ tag: [UInt8]) throws -> Bool {
    try row("SELECT 1 FROM cards WHERE tag = ?", [blob(tag)]) != nil
  }

  /// Takes a try of a card; false if it has none left, and then nothing changes.
  func takeCardTry(_ tag: [UInt8], _ terms: CardTerms, now: UInt64) throws -> Bool {
    let hour = now / CoarseTime.hour
    guard let row = try row("SELECT tokens, hour FROM cards WHERE tag = ?", [blob(tag)]) else {
      try run(
        "INSERT INTO cards (tag, tokens, hour, owner) VALUES (?, ?, ?, NULL)",
        [blob(tag), integer(terms.burst - 1), integer(hour)])
      return true
    }
    let since: UInt64 = row.number(1)
    let earned = hour > since ? (hour - since) / terms.hoursPerTry : 0
    let tokens = min(UInt64(terms.burst), row.number(0, as: UInt64.self) + earned)
    guard tokens > 0 else { return false }
    // A full counter begins to fill when it is used; what is left of an hour's waiting stays.
    let from = tokens == UInt64(terms.burst) ? hour : since + earned * terms.hoursPerTry
    try run(
      "UPDATE cards SET tokens = ?, hour = ? WHERE tag = ?",
      [integer(tokens - 1), integer(from), blob(tag)])
    return true
  }

  /// Claims four counters for a space, and lets go of what it owned and names no more.
  /// A full counter has no hour: nothing is to tell when a space was made or opened.
  func claimCards(_ tags: [[UInt8]], owner: [UInt8], _ terms: CardTerms) throws {
    for tag in try cards(of: owner).subtracting(tags) { try removeCard(tag) }
    for tag in tags {
      try run(
        """
        INSERT INTO cards (tag, tokens, hour, owner) VALUES (?, ?, 0, ?)
        ON CONFLICT (tag) DO UPDATE SET owner = excluded.owner WHERE owner IS NULL
        """,
        [blob(tag), integer(terms.burst), blob(owner)])
    }
  }

  /// The counters of an owner.
  func cards(of owner: [UInt8]) throws -> Set<[UInt8]> {
    Set(
      try rows("SELECT tag FROM cards WHERE owner = ?", [blob(owner)]).map { $0.bytes(0) })
  }

  /// Whether a card of this owner was tried since its space was opened.
  func hasTriedCards(owner: [UInt8], _ terms: CardTerms) throws -> Bool {
    try row(
      "SELECT 1 FROM cards WHERE owner = ? AND tokens < ? LIMIT 1",
      [blob(owner), integer(terms.burst)]) != nil
  }

  /// Fills the counters of an owner whose space was opened.
  func fillCards(owner: [UInt8], _ terms: CardTerms) throws {
    try run(
      "UPDATE cards SET tokens = ?, hour = 0 WHERE owner = ?", [integer(terms.burst), blob(owner)])
  }

  func removeCard(_ tag: [UInt8]) throws {
    try run("DELETE FROM cards WHERE tag = ?", [blob(tag)])
  }

  func removeCards(owner: [UInt8]) throws {
    try run("DELETE FROM cards WHERE owner = ?", [blob(owner)])
  }

  // MARK: Rows that nobody owns

  func countFreeCards() throws -> Int {
    try row("SELECT count(*) FROM cards WHERE owner IS NULL", [])?.number(0) ?? 0
  }

  /// Makes room: those tried least go first, so that a flood of new tags can't make anybody
  /// forget one that is attacked.
  func evictFreeCards(_ count: Int) throws {
    for row in try rows(
      "SELECT tag FROM cards WHERE owner IS NULL ORDER BY tokens DESC LIMIT ?", [count])
    {
      try removeCard(row.bytes(0))
    }
  }

  /// Forgets what has filled again.
  func dropFullFreeCards(_ terms: CardTerms, now: UInt64) throws {
    try run(
      """
      DELETE FROM cards WHERE owner IS NULL
      AND tokens + max(0, (? - hour) / ?) >= ?
      """,
      [integer(now / CoarseTime.hour), integer(terms.hoursPerTry), integer(terms.burst)])
  }
}
