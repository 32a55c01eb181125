#if canImport(Glibc)
  import Glibc
#endif

/// A file in the making: it has its name only once it is whole and on the disk, and
/// it never replaces another.
public final class OutputFile {
  private let path: String
  private let temporary: String
  private var descriptor: Int32
  private var isInPlace = false

  /// - Throws: `.file(.exists)` if there is something of this name; `.file(.unwritable)`.
  public init(path: String) throws(ClientError) {
    var status = stat()
    guard lstat(path, &status) != 0 else { throw .file(.exists) }
    self.path = path
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { String(path[...$0]) } ?? "./"
    temporary = folder + ".pde-\(getpid())-\(UInt32.random(in: 0 ... .max)).part"
    // 0600: what was shared with one person is not for everybody on this machine.
    descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw OutputFile.failure() }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if !isInPlace { unlink(temporary) }
  }

  /// - Throws: `.file(.diskFull)` or `.file(.unwritable)`.
  public func write(_ bytes: RawSpan) throws(ClientError) {
    var done = 0
    while done < bytes.byteCount {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress! + done, $0.count - done)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw OutputFile.failure()
      }
      done += count
    }
  }

  /// Makes the bytes durable and gives the file its name.
  ///
  /// - Throws: `.file(.exists)` if something got the name meanwhile.
  public func finish() throws(ClientError) {
    guard fsync(descriptor) == 0 else { throw OutputFile.failure() }
    close(descriptor)
    descriptor = -1
    // A hard link, unlike a rename, fails if the name is taken.
    if link(temporary, path) == 0 {
      unlink(temporary)
    } else if errno == EEXIST {
      throw .file(.exists)
    } else {
      // A file system without hard links: take the name first, then replace what took it.
      let taken = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      guard taken >= 0 else { throw OutputFile.failure() }
      close(taken)
      guard rename(temporary, path) == 0 else { throw OutputFile.failure() }
    }
    isInPlace = true
  }

  private static func failure() -> ClientError {
    switch errno {
    case ENOSPC, EDQUOT, EFBIG: .file(.diskFull)
    case EEXIST: .file(.exists)
    default: .file(.unwritable)
    }
  }
}
