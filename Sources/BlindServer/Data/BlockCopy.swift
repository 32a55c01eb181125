import Glibc
import NIOCore
import Wire

/// Copies of files from one store to another.
enum BlockCopy {
  /// A block from the first store that has it; false if none has.
  ///
  /// Blocks never change, so a backup shares those of the one before it: `linking` gives
  /// the same file a second name, where that is possible.
  static func copy(
    _ name: FileName, from roots: [String], linking: String?, to root: String
  ) throws -> Bool {
    let target = root + "/" + BlockFiles.path(name)
    if System.exists(target) { return true }
    if let linking, link(linking + "/" + BlockFiles.path(name), target) == 0 { return true }
    for source in roots {
      let path = source + "/" + BlockFiles.path(name)
      if try copyFile(path, to: target, most: Limits.blockBytes) { return true }
    }
    return false
  }

  /// A whole file, durable, with its times in 1970; false if there is none.
  static func copyFile(_ source: String, to target: String, most: Int = .max) throws -> Bool {
    let from: Descriptor
    do {
      from = try Descriptor(source, O_RDONLY)
    } catch let error as SystemError where error.code == ENOENT {
      return false
    }
    let to = try Descriptor(target, O_WRONLY | O_CREAT | O_TRUNC)
    var piece = [UInt8](repeating: 0, count: min(most, 1 << 20))
    var offset = 0
    while true {
      let count = try piece.withUnsafeMutableBytes {
        try System.read(into: $0, from: from, at: offset)
      }
      if count == 0 { break }
      try piece.withUnsafeBytes { try System.write(.init(rebasing: $0[..<count]), to: to) }
      offset += count
      if count < piece.count || offset >= most { break }
    }
    try System.clearTimes(of: to)
    try to.sync()
    return true
  }

  /// Makes the names in a tree of blocks durable.
  static func syncTree(_ root: String) throws {
    for index in 0..<BlockFiles.folderCount {
      try System.syncFolder(root + "/" + BlockFiles.folderPath(index))
    }
  }
}
