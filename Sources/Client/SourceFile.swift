import Sodium
import Wire

#if canImport(Glibc)
  import Glibc
#endif

/// A file that is to become a document: read in parts, and checked to be the same
/// file at the end as at the beginning.
public final class SourceFile: Sendable {
  /// In bytes.
  public let byteCount: Int
  private let descriptor: Int32
  private let before: stat

  /// - Throws: `.file` for what is no readable file of 1...25,000,000 bytes.
  public init(path: String) throws(ClientError) {
    // O_NONBLOCK: opening a pipe must not wait for its other end.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .file(.unreadable) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      close(descriptor)
      throw .file(.unreadable)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw .file(.notAFile)
    }
    guard status.st_size > 0, status.st_size <= Limits.documentBytes else {
      close(descriptor)
      throw .file(status.st_size == 0 ? .empty : .tooLarge)
    }
    self.descriptor = descriptor
    before = status
    byteCount = Int(status.st_size)
  }

  deinit {
    close(descriptor)
  }

  /// Reads `buffer.count` bytes from `offset` on.
  ///
  /// - Throws: `.file(.changedWhileRead)` if the file is shorter by now.
  public func read(into buffer: inout [UInt8], at offset: Int) throws(ClientError) {
    var done = 0
    while done < buffer.count {
      let count = buffer.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress! + done, $0.count - done, off_t(offset + done))
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw .file(.unreadable)
      }
      guard count > 0 else { throw .file(.changedWhileRead) }
      done += count
    }
  }

  /// - Throws: `.file(.changedWhileRead)` if the file was written to since it was opened.
  public func checkUnchanged() throws(ClientError) {
    var after = stat()
    guard fstat(descriptor, &after) == 0, after.st_size == before.st_size,
      after.st_mtim.tv_sec == before.st_mtim.tv_sec,
      after.st_mtim.tv_nsec == before.st_mtim.tv_nsec,
      after.st_ctim.tv_sec == before.st_ctim.tv_sec,
      after.st_ctim.tv_nsec == before.st_ctim.tv_nsec
    else { throw .file(.changedWhileRead) }
  }

  /// The media type that the file's first bytes show.
  public func mediaType() throws(ClientError) -> String {
    var head = [UInt8](repeating: 0, count: min(byteCount, 4_096))
    try read(into: &head, at: 0)
    return sniffMediaType(head, isWhole: head.count == byteCount)
  }
}

/// The media type that a document's first bytes show; `application/octet-stream`
/// if they show none.
func sniffMediaType(_ head: [UInt8], isWhole: Bool) -> String {
  if head.starts(with: [0xff, 0xd8, 0xff]) { return "image/jpeg" }
  if head.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) { return "image/png" }
  if head.starts(with: Array("%PDF-".utf8)) { return "application/pdf" }
  if head.starts(with: Array("GIF8".utf8)) { return "image/gif" }
  if head.count > 12, head.starts(with: Array("RIFF".utf8)),
    Array(head[8..<12]) == Array("WEBP".utf8)
  {
    return "image/webp"
  }
  if head.count > 12, Array(head[4..<8]) == Array("ftyp".utf8),
    ["heic", "heix", "mif1"].contains(String(decoding: head[8..<12], as: UTF8.self))
  {
    return "image/heic"
  }
  // A character may be cut at the end of what was read.
  var text = head
  if !isWhole {
    while let last = text.last, last & 0xc0 == 0x80 { text.removeLast() }
    if let last = text.last, last >= 0xc0 { text.removeLast() }
  }
  let isText =
    isWellFormedUTF8(text)
    && text.allSatisfy { $0 >= 0x20 || $0 == 0x09 || $0 == 0x0a || $0 == 0x0d }
  return isText ? "text/plain; charset=utf-8" : "application/octet-stream"
}
