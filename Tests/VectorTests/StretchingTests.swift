import Glibc
import Sodium
import Testing

@Suite("stretching") struct StretchingTests {
  /// Debian's `argon2` is another implementation: that of the algorithm's authors.
  @Test(arguments: ["abricot balcon cabane dauphin", "x", "correct horse battery staple"])
  func isWhatTheReferenceImplementationComputes(_ words: String) throws {
    let salt = hexEncode(randomBytes(8))  // 16 characters
    // Foundation's Process ended the program (a bad pointer, in run()) or threw EINTR, beside a hundred other
    // tests: in two runs of three (6.3.1).
    let tool = try #require(
      popen("printf %s '\(words)' | argon2 \(salt) -id -t 3 -k 65536 -p 1 -l 32 -v 13 -r", "r"))
    var line = [CChar](repeating: 0, count: 128)
    let isRead = fgets(&line, Int32(line.count), tool) != nil
    #expect(pclose(tool) == 0 && isRead)
    let bytes = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }

    let secret: Secret<Never> = Secret(copying: Array(words.utf8))
    let stretched: Secret<Never> = try stretch(secret, salt: Array(salt.utf8))
    #expect(
      bytes == Array((hexEncode(stretched.exposedBytes()) + "\n").utf8), "salt \(salt)")
  }
}
