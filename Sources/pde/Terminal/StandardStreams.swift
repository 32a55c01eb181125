#if canImport(Glibc)
  import Glibc
#endif

/// The value of an environment variable; nil if it is not set.
func environment(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}

/// Results: what a script reads.
enum StandardOutput {
  static func line(_ text: String) throws(Failure) {
    try write(Array((text + "\n").utf8).span.bytes)
  }

  /// - Throws: if standard output was closed or its disk is full.
  static func write(_ bytes: RawSpan) throws(Failure) {
    var done = 0
    while done < bytes.byteCount {
      let count = bytes.withUnsafeBytes {
        Glibc.write(STDOUT_FILENO, $0.baseAddress! + done, $0.count - done)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw Failure(errno == ENOSPC ? .diskFull : .fileUnwritable, exitCode: Failure.Code.disk)
      }
      done += count
    }
  }

  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
}

/// Everything else that is said.
enum StandardError {
  static func line(_ message: Message) {
    raw(message.text + "\n")
  }

  static func report(_ failure: Failure) {
    line(.error(failure.message.text))
    if let hint = failure.hint { line(.hint(hint.text)) }
  }

  static func raw(_ text: String) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}

/// What comes in.
enum StandardInput {
  /// The next line without its end; nil at the end of the input. Read byte by byte, so that
  /// what follows stays for the next reader.
  static func line(limit: Int = 4_096) -> [UInt8]? {
    var line: [UInt8] = []
    while line.count < limit {
      var byte: UInt8 = 0
      let count = read(STDIN_FILENO, &byte, 1)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return line.isEmpty ? nil : line }
      if byte == 0x0a { break }
      line.append(byte)
    }
    if line.last == 0x0d { line.removeLast() }
    return line
  }

  /// Everything, up to one byte more than `limit`.
  static func all(limit: Int) -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while all.count <= limit {
      let count = read(STDIN_FILENO, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { break }
      all += buffer[..<count]
    }
    return all
  }
}
