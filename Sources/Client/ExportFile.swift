import Sodium
public import Vault
import Wire

#if canImport(Glibc)
  import Glibc
#endif

/// A sealed export on the disk.
public final class ExportFile: Sendable {
  private let descriptor: Int32
  private let byteCount: Int

  /// - Throws: `.file` for what is no readable file.
  public init(path: String) throws(ClientError) {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .file(.unreadable) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw .file(.notAFile)
    }
    self.descriptor = descriptor
    byteCount = Int(status.st_size)
  }

  deinit {
    close(descriptor)
  }

  /// The blocks behind the head, the piece of one at the end of a file that was cut among them.
  var blockCount: Int {
    (max(0, byteCount - OpenExport.headBytes) + Limits.blockBytes - 1) / Limits.blockBytes
  }

  func open(_ phrase: consuming Phrase) throws(ClientError) -> OpenExport {
    let head = try bytes(at: 0, count: min(OpenExport.headBytes, byteCount))
    do {
      return try OpenExport(phrase, head: head)
    } catch {
      throw .vault(error)
    }
  }

  /// Reads block `index` and has it opened.
  func read(_ index: Int, into opener: OpenExport) throws(ClientError) {
    let start = OpenExport.headBytes + index * Limits.blockBytes
    let block = try bytes(at: start, count: min(Limits.blockBytes, byteCount - start))
    do {
      try opener.take(block.rawSpan, isLast: index == blockCount - 1)
    } catch {
      throw .vault(error)
    }
  }

  /// Opens the whole file.
  ///
  /// - Throws: `.vault(.damaged(.export))` for one that is not as it was made.
  func readAll(
    _ opener: OpenExport, _ body: (OpenExport.Piece, RawSpan) throws(ClientError) -> Void
  ) throws(ClientError) {
    for index in 0..<blockCount {
      try read(index, into: opener)
      while true {
        let piece: OpenExport.Piece?
        do {
          piece = try opener.nextPiece()
        } catch {
          throw .vault(error)
        }
        guard let piece else { break }
        try opener.withBytes(of: piece) { (bytes) throws(ClientError) in try body(piece, bytes) }
      }
    }
    guard opener.isOver else { throw .vault(.damaged(.export)) }
  }

  private func bytes(at offset: Int, count: Int) throws(ClientError) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let read = buffer.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress! + done, count - done, off_t(offset + done))
      }
      if read < 0, errno == EINTR { continue }
      guard read > 0 else { throw .file(read == 0 ? .changedWhileRead : .unreadable) }
      done += read
    }
    return buffer
  }
}
