import GRDB
import Sodium
import Wire

/// A grant's row.
struct GrantRow: Sendable {
  var id: GrantID
  var state: GrantState
  var verifier: [UInt8]
  var rowSalt: [UInt8]
  var folder: [UInt8]
  var receiptID: ReceiptID
  var receiptAuthHash: [UInt8]
  var blockCount: UInt32
  var cover: [UInt8]
  var expiry: UInt64
  var maxOpenings: UInt32
  var openings: UInt32
  var wrongCodes: UInt32

  static let columns = """
    id, state, verifier, rowSalt, folder, receiptId, receiptAuthHash, blockCount, cover, expiry, \
    maxOpenings, openings, wrongCodes
    """

  init(_ row: Row) throws {
    guard let state = GrantState(rawValue: row[1]) else { throw StorageError.damaged }
    id = try row.identifier(0)
    self.state = state
    verifier = row.bytes(2)
    rowSalt = row.bytes(3)
    folder = row.bytes(4)
    receiptID = try row.identifier(5)
    receiptAuthHash = row.bytes(6)
    blockCount = row.number(7)
    cover = row.bytes(8)
    expiry = row.number(9)
    maxOpenings = row.number(10)
    openings = row.number(11)
    wrongCodes = row.number(12)
  }
}

extension Database {
  func grant(_ id: GrantID) throws -> GrantRow? {
    try row("SELECT \(GrantRow.columns) FROM grants WHERE id = ?", [blob(id)])
      .map(GrantRow.init)
  }

  /// The row if the grant can be opened or read now.
  func currentGrant(_ id: GrantID, now: UInt64) throws -> GrantRow? {
    guard let grant = try grant(id), grant.state != .reserved, now < grant.expiry else {
      return nil
    }
    return grant
  }

  func grants(where condition: String, _ arguments: StatementArguments) throws -> [GrantRow] {
    try rows("SELECT \(GrantRow.columns) FROM grants WHERE \(condition)", arguments)
      .map(GrantRow.init)
  }

  /// Writes an event to the grant's receipt, with the minute it happened in.
  func note(
    _ kind: ReceiptEventKind, of grant: GrantRow, now: UInt64,
    name: [UInt8] = [UInt8](repeating: 0, count: 256)
  ) throws {
    try run(
      """
      INSERT INTO events (receiptId, number, minute, kind, name)
      SELECT ?1, coalesce((SELECT max(number) FROM events WHERE receiptId = ?1), 0) + 1, ?2, ?3, ?4
      WHERE EXISTS (SELECT 1 FROM receipts WHERE id = ?1)
      """,
      [
        blob(grant.receiptID), integer(CoarseTime.minute(of: now)), integer(kind.rawValue),
        blob(name),
      ])
  }

  /// Ends a published grant: what happened goes to its receipt, everything else goes.
  func end(
    _ grant: GrantRow, _ kind: ReceiptEventKind?, now: UInt64, _ changes: inout FileChanges
  ) throws {
    if let kind { try note(kind, of: grant, now: now) }
    try run(
      "UPDATE receipts SET until = ? WHERE id = ?",
      [integer(now + GrantTerms.receipt), blob(grant.receiptID)])
    try erase(grant, &changes)
  }

  /// Removes a grant's row, tokens and blocks, the bytes too.
  func erase(_ grant: GrantRow, _ changes: inout FileChanges) throws {
    for row in try rows("SELECT number FROM grantBlocks WHERE grantId = ?", [blob(grant.id)]) {
      changes.remove(.grantBlock(row.number(0), folder: grant.folder))
    }
    try run("DELETE FROM grantBlocks WHERE grantId = ?", [blob(grant.id)])
    try run("DELETE FROM openings WHERE grantId = ?", [blob(grant.id)])
    try run("DELETE FROM grants WHERE id = ?", [blob(grant.id)])
  }
}
