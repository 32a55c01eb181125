import Sodium
import Testing
import Vault
import Wire

@Suite("opening and changing a wallet") struct JournalTests {
  @Test func aCreatedWalletOpensEmpty() throws {
    let server = try TestServer()
    let created = try server.create()
    let opened = try server.open()
    #expect(opened.spaceID == created.spaceID)
    #expect(opened.state.documents.isEmpty)
    #expect(opened.mark == created.mark)
    #expect(opened.mark.changes == 1)
  }

  @Test func anotherCredentialFindsNothingWithTheSameFirstCalls() throws {
    let server = try TestServer()
    _ = try server.create()
    let before = server.calls.count
    #expect(throws: VaultError.noSuchWallet) { try server.open(8) }
    #expect(Array(server.calls[before...]) == [.harden, .slotsRead])
  }

  @Test func documentsSurviveReopeningInTheirOrder() throws {
    let server = try TestServer()
    let wallet = try server.create()
    for number in 0..<5 { _ = try server.add([UInt8(number)], title: "d\(number)", to: wallet) }
    let opened = try server.open()
    #expect(
      opened.state.documents.map { String(decoding: $0.title, as: UTF8.self) }
        == ["d0", "d1", "d2", "d3", "d4"])
    #expect(opened.mark == wallet.mark)
  }

  @Test func snapshotsCarryTheStateAndLetOlderEntriesGo() throws {
    let server = try TestServer()
    let wallet = try server.create()
    for number in 0..<600 {
      _ = try server.add([UInt8(number & 255)], title: "d\(number)", to: wallet)
    }
    let space = server.spaces[wallet.spaceID]!
    #expect(space.baseSeq > 256)
    #expect(space.entries.count <= 257)
    // 600 documents of one block, and the one snapshot that is in force.
    let snapshotBlocks = Int(wallet.state.snapshot!.count)
    #expect(space.blocks.count == 600 + snapshotBlocks)
    let opened = try server.open()
    #expect(opened.state.documentCount == 600)
    #expect(opened.mark == wallet.mark)
  }

  @Test func twoSessionsChangeTheSameWalletAndLoseNothing() throws {
    let server = try TestServer()
    let first = try server.create()
    let second = try server.open()
    for number in 0..<300 {
      _ = try server.add([1], title: "a\(number)", to: first)
      _ = try server.add([2], title: "b\(number)", to: second)
    }
    #expect(try server.open().state.documentCount == 600)
  }

  @Test func aSessionThatFellBehindASnapshotReadsAgain() throws {
    let server = try TestServer()
    let first = try server.create()
    let second = try server.open()
    for number in 0..<300 { _ = try server.add([1], title: "a\(number)", to: first) }
    _ = try server.add([2], title: "late", to: second)
    #expect(second.state.documentCount == 301)
    #expect(try server.open().mark == second.mark)
  }

  @Test func anAppendThatWasTakenBeforeAForeignSnapshotIsNotMadeTwice() throws {
    let server = try TestServer()
    let first = try server.create()
    let second = try server.open()
    let document = try Document(
      content: ContentReference(length: 1), title: [0x61], kind: [],
      type: FileType(mediaType: [0x61]),
      addedAt: server.time, validUntil: 0)
    let commit = CommitChanges([.added(document)], to: first, time: server.time)
    let request = try #require(try commit.next())
    _ = try server.answer(request)  // taken; the answer is lost
    for number in 0..<300 { _ = try server.add([1], title: "b\(number)", to: second) }
    try commit.receive(server.answer(request))
    try server.run(commit)
    #expect(first.state.documentCount == 301)
    #expect(try server.open().mark == first.mark)
  }

  @Test func anOpeningIsNotDisturbedByASnapshotMadeMeanwhile() throws {
    let server = try TestServer()
    let wallet = try server.create()
    for number in 0..<260 { _ = try server.add([1], title: "a\(number)", to: wallet) }
    let opening = try OpenWallet(
      .words(TestServer.credential()), info: server.info, pin: nil, localTime: server.time)
    while let request = try opening.next() {
      if request.call == .blocksGet, wallet.state.documentCount == 260 {
        for number in 0..<300 { _ = try server.add([1], title: "b\(number)", to: wallet) }
      }
      try opening.receive(server.answer(request))
    }
    #expect(opening.compartment?.state.documentCount == 560)
  }

  @Test func anAppendWhoseAnswerWasLostIsNotMadeTwice() throws {
    let server = try TestServer()
    let wallet = try server.create()
    let document = try server.add([1], title: "kept", to: wallet)
    let commit = CommitChanges([.removed(document.id)], to: wallet, time: server.time)
    let request = try #require(try commit.next())
    _ = try server.answer(request)  // taken by the server; the answer is lost
    try commit.receive(server.answer(request))  // sent again: the head has moved
    try server.run(commit)
    #expect(wallet.state.documents.isEmpty)
    #expect(wallet.mark.changes == 3)
    #expect(try server.open().mark == wallet.mark)
  }

  @Test func whatAnotherSessionRemovedCannotBeRemovedAgain() throws {
    let server = try TestServer()
    let first = try server.create()
    let document = try server.add([1], title: "once", to: first)
    let second = try server.open()
    try server.run(CommitChanges([.removed(document.id)], to: first, time: server.time))
    #expect(throws: VaultError.notFound) {
      try server.run(CommitChanges([.removed(document.id)], to: second, time: server.time))
    }
  }

  @Test func aServerWithOtherKeysIsToldFromAWrongPhrase() throws {
    let server = try TestServer()
    _ = try server.create()
    let other = try TestServer(seed: 2)
    let exchange = try OpenWallet(
      .words(TestServer.credential()), info: server.info, pin: nil, localTime: server.time)
    let request = try #require(try exchange.next())
    #expect(throws: VaultError.hardeningFailed(.notProven(operator: 1))) {
      try exchange.receive(other.answer(request))
    }
    #expect(throws: VaultError.epochsNotPinned) {
      try OpenWallet(
        .words(TestServer.credential()), info: other.info, pin: server.info.epochs.hash,
        localTime: server.time)
    }
  }
}

@Suite("damage to what is stored") struct DamageTests {
  /// A wallet with a snapshot, some entries behind it, and its server.
  static func wallet() throws -> (TestServer, Compartment) {
    let server = try TestServer()
    let wallet = try server.create()
    for number in 0..<260 { _ = try server.add([UInt8(number & 255)], title: "d", to: wallet) }
    return (server, wallet)
  }

  @Test func everyFlippedByteOfASlotMeansNoSuchWallet() throws {
    let server = try TestServer()
    let wallet = try server.create()
    let words = wallet.layout!.roles.firstIndex(of: .words)
    #expect(words != nil)
    for (id, record) in server.slots {
      for index in stride(from: 0, to: record.count, by: 41) {
        var changed = record
        changed[index] ^= 1
        server.slots[id] = changed
        if let opened = try? server.open() { #expect(opened.spaceID == wallet.spaceID) }
      }
      server.slots[id] = record
    }
    for id in server.slots.keys { server.slots[id]![100] ^= 1 }
    #expect(throws: VaultError.noSuchWallet) { try server.open() }
  }

  @Test func everyFlippedByteOfAnEntryIsNamed() throws {
    let (server, wallet) = try Self.wallet()
    let id = wallet.spaceID
    let before = server.spaces[id]!
    for position in before.entries.indices {
      let seq = before.baseSeq + UInt64(position)
      for index in stride(from: position % 7, to: 1_024, by: 173) {
        server.spaces[id] = before
        server.spaces[id]!.entries[position][index] ^= 0x10
        #expect(throws: VaultError.damaged(.chain(seq: seq))) { try server.open() }
      }
    }
  }

  @Test func entriesLeftOutDoubledSwappedOrPlantedAreNamed() throws {
    let (server, wallet) = try Self.wallet()
    let id = wallet.spaceID
    let before = server.spaces[id]!
    func expectDamage(_ change: (inout TestServer.Space) -> Void) {
      server.spaces[id] = before
      change(&server.spaces[id]!)
      let error = #expect(throws: VaultError.self) { try server.open() }
      guard case .damaged = error else {
        Issue.record("not found damaged: \(String(describing: error))")
        return
      }
    }
    expectDamage { $0.entries.remove(at: 1) }
    expectDamage { $0.entries.insert($0.entries[1], at: 1) }
    expectDamage { $0.entries.swapAt(1, 2) }
    expectDamage { $0.entries.append(randomBytes(1_024)) }
    expectDamage { $0.entries.removeFirst() }
    expectDamage { $0.entries = [] }
    expectDamage { $0.baseSeq += 1 }
    expectDamage { $0.basePrev[0] ^= 1 }
    expectDamage { $0.generation = 2 }
  }

  @Test func anOlderWholeStateOpensWithAnotherMark() throws {
    let (server, wallet) = try Self.wallet()
    let before = server.spaces[wallet.spaceID]!
    let mark = wallet.mark
    _ = try server.add([9], title: "later", to: wallet)
    server.spaces[wallet.spaceID] = before
    let opened = try server.open()
    #expect(opened.mark == mark)
    #expect(opened.mark != wallet.mark)
  }

  @Test func aMissingOrAlteredSnapshotBlockIsDamage() throws {
    let (server, wallet) = try Self.wallet()
    let name = wallet.state.snapshot!.blockName(0)
    let block = server.spaces[wallet.spaceID]!.blocks[name]!
    for index in stride(from: 0, to: block.count, by: 9_973) {
      server.spaces[wallet.spaceID]!.blocks[name]![index] ^= 1
      #expect(throws: VaultError.damaged(.block)) { try server.open() }
      server.spaces[wallet.spaceID]!.blocks[name] = block
    }
    server.spaces[wallet.spaceID]!.blocks[name] = nil
    #expect(throws: VaultError.damaged(.block)) { try server.open() }
  }
}

@Suite("content in blocks") struct ContentTests {
  static let part = Limits.partBytes

  @Test(arguments: [0, 1, part - 1, part, part + 1, 2 * part, 2 * part + 1])
  func contentOfEveryBoundaryLengthComesBack(length: Int) throws {
    let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let reference = ContentReference(length: UInt64(length))
    let place = Place.document(.random(), .random(), version: 1)
    let blocks = Content.seal(bytes.rawSpan, as: reference, place: place)
    #expect(blocks.count == max(1, (length + Self.part - 1) / Self.part))
    #expect(blocks.allSatisfy { $0.count == Limits.blockBytes })
    var collector = Content.Collector(reference, place: place)
    for block in blocks { try collector.take(block.rawSpan) }
    let isComplete = collector.isComplete
    #expect(isComplete)
    let collected = collector.withBytes { $0.copied() }
    #expect(collected == bytes)
  }

  @Test func aBlockOpensAtItsOwnPlaceOnly() throws {
    let space = SpaceID.random()
    let document = DocumentID.random()
    let reference = ContentReference(length: UInt64(Self.part * 2))
    let bytes = [UInt8](repeating: 5, count: Self.part * 2)
    let place = Place.document(space, document, version: 1)
    let blocks = Content.seal(bytes.rawSpan, as: reference, place: place)
    func open(_ place: Place, index: UInt32, count: UInt32, length: UInt64) throws {
      var part = [UInt8](repeating: 0, count: Self.part)
      let first = blocks[0]
      try part.withMutableBytes { (part) throws(VaultError) in
        try Content.openBlock(
          first.rawSpan, key: reference.key.secret, place: place, index: index, count: count,
          length: length, into: &part)
      }
    }
    let whole = reference.length
    try open(place, index: 0, count: 2, length: whole)
    #expect(throws: VaultError.damaged(.block)) {
      try open(place, index: 1, count: 2, length: whole)
    }
    #expect(throws: VaultError.damaged(.block)) {
      try open(place, index: 0, count: 1, length: whole)
    }
    #expect(throws: VaultError.damaged(.block)) {
      try open(.document(space, document, version: 2), index: 0, count: 2, length: whole)
    }
    #expect(throws: VaultError.damaged(.block)) {
      try open(.document(.random(), document, version: 1), index: 0, count: 2, length: whole)
    }
    // Bytes behind the end that are not zero: the length that is claimed is a lie.
    #expect(throws: VaultError.damaged(.block)) {
      try open(place, index: 0, count: 2, length: 100)
    }
  }
}
