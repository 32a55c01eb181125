import GRDB
import NIOCore
import Sodium
import Wire

/// Who can open a space: its slots, its key.
extension SQLiteStorage {
  func writeSlots(
    _ request: SlotsWriteRequest, by signer: Signer, now: UInt64
  ) async throws {
    let cards = request.cardTags.map(tags.counter)
    try await writeNoted(now: now) { [tags, cardTerms] database, _ in
      let row = try database.servedSpace(signer, now: now)
      let owner = tags.owner(row.id)
      let before = (
        slots: try database.storedSlots(of: row.id), cards: try database.cards(of: owner)
      )
      let stored = before.slots.map(\.slot)
      guard row.generation == request.expectGeneration,
        Slot.hash(stored) == request.expectSlotsHash
      else { throw StorageError.slotsMoved }
      guard stored.count == Limits.slotsPerSpace else { throw StorageError.damaged }
      let written = zip(request.slots, stored).map { $0 ?? $1 }
      guard written.count(where: { $0.waitHours > 0 }) == 1 else { throw StorageError.malformed }
      try database.replace(request.slots, of: row.id)
      try database.claimCards(cards, owner: owner, cardTerms)
      let slots = try database.storedSlots(of: row.id)
      if slots == before.slots, try database.cards(of: owner) == before.cards { return nil }
      let content = LedgerContent(slots: slots, cardTags: cards).encoded()
      return Noted(
        LedgerRecord(
          .slots, tag: tags.ledger(row.id), value: UInt64(row.generation), now: now,
          content: content), content: content)
    }
  }

  func rekey(_ request: RekeyRequest, by signer: Signer, now: UInt64) async throws {
    let cards = request.cardTags.map(tags.counter)
    try await writeNoted(now: now) { [rows, tags, cardTerms] database, changes in
      var row = try database.servedSpace(signer, now: now)
      guard row.generation == request.expectGeneration, row.generation < .max else {
        throw StorageError.slotsMoved
      }
      guard row.headSeq == request.expectSeq, row.headHash == request.expectHash else {
        throw StorageError.headMoved
      }
      for name in request.adopt { try database.adopt(name, in: row.id) }
      for name in request.drop where try database.drop(name, in: row.id) {
        changes.remove(.block(name, of: row.id))
        row.blocksUsed -= 1
      }
      changes.forgets = true
      row.rekey(to: request.newKey, entry: request.entry)
      try database.setRekeyed(row, entry: request.entry)
      try database.replace(request.slots, of: row.id)
      try database.claimCards(cards, owner: tags.owner(row.id), cardTerms)

      let blocks = request.adopt.filter { !request.drop.contains($0) }
      var content = LedgerContent(
        slots: try database.storedSlots(of: row.id), cardTags: cards,
        rekey: LedgerContent.Rekey(
          generation: row.generation, verifyKey: row.verifyKey, seq: row.headSeq,
          previousHash: row.basePrev, entry: request.entry, blocks: blocks,
          dropped: request.drop)
      ).encoded()
      for name in blocks {
        guard let block = try rows.files.read(.block(name, of: row.id)) else {
          throw StorageError.damaged
        }
        content += block.readableBytesView
      }
      return Noted(
        LedgerRecord(
          .rekey, tag: tags.ledger(row.id), value: UInt64(row.generation), now: now,
          content: content), content: content)
    }
  }
}

extension SpaceRow {
  /// Another key and a journal that begins with `entry`, which follows the head.
  mutating func rekey(to key: [UInt8], entry: [UInt8]) {
    generation += 1
    verifyKey = key
    basePrev = headHash
    headSeq += 1
    headHash = blake2b256(entry)
    baseSeq = headSeq
  }
}

extension Database {
  /// Writes a row with another key, and the one entry that its journal has.
  func setRekeyed(_ row: SpaceRow, entry: [UInt8]) throws {
    try run("DELETE FROM entries WHERE spaceId = ?", [blob(row.id)])
    try insert([entry], after: row.headSeq - 1, of: row.id)
    try run(
      "UPDATE spaces SET generation = ?, verifyKey = ? WHERE id = ?",
      [integer(row.generation), blob(row.verifyKey), blob(row.id)])
    try setJournal(row)
  }
}
