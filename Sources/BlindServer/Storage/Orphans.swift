import GRDB
import Wire

/// Files and rows side by side: what has no row, and what has no file.
struct Pairing {
  /// Files that no row speaks of: what a crash cut before its commit, or after the
  /// commit that dropped it. Nobody was told that they are there.
  var orphans: [FileName] = []
  /// Rows whose file is missing or has another size.
  var broken: [FileName] = []
  /// What is in the folders and is no block at all.
  var strangers: [String] = []
}

extension BlockFiles {
  /// Compares a folder tree with the rows that `expected` lists.
  ///
  /// The names are compared a sixteenth at a time, so that ten million of them fit.
  static func pair(
    root: String, expected: (_ each: (FileName) -> Void) throws -> Void
  ) throws -> Pairing {
    var pairing = Pairing()
    for part in 0..<16 {
      var names: Set<FileName> = []
      try expected { if folderIndex($0) >> 4 == part { names.insert($0) } }
      for index in (part << 4)..<((part + 1) << 4) {
        let folder = root + "/" + folderPath(index)
        for text in System.names(in: folder) ?? [] {
          guard let name = FileName(text: text), folderIndex(name) == index else {
            pairing.strangers.append(folder + "/" + text)
            continue
          }
          guard names.remove(name) != nil else {
            pairing.orphans.append(name)
            continue
          }
          let bytes = try? Descriptor(folder + "/" + text, 0).byteCount()
          if bytes != Limits.blockBytes { pairing.broken.append(name) }
        }
      }
      pairing.broken += names
    }
    return pairing
  }
}

extension Database {
  /// The files that the rows of spaces speak of.
  func eachBlockFile(_ body: (FileName) -> Void) throws {
    let rows = try Row.fetchCursor(self, sql: "SELECT spaceId, name FROM blocks")
    while let row = try rows.next() {
      body(.block(try row.identifier(1), of: try row.identifier(0)))
    }
  }

  /// The files that the rows of grants speak of.
  func eachGrantFile(_ body: (FileName) -> Void) throws {
    let rows = try Row.fetchCursor(
      self,
      sql: """
        SELECT folder, number FROM grantBlocks JOIN grants ON grants.id = grantBlocks.grantId
        """)
    while let row = try rows.next() {
      body(.grantBlock(row.number(1), folder: row.bytes(0)))
    }
  }
}

extension SQLiteStorage {
  /// Removes files that no row speaks of. Only at the start, when nothing is on its way.
  func collectOrphans() throws {
    for (committer, root, each) in [
      (rows, folder + "/store/blocks", Database.eachBlockFile),
      (grants, folder + "/grants/blocks", Database.eachGrantFile),
    ] {
      let orphans = try committer.pool.read { database in
        try BlockFiles.pair(root: root) { try each(database)($0) }.orphans
      }
      for name in orphans { try committer.files.remove(name) }
      for index in Set(orphans.map(BlockFiles.folderIndex)) {
        try committer.files.syncFolder(index)
      }
    }
  }
}
