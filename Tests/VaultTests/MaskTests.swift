import Testing
import Vault
import Wire

struct MaskTests {
  private static func document(_ title: String, kind: String) throws -> Document {
    try Document(
      content: ContentReference(length: 0), title: Array(title.utf8), kind: Array(kind.utf8),
      type: FileType(mediaType: Array("text/plain".utf8)), addedAt: 1, validUntil: 0)
  }

  private func masked(_ compartment: Compartment) -> [String] {
    compartment.state.documents.filter { compartment.state.isMasked($0) }
      .map { String(decoding: $0.title, as: UTF8.self) }
  }

  /// A wallet with a document of each of these kinds, titled as the kind is.
  private func wallet(
    _ kinds: [String]
  ) throws -> (server: TestServer, compartment: Compartment, documents: [Document]) {
    let server = try TestServer()
    let compartment = try server.create()
    let documents = try kinds.map { try Self.document($0, kind: $0) }
    if !documents.isEmpty {
      try server.run(
        CommitChanges(documents.map { .added($0) }, to: compartment, time: server.time))
    }
    return (server, compartment, documents)
  }

  private func commit(_ changes: [Change], _ server: TestServer, _ compartment: Compartment) throws
  {
    try server.run(CommitChanges(changes, to: compartment, time: server.time))
  }

  @Test func nothingStartsMasked() throws {
    let (server, compartment, _) = try wallet([
      "sante", "logement", "sejour", "justice", "recit", "identite",
    ])
    #expect(masked(compartment) == [])
    #expect(masked(try server.open()) == [])
  }

  @Test func oneThatRemindsIsMaskedToo() throws {
    let (server, compartment, documents) = try wallet(["sante", "logement"])
    try commit([.masked(documents[0].id, .reminding)], server, compartment)
    #expect(masked(compartment) == ["sante"])
    let opened = try server.open()
    #expect(masked(opened) == ["sante"])
    #expect(opened.state.mask(of: documents[0].id) == .reminding)
  }

  @Test func whatIsSaidOfADocumentGoesBeforeItsKind() throws {
    let (server, compartment, documents) = try wallet(["sante", "logement"])
    try commit(
      [
        .masking(kinds: [Array("sante".utf8)]), .masked(documents[0].id, .shown),
        .masked(documents[1].id, .masked),
      ], server, compartment)
    #expect(masked(compartment) == ["logement"])
    try commit(
      [.masked(documents[0].id, .byKind), .masked(documents[1].id, .byKind)], server, compartment)
    #expect(masked(try server.open()) == ["sante"])
  }

  @Test func otherKindsCanBeMasked() throws {
    let (server, compartment, _) = try wallet(["sante", "logement"])
    try commit([.masking(kinds: [Array("logement".utf8)])], server, compartment)
    #expect(masked(try server.open()) == ["logement"])
    try commit([.masking(kinds: [])], server, compartment)
    #expect(masked(compartment).isEmpty)
  }

  @Test func aSnapshotCarriesMasksAndKinds() throws {
    let (server, compartment, documents) = try wallet(["sante", "logement", "travail"])
    try commit(
      [
        .masked(documents[0].id, .shown), .masked(documents[1].id, .masked),
        .masked(documents[2].id, .reminding), .masking(kinds: [Array("dettes".utf8)]),
      ], server, compartment)
    while server.spaces[compartment.spaceID]!.baseSeq == 1 {
      try commit([.wentOn(lostSeq: 0)], server, compartment)
    }
    let opened = try server.open()
    #expect(masked(opened) == ["logement", "travail"])
    #expect(opened.state.mask(of: documents[0].id) == .shown)
    #expect(opened.state.mask(of: documents[2].id) == .reminding)
    #expect(opened.state.maskedKinds == [Array("dettes".utf8)])
  }

  @Test func aMaskGoesWithItsDocumentAndStaysWithItsNextVersion() throws {
    let (server, compartment, documents) = try wallet(["logement", "travail"])
    let next = try Document(
      id: documents[0].id, version: 2, content: ContentReference(length: 3),
      title: Array("bail".utf8), kind: [], type: FileType(mediaType: Array("text/plain".utf8)),
      addedAt: 2,
      validUntil: 0)
    try commit(
      [
        .masked(documents[0].id, .masked), .masked(documents[1].id, .masked), .added(next),
        .removed(documents[1].id),
      ], server, compartment)
    #expect(masked(compartment) == ["bail"])
    #expect(compartment.state.mask(of: documents[1].id) == .byKind)
  }

  @Test func aMaskOfNoDocumentIsRefused() throws {
    let (server, compartment, _) = try wallet([])
    #expect(throws: VaultError.notFound) {
      try commit([.masked(.random(), .masked)], server, compartment)
    }
  }

  @Test func aDocumentCanBeAddedMasked() throws {
    let (server, compartment, _) = try wallet([])
    let document = try Self.document("photo", kind: "autre")
    try commit([.added(document), .masked(document.id, .masked)], server, compartment)
    #expect(masked(try server.open()) == ["photo"])
  }

  @Test func kindsThatTheFormatDoesNotTakeAreRefused() {
    #expect(throws: VaultError.invalid(.maskedKinds)) {
      try Change.masking(kinds: [Array("sante".utf8), Array("sante".utf8)])
    }
    #expect(throws: VaultError.invalid(.maskedKinds)) {
      try Change.masking(kinds: (0..<25).map { Array("k\($0)".utf8) })
    }
    #expect(throws: VaultError.invalid(.textEmpty)) { try Change.masking(kinds: [[]]) }
  }
}
