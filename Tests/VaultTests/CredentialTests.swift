import Sodium
import Testing
import Vault
import Wire

/// Credentials of tests, without the cost of stretching: one for each number.
private func card(_ number: UInt8, code: UInt8 = 1) throws -> CardCredential {
  CardCredential(
    stretched: Secret(copying: [UInt8](repeating: code, count: 32)), card: try secret(number))
}

private func secret(_ number: UInt8) throws -> CardSecret {
  try CardSecret(typed: [0x43] + base32Characters([UInt8](repeating: number, count: 16)))
}

private func recovery(_ number: UInt8 = 9) throws -> RecoveryCredential {
  RecoveryCredential(new: Secret(copying: [UInt8](repeating: number, count: 32)))
}

@Suite("cards") struct CardTests {
  @Test func aCardOpensTheWalletAndIsVoidedFromIt() throws {
    let server = try TestServer()
    let wallet = try server.create()
    #expect(!wallet.hasCard)
    try server.run(WriteSlots(card: card(1), of: wallet, time: server.time))
    #expect(wallet.hasCard)
    let byCard = try server.open(.card(card(1)))
    #expect(byCard.spaceID == wallet.spaceID)
    #expect(byCard.openedFrom == .card)
    #expect(byCard.hasCard)
    #expect(byCard.mark == wallet.mark)
    // The phrase opens it as before, and the card's tag is where the card is.
    let byWords = try server.open()
    let space = try #require(server.spaces[wallet.spaceID])
    let place = try #require(byWords.layout?.roles.firstIndex(of: .card))
    #expect(space.cardTags[place] == server.hardened.first { $0.credentialClass == .card }?.cardTag)

    try server.run(WriteSlots.withoutCard(byWords, time: server.time))
    #expect(!byWords.hasCard)
    #expect(throws: VaultError.noSuchWallet) { try server.open(.card(card(1))) }
    #expect(try server.open().mark == byWords.mark)
  }

  @Test func aNewCardVoidsTheOneBefore() throws {
    let server = try TestServer()
    let wallet = try server.create()
    try server.run(WriteSlots(card: card(1), of: wallet, time: server.time))
    try server.run(WriteSlots(card: card(2), of: wallet, time: server.time))
    #expect(throws: VaultError.noSuchWallet) { try server.open(.card(card(1))) }
    let opened = try server.open(.card(card(2)))
    #expect(opened.layout?.roles.count { $0 == .card } == 1)
  }

  @Test func anotherCodeIsAnotherWallet() throws {
    let server = try TestServer()
    let wallet = try server.create()
    try server.run(WriteSlots(card: card(1), of: wallet, time: server.time))
    #expect(throws: VaultError.noSuchWallet) { try server.open(.card(card(1, code: 2))) }
  }

  @Test func textsAreReadInAnyFormAndNoOther() throws {
    let card = CardSecret.random()
    let text = card.text()
    #expect(text.count == 27)
    #expect(try CardSecret(typed: text).text() == text)
    let typed = String(decoding: text, as: UTF8.self).lowercased()
    let spaced = " " + typed.prefix(7) + "-" + typed.dropFirst(7) + "\n"
    #expect(try CardSecret(typed: Array(spaced.utf8)).text() == text)
    var changed = text
    changed[26] = changed[26] == 0x42 ? 0x43 : 0x42  // The last two bits are not zero.
    for wrong in [Array(text.dropLast()), text + [0x41], [0x53] + text.dropFirst(), changed, []] {
      #expect(throws: VaultError.invalid(.card)) { try CardSecret(typed: wrong) }
    }
    #expect(CardCode.random().spelledOut().count == 6)
    #expect(try CardCode(typed: Array("12 34 56".utf8)).spelledOut() == Array("123456".utf8))
    for wrong in ["12345", "1234567", "12345a", ""] {
      #expect(throws: VaultError.invalid(.cardCode)) { try CardCode(typed: Array(wrong.utf8)) }
    }
  }
}

@Suite("recovery") struct RecoveryUseTests {
  @Test func sharesOpenAfterTheirWaitAndEverythingIsNewThen() throws {
    let server = try TestServer()
    let wallet = try server.create()
    _ = try server.add([1, 2], title: "kept", to: wallet)
    try server.run(
      WriteSlots(recovery: recovery(), waitHours: 24, of: wallet, time: server.time))
    #expect(wallet.recoveryWaitHours == 24)
    #expect(throws: VaultError.noSuchWallet) { try server.open(.recovery(recovery())) }

    // Whoever has the phrase sees it.
    let owner = try server.open()
    #expect(
      owner.recoveryAttempt
        == RecoveryAttempt(requestedAt: server.time, releasedAt: server.time + 86_400))
    server.time += 86_399
    #expect(throws: VaultError.noSuchWallet) { try server.open(.recovery(recovery())) }
    server.time += 1
    let recovered = try server.open(.recovery(recovery()))
    #expect(recovered.openedFrom == .recovery)
    #expect(recovered.state.documentCount == 1)

    let rekey = try RekeyWallet(
      recovered, to: NewCredentials(words: TestServer.credential(20)), time: server.time)
    try server.run(rekey)
    #expect(throws: VaultError.noSuchWallet) { try server.open(.recovery(recovery())) }
    #expect(throws: VaultError.noSuchWallet) { try server.open() }
    let opened = try server.open(20)
    #expect(opened.state.documentCount == 1)
    #expect(!opened.hasRecovery)
    #expect(opened.recoveryAttempt == nil)
    #expect(opened.mark == rekey.compartment?.mark)
  }

  @Test func theOwnerStopsIt() throws {
    let server = try TestServer()
    let wallet = try server.create()
    try server.run(
      WriteSlots(recovery: recovery(), waitHours: 24, of: wallet, time: server.time))
    _ = try? server.open(.recovery(recovery()))
    let owner = try server.open()
    try server.run(WriteSlots.withoutRecovery(owner, time: server.time))
    #expect(owner.recoveryAttempt == nil)
    #expect(!owner.hasRecovery)
    server.time += 86_400 * 2
    #expect(throws: VaultError.noSuchWallet) { try server.open(.recovery(recovery())) }
    #expect(try server.open().recoveryAttempt == nil)
  }

  @Test(arguments: [0, 1, 720] as [UInt16]) func waitsOfAnyLengthLeaveExactlyOneWait(
    hours: UInt16
  ) throws {
    let server = try TestServer()
    let wallet = try server.create()
    try server.run(WriteSlots(card: card(1), of: wallet, time: server.time))
    for other in [24, hours, 0, hours] as [UInt16] {
      try server.run(
        WriteSlots(recovery: recovery(), waitHours: other, of: wallet, time: server.time))
      let waits = server.spaces[wallet.spaceID]!.slots.map { $0.waitHours }
      #expect(waits.count { $0 > 0 } == 1)
      #expect(waits.max() == (other == 0 ? Limits.waitHours : other))
      #expect(wallet.layout?.roles.count { $0 == .recovery } == 1)
    }
    _ = try? server.open(.recovery(recovery()))
    server.time += UInt64(hours) * 3_600
    #expect(try server.open(.recovery(recovery())).spaceID == wallet.spaceID)
    #expect(try server.open(.card(card(1))).spaceID == wallet.spaceID)
    #expect(throws: VaultError.invalid(.wait)) {
      try WriteSlots(recovery: recovery(), waitHours: 721, of: wallet, time: server.time)
    }
  }

  @Test func everyCredentialMakesTheSameCalls() throws {
    let server = try TestServer(hasSecond: true)
    try server.addEpoch(seed: 3)
    let wallet = try server.create()
    try server.run(WriteSlots(card: card(1), of: wallet, time: server.time))
    try server.run(
      WriteSlots(recovery: recovery(), waitHours: 0, of: wallet, time: server.time))
    func calls(_ credential: consuming Credential) throws -> [String] {
      let before = server.calls.count
      _ = try? server.open(credential)
      return zip(server.calls[before...], server.sizes[before...]).map { "\($0) \($1)" }
    }
    let words = try calls(.words(TestServer.credential()))
    #expect(words.count == 4)
    #expect(try calls(.card(card(1))) == words)
    #expect(try calls(.recovery(recovery())) == words)
    let wrong = Array(words.prefix(3))
    #expect(try calls(.words(TestServer.credential(99))) == wrong)
    #expect(try calls(.card(card(99))) == wrong)
    #expect(try calls(.recovery(recovery(99))) == wrong)
  }
}

@Suite("writing slots") struct WriteSlotsTests {
  /// Runs an exchange up to its first request of `call`; that request.
  private func stop(
    _ exchange: some Exchange, before call: Call, on server: TestServer
  ) throws -> Request {
    while let request = try exchange.next() {
      if request.call == call { return request }
      try exchange.receive(server.answer(request))
    }
    throw VaultError.nonsense
  }

  @Test func aChangeCutShortHasNotHappened() throws {
    let server = try TestServer()
    let wallet = try server.create()
    try server.run(WriteSlots(card: card(1), of: wallet, time: server.time))
    // Noted in the journal, and cut off before the slots were written: several times.
    for number in 2...9 as ClosedRange<UInt8> {
      let cut = try WriteSlots(card: card(number), of: try server.open(), time: server.time)
      _ = try stop(cut, before: .slotsWrite, on: server)
    }
    let opened = try server.open()
    #expect(opened.layout == nil || opened.hasCard)
    #expect(throws: Never.self) { try server.open(.card(card(1))) }
  }

  @Test func theLayoutBeforeIsInForceAfterACut() throws {
    let server = try TestServer()
    let wallet = try server.create()
    let cut = try WriteSlots(card: card(1), of: wallet, time: server.time)
    _ = try stop(cut, before: .slotsWrite, on: server)
    let opened = try server.open()
    #expect(opened.layout != nil)
    #expect(!opened.hasCard)
    try server.run(
      WriteSlots(recovery: recovery(), waitHours: 0, of: opened, time: server.time))
    #expect(try server.open().hasRecovery)
    #expect(try server.open(.recovery(recovery())).layout?.place(of: .card) == nil)
  }

  @Test func anAnswerThatWasLostIsNoticed() throws {
    let server = try TestServer()
    let wallet = try server.create()
    let exchange = try WriteSlots(card: card(1), of: wallet, time: server.time)
    let request = try stop(exchange, before: .slotsWrite, on: server)
    _ = try server.answer(request)  // taken; the answer is lost
    let journal = server.spaces[wallet.spaceID]!.headSeq
    try exchange.receive(server.answer(request))
    try server.run(exchange)
    #expect(wallet.hasCard)
    #expect(server.spaces[wallet.spaceID]!.headSeq == journal)
    #expect(try server.open(.card(card(1))).hasCard)
  }

  @Test func twoSessionsChangeDifferentSlotsAndLoseNothing() throws {
    let server = try TestServer()
    let first = try server.create()
    let second = try server.open()
    let slow = try WriteSlots(card: card(1), of: first, time: server.time)
    let request = try stop(slow, before: .slotsWrite, on: server)
    try server.run(
      WriteSlots(recovery: recovery(), waitHours: 0, of: second, time: server.time))
    try slow.receive(server.answer(request))
    try server.run(slow)
    let opened = try server.open()
    #expect(opened.hasCard)
    #expect(opened.hasRecovery)
    #expect(try server.open(.card(card(1))).spaceID == first.spaceID)
    #expect(try server.open(.recovery(recovery())).spaceID == first.spaceID)
  }

  @Test func slotsThatNobodyNotedAreWrittenAnew() throws {
    let server = try TestServer()
    let wallet = try server.create()
    try server.run(WriteSlots(card: card(1), of: wallet, time: server.time))
    // What the words opened stands elsewhere now, and no entry says so.
    server.spaces[wallet.spaceID]!.slots.reverse()
    server.spaces[wallet.spaceID]!.requestedAt.reverse()
    let opened = try server.open()
    #expect(opened.layout == nil)
    #expect(throws: VaultError.damaged(.slots)) {
      try server.run(WriteSlots(card: card(2), of: opened, time: server.time))
    }
    try server.run(WriteSlots.anew(opened, time: server.time))
    #expect(opened.layout?.roles.count { $0 == .filler } == 3)
    #expect(throws: VaultError.noSuchWallet) { try server.open(.card(card(1))) }
    #expect(try server.open().layout != nil)
  }

  @Test func aSnapshotKeepsTheLayout() throws {
    let server = try TestServer()
    let wallet = try server.create()
    try server.run(WriteSlots(card: card(1), of: wallet, time: server.time))
    for number in 0..<300 { _ = try server.add([1], title: "d\(number)", to: wallet) }
    #expect(server.spaces[wallet.spaceID]!.baseSeq > 1)
    let opened = try server.open()
    #expect(opened.hasCard)
    try server.run(WriteSlots.withoutCard(opened, time: server.time))
    #expect(throws: VaultError.noSuchWallet) { try server.open(.card(card(1))) }
  }
}

@Suite("changing everything") struct RekeyTests {
  /// A wallet with a document, a card and recovery.
  private func wallet(_ server: TestServer) throws -> Compartment {
    let wallet = try server.create()
    _ = try server.add([1, 2, 3], title: "paper", to: wallet)
    try server.run(WriteSlots(card: card(1), of: wallet, time: server.time))
    try server.run(
      WriteSlots(recovery: recovery(), waitHours: 0, of: wallet, time: server.time))
    return wallet
  }

  private func rekey(_ wallet: Compartment, _ server: TestServer) throws -> RekeyWallet {
    try RekeyWallet(
      wallet,
      to: NewCredentials(
        words: TestServer.credential(20), card: card(3), recovery: recovery(4), waitHours: 0),
      time: server.time)
  }

  @Test func everythingIsNew() throws {
    let server = try TestServer()
    let old = try wallet(server)
    let stale = try server.open()
    let exchange = try rekey(old, server)
    try server.run(exchange)
    let new = try #require(exchange.compartment)
    #expect(throws: VaultError.noSuchWallet) { try server.open() }
    #expect(throws: VaultError.noSuchWallet) { try server.open(.card(card(1))) }
    #expect(throws: VaultError.noSuchWallet) { try server.open(.recovery(recovery())) }
    for opened in [
      try server.open(20), try server.open(.card(card(3))), try server.open(.recovery(recovery(4))),
    ] {
      #expect(opened.mark == new.mark)
      #expect(opened.state.documents.map { $0.title } == [Array("paper".utf8)])
      #expect(opened.hasCard && opened.hasRecovery)
    }
    // A session of before is over, whatever it does.
    #expect(throws: VaultError.noSuchWallet) { try server.add([4], title: "late", to: stale) }
    #expect(throws: VaultError.noSuchWallet) { try server.run(RefreshWallet(stale)) }
    // The changed one goes on.
    _ = try server.add([5], title: "new", to: new)
    #expect(try server.open(20).state.documentCount == 2)
  }

  @Test func anOldRootReadsNothingAddedSince() throws {
    let server = try TestServer()
    let old = try wallet(server)
    let exchange = try rekey(old, server)
    try server.run(exchange)
    let new = try #require(exchange.compartment)
    _ = try server.add([5], title: "new", to: new)
    let space = server.spaces[old.spaceID]!
    #expect(space.entries.count == 2)
    for generation in [1, 2] as [UInt32] {
      #expect(throws: VaultError.self) {
        try VaultVectors.readJournal(
          spaceID: old.spaceID, root: VaultVectors.root(of: old), generation: generation,
          floorSeq: 1, part: space.part(from: 0), snapshot: nil)
      }
      // Nor does any entry open by itself.
      for (index, entry) in space.entries.enumerated() {
        #expect(
          !VaultVectors.opens(
            entry, root: VaultVectors.root(of: old), spaceID: old.spaceID, generation: generation,
            seq: space.baseSeq + UInt64(index),
            prev: index == 0 ? space.basePrev : blake2b256(space.entries[index - 1])))
      }
    }
  }

  /// Cut off before and after each of its requests, the wallet opens with exactly one of the two.
  @Test func cutOffAnywhereItIsOldOrNew() throws {
    let count = try requestCount()
    #expect(count >= 6)
    var opened: [Bool] = []
    for step in 0..<count {
      for isTaken in [false, true] {
        let server = try TestServer()
        let old = try wallet(server)
        let exchange = try rekey(old, server)
        for _ in 0..<step {
          let request = try #require(try exchange.next())
          try exchange.receive(server.answer(request))
        }
        if isTaken { _ = try server.answer(#require(try exchange.next())) }
        let isOld = (try? server.open()) != nil
        let isNew = (try? server.open(20)) != nil
        #expect(isOld != isNew, "step \(step), taken \(isTaken)")
        #expect(((try? server.open(.card(card(1)))) != nil) == isOld)
        #expect(((try? server.open(.card(card(3)))) != nil) == isNew)
        #expect(((try? server.open(.recovery(recovery()))) != nil) == isOld)
        opened.append(isNew)
        // Whoever begins again gets there.
        if isOld {
          let again = try rekey(server.open(), server)
          try server.run(again)
          #expect(try server.open(20).state.documentCount == 1)
        }
      }
    }
    #expect(opened.contains(true) && opened.contains(false))
  }

  private func requestCount() throws -> Int {
    let server = try TestServer()
    let exchange = try rekey(wallet(server), server)
    let before = server.calls.count
    try server.run(exchange)
    return server.calls.count - before
  }

  @Test(arguments: [false, true]) func anAnswerThatWasLostIsAskedFor(isTaken: Bool) throws {
    let server = try TestServer()
    let old = try wallet(server)
    let exchange = try rekey(old, server)
    while let request = try exchange.next(), request.call != .rekey {
      #expect(!exchange.answerWasLost())
      try exchange.receive(server.answer(request))
    }
    let request = try #require(try exchange.next())
    if isTaken { _ = try server.answer(request) }
    #expect(exchange.answerWasLost())
    try server.run(exchange)
    #expect(try server.open(20).mark == exchange.compartment?.mark)
  }

  /// What stands between, or a server that failed, may answer anything to what was done.
  static let strangeAnswers = [
    Response(status: 500, body: Problem.internalError.body),
    Response(status: 503, body: Problem.unavailable.body),
    Response(status: 507, body: Problem.full.body),
    Response(status: 409, body: Problem.headMoved.body),
    Response(status: 409, body: Problem.slotsMoved.body),
    Response(status: 429, body: Problem.tooManyCalls.body),
    Response(status: 200, body: Array("<html>Welcome</html>".utf8)),
    Response(status: 302, body: []), Response(status: 413, body: Array("too big".utf8)),
  ]

  @Test(arguments: [false, true])
  func anAnswerThatIsNoDoneSaysNothingOfWhatHappened(isTaken: Bool) throws {
    for answer in Self.strangeAnswers {
      let server = try TestServer()
      let exchange = try rekey(wallet(server), server)
      while let request = try exchange.next(), request.call != .rekey {
        try exchange.receive(server.answer(request))
      }
      let request = try #require(try exchange.next())
      if isTaken { _ = try server.answer(request) }
      try exchange.receive(answer)
      // Found to be done, or done at the second try.
      try server.run(exchange)
      #expect(try server.open(20).mark == exchange.compartment?.mark)
    }
  }

  @Test func whatIsNeverAnsweredByDoneStaysUnknown() throws {
    for answer in Self.strangeAnswers where answer.body != Problem.headMoved.body {
      let server = try TestServer()
      let exchange = try rekey(wallet(server), server)
      // The old key answers each time; what was sent may still be done after it did.
      #expect(throws: VaultError.outcomeUnknown) {
        while let request = try exchange.next() {
          try exchange.receive(request.call == .rekey ? answer : server.answer(request))
        }
      }
      #expect(exchange.compartment == nil)
      #expect(try server.open().state.documentCount == 1)
    }
  }

  @Test func whetherItWasDoneMayStayUnknown() throws {
    let server = try TestServer()
    let exchange = try rekey(wallet(server), server)
    while let request = try exchange.next(), request.call != .rekey {
      try exchange.receive(server.answer(request))
    }
    _ = try exchange.next()
    try exchange.receive(Self.strangeAnswers[0])
    _ = try exchange.next()
    #expect(throws: VaultError.outcomeUnknown) { try exchange.receive(Self.strangeAnswers[1]) }
  }

  @Test func theSameRequestAgainIsUnderstood() throws {
    let server = try TestServer()
    let exchange = try rekey(wallet(server), server)
    while let request = try exchange.next(), request.call != .rekey {
      try exchange.receive(server.answer(request))
    }
    let request = try #require(try exchange.next())
    _ = try server.answer(request)
    try exchange.receive(server.answer(request))  // 404: its key is not the space's any more
    try server.run(exchange)
    #expect(try server.open(20).mark == exchange.compartment?.mark)
  }

  @Test func whatAnotherSessionAddsMeanwhileIsKept() throws {
    let server = try TestServer()
    let old = try wallet(server)
    let other = try server.open()
    let exchange = try rekey(old, server)
    var isAdded = false
    while let request = try exchange.next() {
      if request.call == .rekey, !isAdded {
        isAdded = true
        _ = try server.add([9], title: "meanwhile", to: other)
      }
      try exchange.receive(server.answer(request))
    }
    let opened = try server.open(20)
    #expect(opened.state.documentCount == 2)
    // Nothing is left of the snapshot that came to nothing.
    let blocks = server.spaces[old.spaceID]!.blocks.count
    #expect(blocks == 2 + Int(opened.state.snapshot!.count))
  }

  @Test func takenWordsAreNotWrittenOver() throws {
    let server = try TestServer()
    let old = try wallet(server)
    _ = try server.create(20)
    let exchange = try rekey(old, server)
    try server.run(exchange)
    #expect(exchange.isTaken)
    #expect(exchange.compartment == nil)
    #expect(try server.open().mark == old.mark)
  }

  @Test func aPreparedWalletIsNoMoreOnceItWasChanged() throws {
    let server = try TestServer()
    let made = try server.create()
    try server.run(CommitChanges([.prepared], to: made, time: server.time))
    let opened = try server.open()
    #expect(opened.state.isPrepared)
    let exchange = try rekey(opened, server)
    try server.run(exchange)
    #expect(try #require(exchange.compartment).state.isPrepared == false)
    #expect(try server.open(20).state.isPrepared == false)
  }

  @Test func aServerThatGoesBackBehindItIsFound() throws {
    let server = try TestServer()
    let old = try wallet(server)
    let before = server.spaces[old.spaceID]!
    let exchange = try rekey(old, server)
    try server.run(exchange)
    let after = server.spaces[old.spaceID]!
    // The new key with the old journal.
    server.spaces[old.spaceID]!.entries = before.entries
    server.spaces[old.spaceID]!.baseSeq = before.baseSeq
    server.spaces[old.spaceID]!.basePrev = before.basePrev
    #expect(throws: VaultError.damaged(.rolledBack)) { try server.open(20) }
    server.spaces[old.spaceID] = after
    server.spaces[old.spaceID]!.generation = 1
    #expect(throws: VaultError.damaged(.generation)) { try server.open(20) }
  }
}

@Suite("locks") struct LockTests {
  @Test func aLockedWalletAnswersAsNoneAndTheSessionIsOver() throws {
    let server = try TestServer()
    let wallet = try server.create()
    try server.run(WriteSlots(card: card(1), of: wallet, time: server.time))
    let open = try server.open()
    let until = server.time + 3_600
    let response = try server.answer(wallet.lockRequest(until: until, now: server.time))
    try response.done()
    #expect(throws: VaultError.noSuchWallet) { try server.open() }
    #expect(throws: VaultError.noSuchWallet) { try server.open(.card(card(1))) }
    #expect(throws: VaultError.noSuchWallet) { try server.add([1], title: "late", to: open) }
    #expect(throws: VaultError.noSuchWallet) {
      try server.run(WriteSlots.withoutCard(open, time: server.time))
    }
    #expect(throws: VaultError.noSuchWallet) {
      try server.run(
        RekeyWallet(
          open, to: NewCredentials(words: TestServer.credential(20)), time: server.time))
    }
    server.time = until
    #expect(try server.open().mark == wallet.mark)
  }

  @Test(arguments: [-1, 0, 72 * 3_600 + 1]) func itsEndIsLaterAndWithin72Hours(
    seconds: Int64
  ) throws {
    let wallet = try TestServer().create()
    let now: UInt64 = 1_760_000_000
    let until = UInt64(Int64(now) + seconds)
    #expect(throws: VaultError.invalid(.lockEnd)) {
      try wallet.lockRequest(until: until, now: now)
    }
    #expect(throws: Never.self) { try wallet.lockRequest(until: now + 72 * 3_600, now: now) }
  }
}

@Suite("two operators, epochs") struct OperatorTests {
  @Test func bothAreAskedAndBothCount() throws {
    let server = try TestServer(hasSecond: true)
    let wallet = try server.create()
    #expect(Array(server.destinations.prefix(2)) == [.authority, .hardener])
    let asked = server.hardened.prefix(2).map { $0.element }
    #expect(asked[0] != asked[1])
    #expect(try server.open().spaceID == wallet.spaceID)
    try server.run(WriteSlots(card: card(1), of: wallet, time: server.time))
    let tags = server.hardened.suffix(2).map { $0.cardTag }
    #expect(tags[0] != tags[1])
    #expect(try server.open(.card(card(1))).spaceID == wallet.spaceID)
  }

  @Test func oneThatIsAwayIsNamedAndNothingIsSaidOfThePhrase() throws {
    let server = try TestServer(hasSecond: true)
    _ = try server.create()
    let answers: [Response] = [
      .none, Response(status: 503, body: Problem.unavailable.body),
      Response(status: 200, body: [0x80]), Response(status: 200, body: Array("<html>".utf8)),
    ]
    for answer in answers {
      server.second = { _ in answer }
      let before = server.calls.count
      #expect(throws: VaultError.hardeningFailed(.unreachable(operator: 2))) {
        try server.open()
      }
      #expect(Array(server.calls[before...]) == [.harden, .harden])
    }
  }

  @Test func oneThatLiesIsNamed() throws {
    let server = try TestServer(hasSecond: true)
    _ = try server.create()
    let other = try TestServer(seed: 50, hasSecond: true)
    server.second = { try? other.answer($0) }
    #expect(throws: VaultError.hardeningFailed(.notProven(operator: 2))) { try server.open() }
  }

  @Test func sharesOpenWithoutAnyOperator() throws {
    let server = try TestServer(hasSecond: true)
    let wallet = try server.create()
    try server.run(
      WriteSlots(recovery: recovery(), waitHours: 0, of: wallet, time: server.time))
    server.second = { _ in .none }
    #expect(try server.open(.recovery(recovery())).spaceID == wallet.spaceID)
  }

  @Test func anOpeningMovesItsSlotToTheNewestEpoch() throws {
    let server = try TestServer()
    let wallet = try server.create()
    try server.run(WriteSlots(card: card(1), of: wallet, time: server.time))
    let before = server.spaces[wallet.spaceID]!.slots
    try server.addEpoch(seed: 5, hasSecond: true)
    let opened = try server.open()
    #expect(opened.hasCard)
    let after = server.spaces[wallet.spaceID]!.slots
    #expect(zip(before, after).count { $0 != $1 } == 1)
    // Done once.
    let calls = server.calls.count
    _ = try server.open()
    #expect(!server.calls[calls...].contains(.slotsWrite))
    // The card moves by itself, when it opens.
    let byCard = try server.open(.card(card(1)))
    #expect(byCard.layout != nil)
    let moved = server.spaces[wallet.spaceID]!.slots
    #expect(zip(after, moved).count { $0 != $1 } == 1)
    #expect(try server.open().hasCard)
    #expect(try server.open(.card(card(1))).hasCard)
  }

  @Test func aMoveThatFailsLeavesTheWalletOpen() throws {
    let server = try TestServer()
    _ = try server.create()
    try server.addEpoch(seed: 5)
    let opening = try OpenWallet(
      .words(TestServer.credential()), info: server.info, pin: server.info.epochs.hash,
      localTime: server.time)
    while let request = try opening.next() {
      let answer =
        request.call == .slotsWrite
        ? Response(status: 503, body: Problem.unavailable.body) : try server.answer(request)
      try opening.receive(answer)
    }
    #expect(opening.compartment?.layout != nil)
    #expect(try server.open().layout != nil)
  }

  @Test func withoutAPinNothingIsWrittenUnderAnAppendedEpoch() throws {
    for changesEverything in [false, true] {
      let server = try TestServer()
      let wallet = try server.create()
      let before = server.spaces[wallet.spaceID]!.slots
      // Somebody in the middle, for one session.
      try server.addEpoch(seed: 66, hasSecond: changesEverything)
      let opening = try OpenWallet(
        .words(TestServer.credential()), info: server.info, pin: nil, localTime: server.time)
      try server.run(opening)
      let opened = try #require(opening.compartment)
      #expect(server.spaces[wallet.spaceID]!.slots == before)
      if changesEverything {
        try server.run(
          RekeyWallet(
            opened,
            to: NewCredentials(
              words: TestServer.credential(8), card: card(1), recovery: recovery(), waitHours: 0),
            time: server.time))
      } else {
        try server.run(WriteSlots(card: card(1), of: opened, time: server.time))
        try server.run(
          WriteSlots(recovery: recovery(), waitHours: 0, of: opened, time: server.time))
      }
      server.dropEpoch()
      #expect(try server.open(changesEverything ? 8 : 7).hasCard)
      #expect(try server.open(.card(card(1))).spaceID == wallet.spaceID)
      #expect(try server.open(.recovery(recovery())).spaceID == wallet.spaceID)
    }
  }

  @Test func aListWithAnOperatorLessIsNotThePinnedOne() throws {
    let two = try TestServer(hasSecond: true)
    let one = try TestServer()
    #expect(throws: VaultError.epochsNotPinned) {
      try OpenWallet(
        .words(TestServer.credential()), info: one.info, pin: two.info.epochs.hash,
        localTime: one.time)
    }
  }
}
