import Client
import Sodium
import Vault

#if canImport(Glibc)
  import Glibc
#endif

/// Asks on the terminal itself, not on standard input, without echo.
enum Prompt {
  /// What was typed; nil if there is no terminal.
  static func secret(_ message: Message) -> [UInt8]? {
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard terminal >= 0 else { return nil }
    defer { close(terminal) }
    var before = termios()
    guard tcgetattr(terminal, &before) == 0 else { return nil }
    var silent = before
    silent.c_lflag &= ~tcflag_t(ECHO)
    silent.c_lflag |= tcflag_t(ECHONL)
    // Without signals from keys: an interrupt would leave the terminal without echo.
    silent.c_lflag &= ~tcflag_t(ISIG)
    tcsetattr(terminal, TCSAFLUSH, &silent)
    defer { tcsetattr(terminal, TCSAFLUSH, &before) }
    let prompt = Array(message.text.utf8)
    _ = prompt.withUnsafeBytes { write(terminal, $0.baseAddress, $0.count) }
    var typed: [UInt8] = []
    var byte: UInt8 = 0
    while typed.count < 1_024 {
      let count = read(terminal, &byte, 1)
      if count < 0, errno == EINTR { continue }
      if count <= 0 || byte == 0x0a { break }
      if byte == 0x03 {
        tcsetattr(terminal, TCSAFLUSH, &before)
        exit(130)
      }
      typed.append(byte)
    }
    return typed
  }

  /// The phrase: the first line of the file that a variable names, or typed.
  static func phrase(
    fileVariable: String = "PDE_PHRASE_FILE", prompt: Message = .phrasePrompt
  ) throws(Failure) -> Phrase {
    if let path = environment(fileVariable) { return try phrase(inFile: path) }
    guard let line = secret(prompt) else { throw .usage(.noTerminal, hint: .noTerminalHint) }
    return try phrase(typed: line)
  }

  /// The phrase in the first line of a file; in all of them if it is a list, a word a line.
  static func phrase(inFile path: String) throws(Failure) -> Phrase {
    guard var text = try contents(ofFile: path) else { throw .input(.phraseFileUnreadable) }
    defer { wipe(&text) }
    var line = firstLine(of: text)
    defer { wipe(&line) }
    return try phrase(typed: Phrase.split(line).count < 5 ? text : line)
  }

  /// A pseudonym: the first line of the file that PDE_PSEUDONYM_FILE names, or typed if it
  /// `isAsked` for; nil for none.
  static func pseudonym(isAsked: Bool) throws(Failure) -> [UInt8]? {
    if let path = environment("PDE_PSEUDONYM_FILE") { return try pseudonym(inFile: path) }
    guard isAsked else { return nil }
    guard let line = secret(.pseudonymPrompt) else {
      throw .usage(.noTerminal, hint: .noTerminalHint)
    }
    return line
  }

  static func pseudonym(inFile path: String) throws(Failure) -> [UInt8] {
    guard let line = try firstLine(ofFile: path) else { throw .input(.pseudonymFileUnreadable) }
    return line
  }

  /// Whether what is about to happen is meant: asked on the terminal; without one it is.
  static func agrees(_ message: Message) -> Bool {
    guard isatty(STDIN_FILENO) == 1, let typed = secret(message) else { return true }
    return typed == Array(Message.deleteNowAnswer.text.utf8)
  }

  private static func phrase(typed line: [UInt8]) throws(Failure) -> Phrase {
    var typed = line
    defer { wipe(&typed) }
    do {
      return try Phrase(typed: typed)
    } catch .invalid(.unknownWord(let position)) {
      let words = Phrase.split(typed)
      let nearest = WordList.nearestAnywhere(to: normalise(typed: words[position]), limit: 3)
      throw .input(
        .unknownWord(
          position: position + 1, nearest: nearest.map { String(decoding: $0, as: UTF8.self) }),
        hint: .unknownWordHint)
    } catch {
      throw Failure(error)
    }
  }

  /// The card whose text is the first line of a file.
  static func card(inFile path: String) throws(Failure) -> CardSecret {
    guard var typed = try firstLine(ofFile: path) else {
      throw .input(.credential(.cardFileUnreadable))
    }
    defer { wipe(&typed) }
    do {
      return try CardSecret(typed: typed)
    } catch {
      throw Failure(error)
    }
  }

  /// A card's code: the first line of the file that PDE_CODE_FILE names, or typed.
  static func cardCode() throws(Failure) -> CardCode {
    var typed: [UInt8]
    if let path = environment("PDE_CODE_FILE") {
      guard let line = try firstLine(ofFile: path) else {
        throw .input(.credential(.codeFileUnreadable))
      }
      typed = line
    } else if let line = secret(.credential(.cardCodePrompt)) {
      typed = line
    } else {
      throw .usage(.noTerminal, hint: .noTerminalHint)
    }
    defer { wipe(&typed) }
    do {
      return try CardCode(typed: typed)
    } catch {
      throw Failure(error)
    }
  }

  /// The first line of a file that is its owner's alone; nil if it can't be read.
  private static func firstLine(ofFile path: String) throws(Failure) -> [UInt8]? {
    guard var text = try contents(ofFile: path) else { return nil }
    defer { wipe(&text) }
    return firstLine(of: text)
  }

  private static func firstLine(of text: [UInt8]) -> [UInt8] {
    let line = text.prefix { $0 != 0x0a }
    return Array(line.last == 0x0d ? line.dropLast() : line)
  }

  /// The first 1,024 bytes of a file that is its owner's alone, as UTF-8; nil if it can't be read.
  private static func contents(ofFile path: String) throws(Failure) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    // A pipe, `<(...)`, is read by nobody else.
    guard status.st_mode & S_IFMT != S_IFREG || status.st_mode & 0o077 == 0 else {
      throw .input(.secretFileOpenToOthers, hint: .secretFileHint)
    }
    var buffer = [UInt8](repeating: 0, count: 1_024)
    defer { wipe(&buffer) }
    let count = read(descriptor, &buffer, buffer.count)
    guard count >= 0 else { return nil }
    return utf8(buffer[..<count])
  }

  /// A text as UTF-8, without the mark that some editors put before it: those of Windows also write
  /// UTF-16, which has a zero beside each letter of ASCII.
  private static func utf8(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { return Array(bytes.dropFirst(3)) }
    guard bytes.count >= 2 else { return Array(bytes) }
    let (first, second) = (bytes[0], bytes[1])
    let isLittleEndian = (first == 0xff && second == 0xfe) || (first != 0 && second == 0)
    let isBigEndian = (first == 0xfe && second == 0xff) || (first == 0 && second != 0)
    guard isLittleEndian || isBigEndian else { return Array(bytes) }
    var units: [UInt16] = []
    defer { wipe(&units) }
    for i in stride(from: 0, to: bytes.count - 1, by: 2) {
      let (low, high) = isLittleEndian ? (bytes[i], bytes[i + 1]) : (bytes[i + 1], bytes[i])
      units.append(UInt16(high) << 8 | UInt16(low))
    }
    if units.first == 0xfeff { units.removeFirst() }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }
}
