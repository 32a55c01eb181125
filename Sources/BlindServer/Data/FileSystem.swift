import Foundation
import Glibc

/// A call to the system that failed.
struct SystemError: Error, CustomStringConvertible {
  let call: StaticString
  let code: Int32

  var description: String { "\(call): \(String(cString: strerror(code)))" }
  /// The disk, or the share of it that the server may use, has no room left.
  var isDiskFull: Bool { code == ENOSPC || code == EDQUOT }
  /// The process, or the machine, has as many files open as it may.
  var isOutOfFiles: Bool { code == EMFILE || code == ENFILE }
}

/// An open file or folder, closed when its owner ends.
final class Descriptor: Sendable {
  let number: Int32

  /// Opens `path` below the folder `at`, or as it stands.
  init(_ path: String, _ flags: Int32, mode: mode_t = 0o600, at folder: Int32 = AT_FDCWD) throws {
    number = try System.retrying("open") { openat(folder, path, flags | O_CLOEXEC, mode) }
  }

  deinit { close(number) }

  func sync() throws {
    try System.retrying("fsync") { fsync(number) }
  }

  /// The number of bytes of the file.
  func byteCount() throws -> Int {
    let end = lseek(number, 0, SEEK_END)
    guard end >= 0 else { throw SystemError(call: "lseek", code: errno) }
    return Int(end)
  }
}

/// The system's calls, with their errors thrown.
enum System {
  @discardableResult
  static func retrying(_ name: StaticString, _ call: () -> Int32) throws -> Int32 {
    while true {
      let result = call()
      if result >= 0 { return result }
      if errno != EINTR { throw SystemError(call: name, code: errno) }
    }
  }

  /// Writes all of `bytes` at the file's position.
  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Descriptor) throws {
    var rest = bytes
    while rest.count > 0 {
      let count = Glibc.write(descriptor.number, rest.baseAddress, rest.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw SystemError(call: "write", code: errno)
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  /// Fills `bytes` from a place in the file; the number read is smaller only at its end.
  static func read(
    into bytes: UnsafeMutableRawBufferPointer, from descriptor: Descriptor, at offset: Int = 0
  ) throws -> Int {
    var done = 0
    while done < bytes.count {
      let count = pread(
        descriptor.number, bytes.baseAddress! + done, bytes.count - done,
        off_t(offset + done))
      if count < 0 {
        if errno == EINTR { continue }
        throw SystemError(call: "read", code: errno)
      }
      if count == 0 { break }
      done += count
    }
    return done
  }

  static func makeFolder(_ path: String) throws {
    try retrying("mkdir") { mkdir(path, 0o700) }
  }

  static func syncFolder(_ path: String) throws {
    try Descriptor(path, O_RDONLY | O_DIRECTORY).sync()
  }

  /// The folder that a path is in.
  static func parent(of path: String) -> String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: true).dropLast()
    return (path.hasPrefix("/") ? "/" : "./") + parts.joined(separator: "/")
  }

  static func exists(_ path: String) -> Bool {
    access(path, F_OK) == 0
  }

  /// The names in a folder, without `.` and `..`; nil if there is no such folder.
  static func names(in path: String) -> [String]? {
    guard let folder = opendir(path) else { return nil }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }

  /// Removes a folder and all that is in it.
  static func removeTree(_ path: String) throws {
    for name in names(in: path) ?? [] {
      let inner = path + "/" + name
      // Unlinking tells a folder from anything else, links to folders among them.
      if unlink(inner) == 0 { continue }
      guard errno == EISDIR else { throw SystemError(call: "unlink", code: errno) }
      try removeTree(inner)
    }
    try retrying("rmdir") { rmdir(path) }
  }

  /// Sets a file's times to 1970: when it was written would pair compartments that are
  /// used together.
  static func clearTimes(of file: Descriptor) throws {
    // As bytes: which module `timespec` has its members from depends on what else is
    // imported.
    let zeros = [UInt8](repeating: 0, count: 2 * MemoryLayout<timespec>.stride)
    try zeros.withUnsafeBytes { bytes in
      let times = bytes.baseAddress?.assumingMemoryBound(to: timespec.self)
      try retrying("futimens") { futimens(file.number, times) }
    }
  }

  /// Whether others than a file's owner may do anything with it.
  static func isOpenToOthers(_ path: String) throws -> Bool {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    guard let permissions = attributes[.posixPermissions] as? Int else { return true }
    return permissions & 0o077 != 0
  }

  /// The bytes of a small file.
  static func contents(of path: String, upTo limit: Int) throws -> [UInt8] {
    let file = try Descriptor(path, O_RDONLY)
    var bytes = [UInt8](repeating: 0, count: limit)
    let count = try bytes.withUnsafeMutableBytes { try read(into: $0, from: file) }
    bytes.removeLast(limit - count)
    return bytes
  }
}
