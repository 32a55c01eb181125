import Sodium
import Wire

/// What opens a sealed export: seven words, and the salt of its file.
///
///     file = magic 16 || salt 16 || check 32 || blocks
/// - SeeAlso: Specs/export.md, "Sealed".
struct ExportKey: ~Copyable {
  let key: Secret<ExportKeyPurpose>
  /// The file's first 64 bytes.
  let head: [UInt8]

  static let magic = asciiBytes("pde1 sealed exp\n")
  static let headBytes = 64

  /// The key of a new file.
  ///
  /// - Throws: `.outOfMemory`. It blocks as stretching does.
  init(new phrase: consuming Phrase) throws(VaultError) {
    try self.init(phrase, salt: randomBytes(16))
  }

  /// The key of a file that begins with `head`.
  ///
  /// - Throws: `.invalid(.exportFile)` for what is no sealed export; `.wrongWords`; `.outOfMemory`.
  init(_ phrase: consuming Phrase, head: [UInt8]) throws(VaultError) {
    guard head.count == ExportKey.headBytes, head.starts(with: ExportKey.magic) else {
      throw .invalid(.exportFile)
    }
    let found = try ExportKey(phrase, salt: Array(head[16..<32]))
    guard constantTimeEqual(found.head, head) else { throw .wrongWords }
    self = found
  }

  package init(_ phrase: consuming Phrase, salt: [UInt8]) throws(VaultError) {
    let stretched = try phrase.stretched(forFileWith: salt)
    key = stretched.derive(.exportKey)
    head = ExportKey.magic + salt + stretched.deriveOpenly(.exportCheck)
  }

  init(key: consuming Secret<ExportKeyPurpose>, head: [UInt8]) {
    self.key = key
    self.head = head
  }

  borrowing func copy() -> ExportKey { ExportKey(key: key.copy(), head: head) }

  /// What a block is sealed to: its number, and whether the file ends behind it.
  static func context(_ index: UInt32, isLast: Bool) -> [UInt8] {
    var writer = CBORWriter(capacity: 16)
    writer.array(2)
    writer.unsigned(index)
    writer.unsigned(isLast ? 1 as UInt8 : 0)
    return writer.exposedBytes()
  }
}
