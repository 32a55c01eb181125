import Glibc
import Sodium
import Wire

/// The file of server keys, and the lock of the folder that it is in.
enum KeyFile {
  /// Takes a folder for this process.
  static func lock(_ folder: String) throws -> Descriptor {
    let lock = try Descriptor(folder + "/lock", O_RDWR | O_CREAT)
    guard flock(lock.number, LOCK_EX | LOCK_NB) == 0 else { throw StartError.inUse(folder) }
    return lock
  }

  static func read(_ path: String) throws -> ServerKeys {
    guard try !System.isOpenToOthers(path) else { throw StartError.keysReadableByOthers(path) }
    var bytes = try System.contents(of: path, upTo: 16_384)
    defer { wipe(&bytes) }
    guard let keys = ServerKeys(file: bytes) else { throw StartError.keysUnreadable(path) }
    return keys
  }

  /// Writes a file that is not there yet.
  static func write(_ keys: ServerKeys, to path: String) throws {
    let file = try Descriptor(path, O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
    try keys.withFile { bytes in
      try bytes.withUnsafeBytes { try System.write($0, to: file) }
    }
    try file.sync()
  }

  /// Takes a file's place by another, at once.
  static func replace(_ path: String, with keys: ServerKeys) throws {
    let making = path + ".new"
    if System.exists(making) { try System.retrying("unlink") { unlink(making) } }
    try write(keys, to: making)
    try System.retrying("rename") { rename(making, path) }
    try System.syncFolder(System.parent(of: path))
  }
}

/// Adding an epoch to the keys of a folder, an authority's or a second operator's.
public enum EpochAddition {
  /// Adds a new seed; the next start writes it down in the database.
  ///
  /// - Parameters:
  ///   - number: of the epoch; the one after the last if nil.
  ///   - secondKey: the other operator's public key, in hexadecimal.
  /// - Returns: the epochs there are now, one a line, and the list's hash, which clients pin.
  public static func add(
    to folder: String, number: UInt32?, secondKey: String?
  ) throws -> (epochs: String, listHash: String) {
    try Backup.explaining("add an epoch in \(folder)") {
      let lock = try KeyFile.lock(folder)
      defer { flock(lock.number, LOCK_UN) }
      let path = folder + "/server-keys"
      let keys = try KeyFile.read(path)
      var second: [UInt8]?
      if let secondKey {
        guard let bytes = hexDecode(Array(secondKey.utf8)), Element(bytes) != nil else {
          throw StartError.notAKey
        }
        second = bytes
      }
      guard let more = try keys.adding(number: number, secondKey: second) else {
        throw StartError.noSuchEpoch
      }
      try KeyFile.replace(path, with: more)
      return (more.epochList.lines, hexEncode(more.epochList.hash))
    }
  }
}

extension EpochList {
  /// `epoch 2: ` and the keys in hexadecimal, an epoch a line.
  var lines: String {
    epochs.map { "epoch \($0.number): " + $0.publicKeys.map(hexEncode).joined(separator: " ") }
      .joined(separator: "\n")
  }
}
