import Sodium
public import Vault
import Wire

#if canImport(Glibc)
  import Glibc
#endif

/// A file that is to become a document: read in parts, and checked to be the same
/// file at the end as at the beginning.
public final class SourceFile: Sendable {
  /// In bytes.
  public let byteCount: Int
  /// What the file's first bytes show.
  let mediaType: [UInt8]
  /// What its name says.
  public let parts: FileNameParts
  public var isPicture: Bool { mediaType.starts(with: asciiBytes("image/")) }
  private let descriptor: Int32
  private let before: stat

  /// - Parameter path: Its bytes, which need not be UTF-8.
  /// - Throws: `.file` for what is no readable file of 1...25,000,000 bytes.
  public init(path: [UInt8]) throws(ClientError) {
    // O_NONBLOCK: opening a pipe must not wait for its other end.
    let descriptor = (path + [0]).withUnsafeBytes {
      open($0.assumingMemoryBound(to: CChar.self).baseAddress!, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    }
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
    var head = [UInt8](repeating: 0, count: min(byteCount, 4_096))
    do throws(ClientError) {
      try Self.read(descriptor, into: &head, at: 0)
    } catch {
      close(descriptor)
      throw error
    }
    mediaType = sniffMediaType(head, isWhole: head.count == byteCount)
    parts = FileNameParts(path, mediaType: mediaType)
  }

  deinit {
    close(descriptor)
  }

  /// Reads `buffer.count` bytes from `offset` on.
  ///
  /// - Throws: `.file(.changedWhileRead)` if the file is shorter by now.
  public func read(into buffer: inout [UInt8], at offset: Int) throws(ClientError) {
    try Self.read(descriptor, into: &buffer, at: offset)
  }

  private static func read(
    _ descriptor: Int32, into buffer: inout [UInt8], at offset: Int
  ) throws(ClientError) {
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
}

/// The media type that a document's first bytes show; `application/octet-stream`
/// if they show none.
func sniffMediaType(_ head: [UInt8], isWhole: Bool) -> [UInt8] {
  func starts(_ text: StaticString, at offset: Int = 0) -> Bool {
    head.dropFirst(offset).starts(with: asciiBytes(text))
  }
  if head.starts(with: [0xff, 0xd8, 0xff]) { return asciiBytes("image/jpeg") }
  if head.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) {
    return asciiBytes("image/png")
  }
  if starts("GIF8") { return asciiBytes("image/gif") }
  if starts("RIFF"), starts("WEBP", at: 8) { return asciiBytes("image/webp") }
  if starts("II*\0") || starts("MM\0*") { return asciiBytes("image/tiff") }
  if starts("BM"), head.count > 14, head[6..<10].allSatisfy({ $0 == 0 }) {
    return asciiBytes("image/bmp")
  }
  if starts("ftyp", at: 4) {
    if starts("avif", at: 8) || starts("avis", at: 8) { return asciiBytes("image/avif") }
    let brands: [StaticString] = ["heic", "heix", "heim", "heis", "hevc", "mif1", "msf1"]
    if brands.contains(where: { starts($0, at: 8) }) { return asciiBytes("image/heic") }
  }
  // Readers look for it in the first 1,024 bytes.
  let beginning = head.prefix(1_024)
  let mark = asciiBytes("%PDF-")
  if beginning.indices.contains(where: { beginning[$0...].starts(with: mark) }) {
    return asciiBytes("application/pdf")
  }
  if starts("{\\rtf") { return asciiBytes("application/rtf") }
  if head.starts(with: [0xff, 0xfe]) || head.starts(with: [0xfe, 0xff]) {
    return asciiBytes("text/plain; charset=utf-16")
  }
  // A character may be cut at the end of what was read.
  var text = head
  if !isWhole {
    while let last = text.last, last & 0xc0 == 0x80 { text.removeLast() }
    if let last = text.last, last >= 0xc0 { text.removeLast() }
  }
  guard text.allSatisfy({ $0 >= 0x20 || $0 == 0x09 || $0 == 0x0a || $0 == 0x0d }) else {
    return asciiBytes("application/octet-stream")
  }
  if isWellFormedUTF8(text) { return asciiBytes("text/plain; charset=utf-8") }
  // The five that the code page leaves free, and DEL, are in no text of it; and most is ASCII.
  let isCodePage =
    !text.contains { [0x7f, 0x81, 0x8d, 0x8f, 0x90, 0x9d].contains($0) }
    && text.count { $0 < 0x80 } * 3 >= text.count * 2
  return isCodePage
    ? asciiBytes("text/plain; charset=windows-1252") : asciiBytes("application/octet-stream")
}
