import Testing
import Vault
import Wire

struct RestTests {
  private let server: TestServer
  private let compartment: Compartment

  init() throws {
    server = try TestServer()
    compartment = try server.create()
  }

  private func commit(
    _ changes: [Change], dropping drop: [BlockName] = [], at time: UInt64? = nil
  ) throws {
    try server.run(
      CommitChanges(changes, dropping: drop, to: compartment, time: time ?? server.time))
  }

  private var blocks: Int { server.spaces[compartment.spaceID]!.blocks.count }

  @Test func whatRestsIsForgottenWithTheFirstChangeAfterThirtyDays() throws {
    let document = try server.add([1], title: "a", to: compartment)
    let other = try server.add([2], title: "b", to: compartment)
    let before = blocks
    try commit([.rested(document.id)], at: 1_000)
    let end = 1_000 + RestingDocument.seconds
    #expect(compartment.state.resting(at: end - 1).map { $0.document.id } == [document.id])
    #expect(compartment.state.resting(at: end).isEmpty)
    try commit([.masked(other.id, .masked)], at: end - 1)
    #expect(blocks == before)
    #expect(compartment.state.resting(document.id, version: 1) != nil)
    try commit([.masked(other.id, .shown)], at: end)
    #expect(blocks == before - 1)
    #expect(compartment.state.resting(document.id, version: 1) == nil)
    #expect(try server.open().state.resting(document.id, version: 1) == nil)
  }

  @Test func whatIsBroughtBackAsItsRestEndsIsNotForgotten() throws {
    let document = try server.add([1], title: "a", to: compartment)
    try commit([.rested(document.id)], at: 1_000)
    let before = blocks
    try commit(
      [.returned(document.id, version: 1)], at: 1_000 + RestingDocument.seconds)
    #expect(blocks == before)
    #expect(compartment.state.document(document.id)?.version == 1)
  }

  @Test func moreThanOneMessageHoldsIsForgottenBitByBit() throws {
    let papers = try (0..<Limits.entriesPerMessage).map {
      try server.add([UInt8(truncatingIfNeeded: $0)], title: "a", to: compartment)
    }
    let kept = try server.add([2], title: "b", to: compartment)
    try commit(papers.map { .rested($0.id) }, at: 1_000)
    let end = 1_000 + RestingDocument.seconds
    try commit([.masked(kept.id, .masked)], at: end)
    #expect(compartment.state.resting(at: 1_000).count == 1)
    try commit([.masked(kept.id, .shown)], at: end)
    #expect(compartment.state.resting(at: 1_000).isEmpty)
  }

  @Test func aSnapshotCarriesWhatRests() throws {
    let document = try server.add([1], title: "a", to: compartment)
    try commit([.masked(document.id, .reminding), .rested(document.id)], at: 1_000)
    while server.spaces[compartment.spaceID]!.baseSeq == 1 {
      try commit([.wentOn(lostSeq: 0)], at: 1_000)
    }
    let opened = try server.open()
    let resting = try #require(opened.state.resting(document.id, version: 1))
    #expect((resting.mask, resting.restedAt) == (.reminding, 1_000))
    #expect(opened.state.isMasked(resting))
    #expect(opened.state.documents.isEmpty)
  }

  @Test func whatAnotherSessionForgotCannotBeBroughtBack() throws {
    let document = try server.add([1], title: "a", to: compartment)
    try commit([.rested(document.id)])
    let other = try server.open()
    try commit([.forgot(document.id, version: 1)], dropping: document.content.blockNames)
    #expect(throws: VaultError.notFound) {
      try server.run(
        CommitChanges([.returned(document.id, version: 1)], to: other, time: server.time))
    }
  }

  @Test func anEarlierVersionIsMaskedAsTheLastIs() throws {
    let document = try server.add([1], title: "a", to: compartment)
    let next = try Document(
      id: document.id, version: 2, content: ContentReference(length: 3), title: document.title,
      kind: [], type: document.type, addedAt: 2, validUntil: 0)
    try commit([.added(next), .masked(document.id, .masked), .rested(document.id)])
    let earlier = try #require(compartment.state.resting(document.id, version: 1))
    #expect(earlier.mask == .byKind)
    #expect(compartment.state.isMasked(earlier))
  }
}
