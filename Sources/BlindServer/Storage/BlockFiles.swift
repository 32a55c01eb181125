import CLinux
import Glibc
import NIOCore
import Sodium
import Synchronization
import Wire

enum FileKind {}
/// The name of a block's file: 16 bytes that say nothing.
typealias FileName = Identifier<FileKind>

/// A block in a temporary file, not yet under its name. The file goes with its last
/// owner unless it was placed.
final class StagedBlock: Sendable {
  fileprivate let file: Descriptor
  fileprivate let name: String
  fileprivate let folder: Descriptor
  fileprivate let isPlaced = Mutex(false)

  fileprivate init(file: Descriptor, name: String, folder: Descriptor) {
    self.file = file
    self.name = name
    self.folder = folder
  }

  /// Makes the bytes durable.
  func sync() throws { try file.sync() }

  deinit {
    if !isPlaced.withLock({ $0 }) { unlinkat(folder.number, name, 0) }
  }
}

/// Blocks of 131,072 bytes as files, `root/a/b/<name>` with a and b the name's first
/// two hexadecimal digits.
///
/// Every call blocks. A file is written whole under a temporary name, made durable,
/// and only then renamed; nothing in it is ever changed. All files have one
/// modification time.
final class BlockFiles: Sendable {
  static let folderCount = 256
  /// How many folders temporary files are made in, by turns: a folder takes one at a time,
  /// and where many files have just gone, a file system looks long for a place beside them.
  static let temporaryCount = 16
  private let root: Descriptor
  private let temporary: [Descriptor]
  private let counter = Atomic<UInt64>(0)

  /// Makes the folders of an empty store. They are all made at once, so that no upload
  /// ever waits for a folder of its own.
  static func make(at root: String) throws {
    try System.makeFolder(root)
    for a in 0..<16 {
      try System.makeFolder(root + "/" + String(a, radix: 16))
      for b in 0..<16 {
        try System.makeFolder(root + "/" + String(a, radix: 16) + "/" + String(b, radix: 16))
      }
      try System.syncFolder(root + "/" + String(a, radix: 16))
    }
    try System.syncFolder(root)
  }

  /// Makes the folders of temporary files, which one store only may use.
  static func makeTemporary(at path: String) throws {
    try System.makeFolder(path)
    for turn in 0..<temporaryCount { try System.makeFolder(temporaryPath(path, turn)) }
  }

  /// - Parameter temporary: what ``makeTemporary(at:)`` made; nil where nothing is written.
  init(root: String, temporary: String?) throws {
    self.root = try Descriptor(root, O_RDONLY | O_DIRECTORY)
    self.temporary =
      try temporary.map { path in
        try (0..<Self.temporaryCount).map {
          try Descriptor(Self.temporaryPath(path, $0), O_RDONLY | O_DIRECTORY)
        }
      } ?? []
  }

  private static func temporaryPath(_ path: String, _ turn: Int) -> String {
    path + "/" + String(turn, radix: 16)
  }

  static func folderPath(_ index: Int) -> String {
    String(index >> 4, radix: 16) + "/" + String(index & 15, radix: 16)
  }

  static func path(_ name: FileName) -> String {
    let text = name.text
    let second = text.index(after: text.startIndex)
    return "\(text[text.startIndex])/\(text[second])/\(text)"
  }

  /// Which of the 256 folders a file is in.
  static func folderIndex(_ name: FileName) -> Int { Int(name.firstByte) }

  // MARK: Writing

  /// Writes a block to a temporary file.
  func stage(_ block: ByteBuffer) throws -> StagedBlock {
    let number = counter.wrappingAdd(1, ordering: .relaxed).newValue
    let name = String(number, radix: 36)
    let folder = temporary[Int(number % UInt64(temporary.count))]
    let file = try Descriptor(name, O_CREAT | O_EXCL | O_RDWR, mode: 0o600, at: folder.number)
    let staged = StagedBlock(file: file, name: name, folder: folder)
    try block.withUnsafeReadableBytes { try System.write($0, to: file) }
    try System.clearTimes(of: file)
    return staged
  }

  /// Gives a durable block its name. The folder has to be synced before the name is
  /// relied on; a file that has the name already is an orphan and is replaced.
  func place(_ staged: StagedBlock, as name: FileName) throws {
    try System.retrying("rename") {
      renameat(
        staged.folder.number, staged.name, root.number, Self.path(name))
    }
    staged.isPlaced.withLock { $0 = true }
  }

  /// Removes a file, if it is there. The folder has to be synced after.
  func remove(_ name: FileName) throws {
    do {
      try System.retrying("unlink") {
        unlinkat(root.number, Self.path(name), 0)
      }
    } catch let error as SystemError where error.code == ENOENT {}
  }

  func syncFolder(_ index: Int) throws {
    try Descriptor(Self.folderPath(index), O_RDONLY | O_DIRECTORY, at: root.number).sync()
  }

  // MARK: Reading

  /// Bytes of the block of a name; nil if there is no such file or it ends before them.
  func read(
    _ name: FileName, _ range: Range<Int> = 0..<Limits.blockBytes
  ) throws -> ByteBuffer? {
    guard let file = try open(name) else { return nil }
    var bytes = ByteBufferAllocator().buffer(capacity: range.count)
    let count = try bytes.writeWithUnsafeMutableBytes(minimumWritableBytes: range.count) {
      try System.read(
        into: UnsafeMutableRawBufferPointer(rebasing: $0[..<range.count]), from: file,
        at: range.lowerBound)
    }
    return count == range.count ? bytes : nil
  }

  /// As ``read(_:_:)``, of what is in memory: never waits for the disk. nil if that is
  /// not all of it, or if there is no such file.
  func readCached(_ name: FileName, _ range: Range<Int>) -> ByteBuffer? {
    let file = linux_open_cached(root.number, Self.path(name))
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = ByteBufferAllocator().buffer(capacity: range.count)
    let count = bytes.writeWithUnsafeMutableBytes(minimumWritableBytes: range.count) {
      max(0, linux_pread_cached(file, $0.baseAddress, range.count, Int64(range.lowerBound)))
    }
    return count == range.count ? bytes : nil
  }

  /// The file of a block that is in memory, to be sent from there; nil as of
  /// ``readCached(_:_:)``.
  ///
  /// Blocks are written and read whole: where both ends are in memory, so is what is
  /// between them, as good as always.
  func openCached(_ name: FileName) -> NIOFileHandle? {
    let file = linux_open_cached(root.number, Self.path(name))
    guard file >= 0 else { return nil }
    var byte: UInt8 = 0
    guard linux_pread_cached(file, &byte, 1, 0) == 1,
      linux_pread_cached(file, &byte, 1, Int64(Limits.blockBytes - 1)) == 1
    else {
      close(file)
      return nil
    }
    return NIOFileHandle(_deprecatedTakingOwnershipOfDescriptor: file)
  }

  /// Whether a staged block has the bytes of the file of a name.
  func isSame(_ staged: StagedBlock, as name: FileName) throws -> Bool {
    guard let stored = try read(name) else { return false }
    var bytes = [UInt8](repeating: 0, count: Limits.blockBytes)
    let count = try bytes.withUnsafeMutableBytes {
      try System.read(into: $0, from: staged.file)
    }
    return count == Limits.blockBytes && stored.readableBytesView.elementsEqual(bytes)
  }

  private func open(_ name: FileName) throws -> Descriptor? {
    do {
      return try Descriptor(Self.path(name), O_RDONLY | Int32(LINUX_NOATIME), at: root.number)
    } catch let error as SystemError where error.code == EPERM {
      // Only a file's owner may read it so.
      return try Descriptor(Self.path(name), O_RDONLY, at: root.number)
    } catch let error as SystemError where error.code == ENOENT {
      return nil
    }
  }
}

extension FileName {
  var firstByte: UInt8 { bytes[0] }

  /// The file of a block of a space: the first 16 bytes of BLAKE2b-256(spaceId ||
  /// name), so that two spaces never share a file and none can take another's name.
  static func block(_ name: BlockName, of space: SpaceID) -> FileName {
    FileName(Array(blake2b256(space.bytes + name.bytes)[..<16]))!  // 16 bytes
  }

  /// The file of a grant's block: from 16 random bytes of the grant's row, which the
  /// grant's identifier does not tell.
  static func grantBlock(_ number: UInt16, folder: [UInt8]) -> FileName {
    FileName(Array(blake2b256(folder + bigEndianBytes(number))[..<16]))!  // 16 bytes
  }
}
