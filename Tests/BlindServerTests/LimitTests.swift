import HTTPTypes
import Sodium
import Synchronization
import Testing
import Wire

@testable import BlindServer

@Suite struct LimitTests {
  /// A gate with a clock that moves.
  private let clock = MovedClock()
  private let gate: WorkGate
  private let body = randomBytes(60) + Work.none

  init() { gate = WorkGate(clock.source) }

  private func source(_ number: Int) -> Source {
    Source(Address([10, UInt8(number >> 8 & 255), UInt8(number & 255), 7]))
  }

  private func call(
    _ number: Int = 0, _ allowance: Allowance = .harden, work: [UInt8] = Work.none
  ) -> WorkGate.Verdict {
    gate.admit(source(number), allowance, work: work, body: body.dropLast(40) + work)
  }

  private func challenge(_ verdict: WorkGate.Verdict) -> [UInt8]? {
    if case .refused(let challenge, _) = verdict { challenge } else { nil }
  }

  /// The work that a challenge asks for; only for few bits.
  private func work(for challenge: [UInt8]) -> [UInt8] {
    Work.solve(
      challenge: challenge, bodyHash: Work.bodyHash(body), from: 0, tries: 1 << 34)!
  }

  @Test func twentyAtOnceThenTenAMinute() {
    for _ in 0..<20 { #expect(call() == .admitted) }
    #expect(challenge(call())?[0] == 22)
    clock.pass(6)
    #expect(call() == .admitted)
    #expect(call() != .admitted)
    clock.pass(60)
    for _ in 0..<10 { #expect(call() == .admitted) }
    #expect(call() != .admitted)
    // Forgotten after an hour: twenty again.
    clock.pass(3_600)
    for _ in 0..<20 { #expect(call() == .admitted) }
  }

  @Test func eachSourceHasItsOwn() {
    for _ in 0..<20 { _ = call(1) }
    #expect(call(1) != .admitted)
    #expect(call(2) == .admitted)
  }

  @Test func aSourceThatFloodsMakesNobodyElseWork() {
    for _ in 0..<10_000 { _ = call(1) }
    #expect(call(1) != .admitted)
    #expect(call(2) == .admitted)
  }

  @Test func tooManySourcesTogetherMakeEverybodyWorkAndMoreOfIt() {
    // 500 sources with tokens left, in one second.
    var bits: [UInt8] = []
    for round in 0..<7 {
      for number in 0..<500 {
        if let challenge = challenge(call(round << 9 | number)) { bits.append(challenge[0]) }
      }
    }
    #expect(bits.first == 22)
    // 3,500 lately, with a memory of 5 seconds: 700 a second, two doublings and more, of which one
    // is asked for.
    #expect(bits.last == 23)
    #expect(bits == bits.sorted())
    #expect(challenge(call(60_000)) != nil)
    clock.pass(60)
    #expect(call(60_001) == .admitted)
  }

  @Test func whoIsRefusedInAFloodPaysAsWhoIsServed() {
    for round in 0..<20 {
      for number in 0..<60 { _ = call(number) }
      #expect(round < 10 || challenge(call(7_000 + round)) != nil)
    }
    // One of them goes on alone, and has had its twenty.
    for _ in 0..<60 {
      clock.pass(1)
      for _ in 0..<500 { _ = call(3) }
    }
    #expect(call(8_000) == .admitted)
  }

  @Test func noFloodAsksForMoreThanAnOldPCDoes() {
    var bits: Set<UInt8> = []
    for number in 0..<20_000 { if let asked = challenge(call(number)) { bits.insert(asked[0]) } }
    #expect(bits == [22, 23])
  }

  @Test func aChallengeIsForOneSourceAndOneKindOfCall() {
    for _ in 0..<120 { _ = call(0, .look) }
    for _ in 0..<120 { _ = call(1, .look) }
    let done = work(for: challenge(call(0, .look))!)
    #expect(call(1, .look, work: done) != .admitted)
    // Of fewer bits than its own calls have, so that nothing but the kind differs.
    let cheap = Allowance(.revoke, burst: 1, perSecond: 1, bits: 16)
    _ = call(0, cheap)
    #expect(call(0, cheap, work: done) != .admitted)
    #expect(call(0, .look, work: done) == .admitted)
  }

  @Test func aFloodOfOneKindLeavesTheOthersTheirMemory() {
    for number in 0..<60_000 { _ = call(number, .look) }
    #expect(call(65_000, .look) != .admitted)
    #expect(call(65_000, .harden) == .admitted)
    #expect(call(65_000, .create) == .admitted)
  }

  @Test func workIsTakenOnceForItsBodyAndForFiveMinutes() {
    for _ in 0..<120 { #expect(call(0, .look) == .admitted) }
    let challenge = challenge(call(0, .look))!
    #expect(challenge[0] == 16)
    let done = work(for: challenge)
    // For another body it is worth nothing, but for one in 65,536.
    var other = randomBytes(60) + done
    while Work.isSolution(done, bodyHash: Work.bodyHash(other)) { other = randomBytes(60) + done }
    #expect(gate.admit(source(0), .look, work: done, body: other) != .admitted)
    #expect(call(0, .look, work: done) == .admitted)
    #expect(call(0, .look, work: done) != .admitted)

    let late = work(for: self.challenge(call(0, .look))!)
    clock.pass(301)
    for _ in 0..<121 { _ = call(0, .look) }
    #expect(call(0, .look, work: late) != .admitted)
  }

  @Test func workOfFewerBitsOrOfOnesOwnMakingIsNone() {
    for _ in 0..<120 { _ = call(0, .look) }
    let cheap = work(for: challenge(call(0, .look))!)
    for _ in 0..<20 { _ = call(0, .harden) }
    #expect(call(0, .harden, work: cheap) != .admitted)
    var forged = cheap
    forged[8] ^= 1
    #expect(call(0, .look, work: forged) != .admitted)
    // No bits at all: what a body without work has.
    #expect(call(0, .look, work: Work.none) != .admitted)
  }

  @Test func createGivesFiveAnHour() {
    for _ in 0..<5 { #expect(call(0, .create) == .admitted) }
    #expect(challenge(call(0, .create))?[0] == 23)
    clock.pass(720)
    #expect(call(0, .create) == .admitted)
    #expect(call(0, .create) != .admitted)
  }

  @Test func memoryIsBounded() {
    var buckets = Buckets<Source>(lifetime: 3_600)
    buckets.mostBuckets = 1_000
    let terms = Allowance.look.terms
    for number in 0..<1_010 {
      let address = bigEndianBytes(UInt32(number)) + [UInt8](repeating: 0, count: 12)
      buckets.take(Source(Address(address)), terms, now: 1)
    }
    let unknown = Source(Address([1, 2, 3, 4]))
    #expect(!buckets.has(unknown, terms, now: 1))
    buckets.forget(now: 3_700)
    #expect(buckets.has(unknown, terms, now: 3_700))
  }

  // MARK: Pace

  @Test func whoFloodsWaitsAndNobodyElse() {
    let time = Mutex(ContinuousClock.now)
    // A power of two, so that all of it is exact.
    let pace = SourcePace(perSecond: 8) { time.withLock { $0 } }
    let (first, other) = (Source(Address([192, 0, 2, 1])), Source(Address([192, 0, 3, 1])))
    for _ in 0..<80 { #expect(pace.take(first) == nil) }
    #expect(pace.isLate(first) && !pace.isLate(other))
    #expect(pace.take(first) == .milliseconds(125))
    #expect(pace.take(first) == .milliseconds(250))
    #expect(pace.take(other) == nil)
    // What is refused counts as ten; and nobody waits for ever.
    pace.refuse(first)
    #expect(pace.take(first) == .milliseconds(1_500))
    for _ in 0..<1_000 { pace.refuse(first) }
    #expect(pace.take(first) == .seconds(10))
    time.withLock { $0 += .seconds(10) }
    #expect(pace.take(first) == .milliseconds(125))
    time.withLock { $0 += .seconds(20) }
    pace.sweep()
    for _ in 0..<80 { #expect(pace.take(first) == nil) }
    #expect(pace.take(first) != nil)
  }

  @Test func veryManyWalletsKeepNobodyFromLocking() throws {
    let clock = MovedClock()
    let rate = WalletRate(clock.source, perSecond: 1, mostWallets: 10)
    let wallets = (0..<10).map { _ in SpaceID.random() }
    for wallet in wallets { for _ in 0..<10 { try rate.take(wallet) } }
    #expect(throws: Refusal.self) { try rate.take(wallets[0]) }
    for _ in 0..<20 { try rate.take(.random()) }
    #expect(throws: Refusal.self) { try rate.take(wallets[0]) }
    clock.pass(10)
    for _ in 0..<10 { try rate.take(wallets[0]) }
    #expect(throws: Refusal.self) { try rate.take(wallets[0]) }
  }

  // MARK: Through the server

  @Test func a429SaysWhatWorkWouldDo() async throws {
    try await TestServer.run { _, caller in
      let grant = TestGrant()
      for _ in 0..<120 { #expect(try await caller.cover(grant).status == 404) }
      let refused = try await caller.cover(grant)
      #expect(refused.problem == .tooManyCalls)
      #expect(refused.headers[.retryAfter].flatMap { Int($0) } == 1)
      let field = try #require(refused.headers[.challenge])
      let challenge = try #require(base64Decode(Array(field.utf8.dropFirst().dropLast())))
      var request = GrantCoverRequest(id: grant.id)
      let hash = Work.bodyHash(request.encoded())
      request.work = Work.solve(challenge: challenge, bodyHash: hash, from: 0, tries: 1 << 30)!
      #expect(try await caller.call(.grantCover, request).problem == .notFound)
      #expect(try await caller.call(.grantCover, request).problem == .tooManyCalls)
    }
  }

  // MARK: Sources

  @Test func sourcesArePrefixes() {
    func source(_ text: String) -> Source { Source(Address(text: text)) }
    #expect(source("127.1.2.3") == source("127.1.2.200"))
    #expect(source("127.1.2.3") != source("127.1.3.3"))
    #expect(source("::ffff:127.1.2.3") == source("127.1.2.9"))
    #expect(source("2001:db8:0:ff00::1") == source("2001:db8:0:ffff::2"))
    #expect(source("2001:db8:0:ff00::1") != source("2001:db8:1:ff00::1"))
  }

  @Test func onlyATrustedProxysLastEntryIsTheSource() throws {
    let proxy = try #require(AddressPrefix("10.0.0.0/8"))
    let peer = try #require(Address(text: "10.1.2.3"))
    let stranger = try #require(Address(text: "192.0.2.1"))
    func source(_ peer: Address, _ forwarded: String?) -> Source {
      Source(peer: peer, forwardedFor: forwarded, trustedProxy: proxy)
    }
    #expect(
      source(peer, "203.0.113.9, 198.51.100.7") == Source(Address(text: "198.51.100.1")))
    #expect(source(peer, nil) == Source(peer))
    #expect(source(peer, "nonsense") == Source(peer))
    #expect(source(stranger, "198.51.100.7") == Source(stranger))
    #expect(AddressPrefix("10.1.0.0/8") == nil)
    #expect(AddressPrefix("10.0.0.0/33") == nil)
    #expect(AddressPrefix("fd00::/64") != nil)
  }

  @Test func aPlaceIsWhatTheOperatorNamed() throws {
    let proxy = try #require(AddressPrefix("10.0.0.0/8"))
    let places = [
      try #require(AddressPrefix("192.0.2.7")), try #require(AddressPrefix("2001:db8::/48")),
    ]
    func isPlace(_ peer: String, _ forwarded: String? = nil) -> Bool {
      Source(
        peer: Address(text: peer), forwardedFor: forwarded, trustedProxy: proxy, places: places
      ).isPlace
    }
    #expect(isPlace("192.0.2.7"))
    #expect(isPlace("2001:db8:0:5::1"))
    #expect(isPlace("10.1.2.3", "198.51.100.1, 192.0.2.7"))
    #expect(!isPlace("192.0.2.8"))
    // Its own words, and those of others, name nobody.
    #expect(!isPlace("198.51.100.1", "192.0.2.7"))
    #expect(!isPlace("10.1.2.3", "192.0.2.7, 198.51.100.1"))
    #expect(!isPlace("10.1.2.3"))
  }

  @Test func aPlaceMakesSixtySpacesAnHourAndItsNeighboursFive() async throws {
    let proxy = try #require(AddressPrefix("127.0.0.0/8"))
    let place = try #require(AddressPrefix("192.0.2.7"))
    try await TestServer.run(
      {
        $0.trustedProxy = proxy
        $0.places = [place]
      }, .socket
    ) { server, caller in
      func made(_ count: Int, from source: String) async throws -> Int {
        var caller = caller
        caller.source = source
        var made = 0
        for _ in 0..<count {
          let space = TestSpace()
          let reply = try await caller.signed(.createSpace, space.creation, by: space)
          if reply.status == 201 { made += 1 }
        }
        return made
      }
      // Outside the macro: by it alone the closure is not seen to throw.
      let first = try await made(62, from: "192.0.2.7")
      #expect(first == 60)
      // Of the same 24 bits, and no place.
      #expect(try await made(7, from: "192.0.2.8") == 5)
      server.clock.pass(60)
      #expect(try await made(2, from: "192.0.2.7") == 1)
      #expect(try await made(2, from: "192.0.2.8") == 0)
    }
  }
}
