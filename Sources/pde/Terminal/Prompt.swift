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

  /// The phrase: the first line of the file that PDE_PHRASE_FILE names, or typed.
  static func phrase() throws(Failure) -> Phrase {
    var typed: [UInt8]
    if let path = environment("PDE_PHRASE_FILE") {
      guard let line = firstLine(ofFile: path) else {
        throw .input(.phraseFileUnreadable)
      }
      typed = line
    } else if let line = secret(.phrasePrompt) {
      typed = line
    } else {
      throw .usage(.noTerminal, hint: .noTerminalHint)
    }
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

  private static func firstLine(ofFile path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 1_024)
    defer { wipe(&buffer) }
    let count = read(descriptor, &buffer, buffer.count)
    guard count >= 0 else { return nil }
    let line = buffer[..<count].prefix { $0 != 0x0a }
    return Array(line.last == 0x0d ? line.dropLast() : line)
  }
}
