import Sodium

#if canImport(Glibc)
  import Glibc
#endif

/// A file, read or written from its beginning, as the C program does it.
final class File {
  private let descriptor: Int32
  private let path: String

  init(reading path: String) throws {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw BenchError.file(path) }
  }

  init(writing path: String) throws {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw BenchError.file(path) }
  }

  deinit { close(descriptor) }

  func byteCount() throws -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw BenchError.file(path) }
    return Int(status.st_size)
  }

  /// The first `byteCount` bytes of `buffer` are the file's next ones after it.
  func read(into buffer: inout [UInt8], byteCount: Int) throws {
    var done = 0
    while done < byteCount {
      let count = buffer.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress! + done, byteCount - done)
      }
      guard count > 0 else { throw BenchError.file(path) }
      done += count
    }
  }

  func write(_ bytes: RawSpan) throws {
    var done = 0
    while done < bytes.byteCount {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress! + done, $0.count - done)
      }
      guard count > 0 else { throw BenchError.file(path) }
      done += count
    }
  }

  func write(_ bytes: [UInt8]) throws { try write(bytes.rawSpan) }
}
