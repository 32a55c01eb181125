import Foundation
import Sodium
import Testing

@Suite("stretching") struct StretchingTests {
  /// Debian's `argon2` is another implementation: that of the algorithm's authors.
  @Test(arguments: ["abricot balcon cabane dauphin", "x", "correct horse battery staple"])
  func isWhatTheReferenceImplementationComputes(_ words: String) throws {
    let salt = hexEncode(randomBytes(8))  // 16 characters
    let tool = Process()
    tool.executableURL = URL(filePath: "/usr/bin/env")
    tool.arguments = [
      "argon2", salt, "-id", "-t", "3", "-k", "65536", "-p", "1", "-l", "32", "-v", "13", "-r",
    ]
    let input = Pipe()
    let output = Pipe()
    tool.standardInput = input
    tool.standardOutput = output
    try tool.run()
    try input.fileHandleForWriting.write(contentsOf: Data(words.utf8))
    try input.fileHandleForWriting.close()
    let answer = try output.fileHandleForReading.readToEnd() ?? Data()
    tool.waitUntilExit()

    let secret: Secret<Never> = Secret(copying: Array(words.utf8))
    let stretched: Secret<Never> = try stretch(secret, salt: Array(salt.utf8))
    #expect(
      String(decoding: answer, as: UTF8.self) == hexEncode(stretched.exposedBytes()) + "\n",
      "salt \(salt)")
  }
}
