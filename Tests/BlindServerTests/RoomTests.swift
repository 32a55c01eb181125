import Sodium
import Synchronization
import Testing
import Wire

@testable import BlindServer

/// Limits of what there is little of: disk, memory, connections, uploads.
@Suite struct RoomTests {
  private let source = Source(Address([192, 0, 2, 1]))
  private let other = Source(Address([192, 0, 3, 1]))

  // MARK: Pools

  @Test func aPoolIsNobodysAlone() throws {
    let pool = Pool(Pool.Sizes(total: 10, perSource: 6, perPlace: 9, perWallet: 4))
    let wallet = SpaceID.random()
    var held = [try pool.take(4, source, wallet)]
    // Its wallet has all that it may, its source nearly.
    #expect(throws: Refusal(.unavailable, retryAfter: Pool.retrySeconds)) {
      try pool.take(1, other, wallet)
    }
    #expect(throws: Refusal.self) { try pool.take(3, source) }
    held.append(try pool.take(2, source))
    held.append(try pool.take(4, other))
    #expect(pool.used == 10)
    #expect(throws: Refusal.self) { try pool.take(1, Source(Address([192, 0, 4, 1]))) }
    held.removeFirst()
    #expect(pool.used == 6)
    held.append(try pool.take(4, source, wallet))
    held = []
    #expect(pool.used == 0)
    let place = Source(
      Address([192, 0, 2, 1]), places: [try #require(AddressPrefix("192.0.2.1"))])
    held.append(try pool.take(9, place))
    #expect(throws: Refusal.self) { try pool.take(1, place) }
    withExtendedLifetime(held) {}
  }

  @Test func anUploadWaitsForItsTurnOfAWallet() async throws {
    try await TestServer.run({ _ in }, .socket) { server, caller in
      let space = try await caller.newSpace()
      let blocks = (0..<Pool.Sizes.uploads.perWallet + 2).map { _ in TestBlock() }
      var waiting: [(RawConnection, UInt8)] = []
      for block in blocks.prefix(Pool.Sizes.uploads.perWallet) {
        let request = caller.request(.blocksPut, block.frame, by: space)
        let connection = try await RawConnection(try #require(caller.client.port))
        try await connection.send(Array(request.dropLast()))
        waiting.append((connection, request[request.count - 1]))
      }
      try await until { server.service.uploadPool.used == Pool.Sizes.uploads.perWallet }
      let refused = try await caller.put([blocks[16]], by: space)
      #expect(refused.problem == .unavailable)
      #expect(refused.headers[.retryAfter] == "\(Pool.retrySeconds)")
      // Another's goes on.
      #expect(try await caller.put([blocks[16]], by: caller.newSpace()).status == 204)
      for (connection, last) in waiting {
        try await connection.send([last])
        #expect(try await connection.answer().status == "204")
        try await connection.close()
      }
      try await until { server.service.uploadPool.used == 0 }
      #expect(try await caller.put([blocks[17]], by: space).status == 204)
    }
  }

  @Test func oneConnectionTooManyOfASourceIsClosed() async throws {
    try await TestServer.run({ _ in }, .socket) { _, caller in
      let port = try #require(caller.client.port)
      var connections: [RawConnection] = []
      // One is the caller's own, if it ever asked.
      for _ in 0..<BoundedChannel.mostConnections.perSource {
        connections.append(try await RawConnection(port))
      }
      let info = Array("GET /v1/info HTTP/1.1\r\nhost: x\r\n\r\n".utf8)
      #expect(try await connections[0].answer(to: info).status == "200")
      let late = try await RawConnection(port)
      #expect(try await late.ends(within: 60))
      try await connections.removeLast().close()
      try await until {
        guard let next = try? await RawConnection(port) else { return false }
        // As long as there is no room it is closed, before or while it asks.
        let isServed = (try? await next.answer(to: info).status) == "200"
        try? await next.close()
        return isServed
      }
      for connection in connections { try? await connection.close() }
    }
  }

  private func until(_ holds: () async throws -> Bool) async throws {
    for _ in 0..<6_000 {
      if try await holds() { return }
      try await Task.sleep(for: .milliseconds(10))
    }
    throw TestFailure("it never came to hold")
  }

  // MARK: The disk

  /// A file system of 1 GB, whose free bytes a test sets.
  private final class Disk: Sendable {
    let free = Mutex<UInt64>(1 << 30)
    func reserve(_ clock: MovedClock) -> DiskReserve {
      DiskReserve(clock.source) {
        DiskReserve.Room(free: self.free.withLock { $0 }, total: 1 << 30)
      }
    }
  }

  @Test func withLittleRoomNothingIsStoredAndNobodyIsKeptFromEndingAnything() async throws {
    let disk = Disk()
    let diskClock = MovedClock()
    try await TestServer.run({ $0.reserve = disk.reserve(diskClock) }) { server, caller in
      let space = try await caller.newSpace(TestSpace(slotIDs: [.random()]))
      let going = try await caller.newSpace()
      let block = TestBlock()
      #expect(try await caller.put([block], by: space).status == 204)
      let (grant, _) = try await caller.newGrant(by: space)
      let (ended, _) = try await caller.newGrant(
        {
          var other = TestGrant(); other.code = Array("9876543210".utf8); return other
        }(), by: space)
      // An eighth is kept.
      disk.free.withLock { $0 = 1 << 27 }
      diskClock.pass(2)

      func isRefused(_ reply: Reply) -> Bool {
        reply.problem == .unavailable
          && reply.headers[.retryAfter] == "\(DiskReserve.retrySeconds)"
      }
      #expect(isRefused(try await caller.put([TestBlock()], by: space)))
      let new = TestSpace()
      #expect(isRefused(try await caller.signed(.createSpace, new.creation, by: new)))
      let append = TestSpace.append([randomBytes(1024)], after: [space.firstEntry])
      #expect(isRefused(try await caller.signed(.journalAppend, append, by: space)))
      var slots = space.keepingAll
      slots.slots[1] = TestSpace().slots[1]
      #expect(isRefused(try await caller.signed(.slotsWrite, slots, by: space)))
      #expect(isRefused(try await caller.signed(.grantReserve, TestGrant().reservation, by: space)))

      #expect(try await caller.read(space.slots[0].id) == space.slots[0].record)
      #expect(try await caller.open(space).generation == 1)
      #expect(try await caller.get([block.name], by: space).body == block.bytes)
      #expect(try await caller.open(grant).status == 200)
      let revocation = RevokeRequest(revocationCode: ended.code)
      #expect(try await caller.call(.revoke, revocation).status == 204)
      let dropping = TestSpace.append(
        [randomBytes(1024)], after: [space.firstEntry], adopt: [], drop: [block.name])
      #expect(try await caller.signed(.journalAppend, dropping, by: space).status == 204)
      #expect(try await caller.lock(space, until: caller.clock.now + 3_600) == 204)
      #expect(try await caller.delete(going, at: 1).status == 204)
      try await server.service.sweep()

      disk.free.withLock { $0 = 1 << 29 }
      diskClock.pass(2)
      #expect(try await caller.signed(.createSpace, new.creation, by: new).status == 201)
    }
  }

  @Test func whatIsUploadedInADayIsBounded() throws {
    let budget = UploadBudget()
    let request = Limits.blocksPerRequest * Limits.blockBytes
    func takes(_ space: SpaceID, _ source: Source, now: UInt64 = 9) -> Int {
      (0..<1_000).prefix { _ in
        (try? budget.take(request, space, source, now: now)) != nil
      }.count
    }
    #expect(takes(.random(), source) == 64)
    #expect((0..<20).map { _ in takes(.random(), source) }.reduce(0, +) == 448)
    let space = SpaceID.random()
    #expect(takes(space, other) == 64)
    #expect(takes(space, other) == 0)
    #expect(takes(space, other, now: 86_400) == 64)
  }
}
