import GRDB
import NIOCore
import Wire

extension SQLiteStorage {
  func put(
    _ blocks: [(name: BlockName, block: StagedBlock)], by signer: Signer, now: UInt64,
    limit: UInt32
  ) async throws {
    let id = signer.id
    try await rows.write { database, changes in
      try changes.require(blocks.map { .block($0.name, of: id) })
      let row = try database.servedSpace(signer, now: now)
      var added: UInt32 = 0
      for (name, staged) in blocks {
        let file = FileName.block(name, of: id)
        try database.run(
          "INSERT OR IGNORE INTO blocks (spaceId, name, pendingSince) VALUES (?, ?, ?)",
          [blob(id), blob(name), integer(CoarseTime.hour(of: now))])
        if database.changesCount == 0 {
          guard try changes.isSame(staged, as: file) else { throw StorageError.blockDiffers }
        } else {
          added += 1
          guard row.blocksUsed + added <= limit else { throw StorageError.full }
          try changes.place(staged, as: file)
        }
      }
      if added > 0 {
        try database.run(
          "UPDATE spaces SET blocksUsed = blocksUsed + ? WHERE id = ?",
          [integer(added), blob(id)])
      }
    }
  }

  /// Without a look at the rows: a file has its name for as long as a row speaks of it, but
  /// for the moment of a change that nobody was told of yet; what a crash leaves beside
  /// that is collected before anybody is served (``collectOrphans()``).
  func cachedBlock(_ name: BlockName, in id: SpaceID) -> ByteBuffer? {
    rows.files.readCached(.block(name, of: id), 0..<Limits.blockBytes)
  }

  func cachedFile(_ name: BlockName, in id: SpaceID) -> NIOFileHandle? {
    rows.files.openCached(.block(name, of: id))
  }

  func find(_ names: [BlockName], in id: SpaceID) async throws -> [FileName] {
    try rows.readEach { database in
      for name in names {
        guard
          try database.row(
            "SELECT 1 FROM blocks WHERE spaceId = ? AND name = ?", [blob(id), blob(name)]) != nil
        else { throw StorageError.notFound }
      }
      return names.map { .block($0, of: id) }
    }
  }
}
