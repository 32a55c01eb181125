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

  /// The phrase in the first line of a file.
  static func phrase(inFile path: String) throws(Failure) -> Phrase {
    guard let line = firstLine(ofFile: path) else { throw .input(.phraseFileUnreadable) }
    return try phrase(typed: line)
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
    guard var typed = firstLine(ofFile: path) else {
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
      guard let line = firstLine(ofFile: path) else {
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
