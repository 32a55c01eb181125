public import Sodium
public import Vault
import Wire

/// A wallet over a server in memory, opened and filled as a person would.
public final class MemoryWallet {
  public let server: MemoryServer
  public private(set) var compartment: Compartment

  private static let words = Array("acolyte capital feuille majeur prisme village".utf8)
  /// What Argon2id makes of these words: a wallet can be made without it, so that the first
  /// opening in a process is the first stretching too.
  private static let stretched: [UInt8] = [
    0x41, 0xc6, 0x99, 0xa5, 0xaa, 0x0e, 0xa8, 0x21, 0xc1, 0x86, 0xc1, 0xe0, 0xb8, 0xec, 0xb3, 0x0e,
    0xf1, 0x04, 0x97, 0x16, 0xd5, 0xc5, 0xe9, 0xb5, 0xa5, 0x8a, 0x69, 0x01, 0x90, 0x52, 0xf9, 0x4f,
  ]

  /// A new wallet with `documentCount` documents, of which the server has the entries only:
  /// what adding to it and opening it costs does not depend on their blocks.
  public init(documentCount: Int) throws(VaultError) {
    do {
      server = try MemoryServer()
    } catch {
      throw .hardeningFailed(.notProven(operator: 1))
    }
    let exchange = try CreateWallet(
      Self.credential(), language: .french, info: server.info, pin: nil,
      localTime: server.info.time)
    try server.run(exchange)
    guard let created = exchange.compartment else { throw .nonsense }
    compartment = created
    for count in BenchDocument.batches(of: documentCount) {
      var changes: [Change] = []
      for _ in 0..<count { changes.append(.added(try BenchDocument.describe(byteCount: 100_000))) }
      try server.run(CommitChanges(changes, to: compartment, time: server.info.time))
    }
  }

  /// The work that keeps a guesser away, alone.
  public func stretchAlone() throws(VaultError) {
    let words = Secret<PhraseWords>(copying: Self.words)
    do {
      _ = try stretch(words, salt: [UInt8](repeating: 3, count: 16), as: Stretched.self)
    } catch {
      throw .outOfMemory
    }
  }

  /// From the typed phrase to the list of documents; how many there are.
  public func open() throws(VaultError) -> Int {
    try open(WordsCredential(Phrase(typed: Self.words), pseudonym: nil))
  }

  /// As ``open()``, with the phrase stretched already.
  public func openStretched() throws(VaultError) -> Int {
    try open(Self.credential())
  }

  private func open(_ credential: consuming WordsCredential) throws(VaultError) -> Int {
    let exchange = try OpenWallet(
      .words(credential), info: server.info, pin: server.info.epochs.hash,
      localTime: server.info.time)
    try server.run(exchange)
    guard let opened = exchange.compartment else { throw .nonsense }
    compartment = opened
    return opened.state.documents.count
  }

  private static func credential() -> WordsCredential {
    WordsCredential(stretched: Secret(copying: stretched))
  }

  /// Adds a document of one block.
  public func add(_ bytes: [UInt8]) throws(VaultError) {
    let document = try BenchDocument.describe(byteCount: bytes.count)
    let blocks = Content.seal(
      bytes.rawSpan, as: document.content, place: document.place(in: compartment.spaceID))
    let names = document.content.blockNames
    try server.send(compartment.putRequest(Array(zip(names, blocks)).map { ($0, $1) })).done()
    try server.run(
      CommitChanges([.added(document)], adopting: names, to: compartment, time: server.info.time))
  }
}

/// The documents of the measurements: described as real ones are.
public enum BenchDocument {
  public static func describe(byteCount: Int) throws(VaultError) -> Document {
    try Document(
      content: ContentReference(length: UInt64(byteCount)),
      title: Array("Attestation de composition de ménage".utf8), kind: Array("attestation".utf8),
      type: FileType(mediaType: Array("application/pdf".utf8)), addedAt: 1_760_000_000,
      validUntil: 20_301_231)
  }

  /// `count` documents cut into commits. With commits of 255 each finds a snapshot due, and
  /// the last is such that no snapshot is due at once after it.
  public static func batches(of count: Int) -> [Int] {
    Array(repeating: 255, count: count / 255) + (count % 255 > 0 ? [count % 255] : [])
  }
}
