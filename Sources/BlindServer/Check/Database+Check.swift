import GRDB
import Sodium
import Wire

/// What the rows of spaces have to say about each other.
extension Database {
  func checkSpaces(_ report: inout CheckReport) throws {
    for table in ["slots", "entries", "blocks"] {
      let count = try count("\(table) WHERE spaceId NOT IN (SELECT id FROM spaces)")
      if count > 0 { report.find("\(table): \(count) rows of no space") }
    }
    for name in ["checkFake", "checkToken"]
    where try count("facts WHERE name = '\(name)' AND length(value) = 32") == 0 {
      report.find("facts: no \(name)")
    }
    if try count("epochs") == 0 { report.find("epochs: none") }
    let tried = try count("cards WHERE tokens > 5")
    if tried > 0 { report.find("cards: \(tried) have more tries than there are") }
  }

  /// Four of each space, one of them with a wait.
  func checkSlots(_ report: inout CheckReport) throws {
    let wrong = try Row.fetchCursor(
      self,
      sql: """
        SELECT id, (SELECT count(*) FROM slots WHERE spaceId = spaces.id) AS slotCount,
          (SELECT count(*) FROM slots WHERE spaceId = spaces.id AND waitHours > 0) AS waitCount
        FROM spaces WHERE slotCount != 4 OR waitCount != 1
        """)
    while let row = try wrong.next() {
      let space: SpaceID = try row.identifier(0)
      let slots: Int = row.number(1)
      let waits: Int = row.number(2)
      report.find("space \(space.text): \(slots) slots, \(waits) with a wait, not 4 and 1")
    }
  }

  /// Entries without a gap from the base to the head, and the head's hash.
  func checkJournals(_ report: inout CheckReport) throws {
    let spaces = try Row.fetchCursor(
      self,
      sql: """
        SELECT id, baseSeq, headSeq, headHash,
          (SELECT count(*) FROM entries WHERE spaceId = spaces.id),
          (SELECT min(seq) FROM entries WHERE spaceId = spaces.id),
          (SELECT max(seq) FROM entries WHERE spaceId = spaces.id),
          (SELECT entry FROM entries WHERE spaceId = spaces.id AND seq = headSeq)
        FROM spaces
        """)
    while let row = try spaces.next() {
      let space: SpaceID = try row.identifier(0)
      let (base, head): (Int, Int) = (row.number(1), row.number(2))
      let (first, last): (Int?, Int?) = (row[5], row[6])
      let count: Int = row.number(4)
      guard count == head - base + 1, first == base, last == head else {
        report.find("space \(space.text): journal has a gap between \(base) and \(head)")
        continue
      }
      if blake2b256(row.bytes(7)) != row.bytes(3) {
        report.find("space \(space.text): the last entry is not the head")
      }
    }
  }

  func checkBlockCounts(_ report: inout CheckReport) throws {
    let wrong = try Row.fetchCursor(
      self,
      sql: """
        SELECT id, blocksUsed, (SELECT count(*) FROM blocks WHERE spaceId = spaces.id) AS counted
        FROM spaces WHERE blocksUsed != counted
        """)
    while let row = try wrong.next() {
      let space: SpaceID = try row.identifier(0)
      let (used, counted): (Int, Int) = (row.number(1), row.number(2))
      report.find("space \(space.text): counts \(used) blocks and has \(counted)")
    }
  }

  fileprivate func count(_ table: String) throws -> Int {
    try Int.fetchOne(self, sql: "SELECT count(*) FROM \(table)") ?? 0
  }
}

/// What the rows of grants have to say about each other.
extension Database {
  func checkGrants(_ report: inout CheckReport) throws {
    for table in ["grantBlocks", "openings"] {
      let count = try count("\(table) WHERE grantId NOT IN (SELECT id FROM grants)")
      if count > 0 { report.find("\(table): \(count) rows of no grant") }
    }
    let wrong = try Row.fetchCursor(
      self,
      sql: """
        SELECT id FROM grants WHERE state != 0 AND (
          cover IS NULL
          OR blockCount != (SELECT count(*) FROM grantBlocks WHERE grantId = grants.id)
          OR receiptId NOT IN (SELECT id FROM receipts))
        """)
    while let row = try wrong.next() {
      let grant: GrantID = try row.identifier(0)
      report.find("grant \(grant.text): published without its cover, receipt or all its blocks")
    }
  }

  func checkReceipts(_ report: inout CheckReport) throws {
    let count = try count("events WHERE receiptId NOT IN (SELECT id FROM receipts)")
    if count > 0 { report.find("events: \(count) rows of no receipt") }
  }
}
