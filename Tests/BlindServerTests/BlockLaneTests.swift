import Foundation
import NIOCore
import NIOEmbedded
import Sodium
import Testing
import Wire

@testable import BlindServer

extension Caller {
  /// The bytes of a signed request, with other fields after the signature's.
  func request(_ call: Call, _ body: [UInt8], by space: TestSpace, more: String = "") -> [UInt8] {
    let fields = signature(call, body, by: space).map { "\($0.name): \($0.value)\r\n" }.joined()
    let head =
      "\(call.method) \(call.path) HTTP/1.1\r\nhost: \(authority)\r\n"
      + "content-length: \(body.count)\r\n\(fields)\(more)\r\n"
    return Array(head.utf8) + body
  }

  func blockRequest(_ name: BlockName, by space: TestSpace, more: String = "") -> [UInt8] {
    request(.blocksGet, BlocksGetRequest(names: [name]).encoded(), by: space, more: more)
  }
}

/// A lane by itself: what it gets, what it lets go on, what it answers.
private final class LoneLane {
  /// A clock that stands until it is moved.
  final class Time {
    var now = ContinuousClock.now
  }

  static let head = "HTTP/1.1 200 OK\r\nx: y\r\ncontent-length: 131072\r\n\r\n"
  let lane: BlockLane
  let channel: EmbeddedChannel
  let time = Time()

  /// With a head that it learned from the answer to `request`.
  init(_ service: BlindService, after request: [UInt8]) throws {
    let sender = BlockSender()
    lane = BlockLane(service, sender, source: Source(Address([192, 0, 2, 1]))) { [time] in time.now
    }
    channel = EmbeddedChannel()
    try channel.pipeline.syncOperations.addHandlers(sender, lane)
    guard try goesOn(request) == request else { throw TestFailure("answered from nothing") }
    try channel.writeOutbound(IOData.byteBuffer(ByteBuffer(string: Self.head)))
    _ = try channel.readOutbound(as: IOData.self)
    lane.isAnswered()
  }

  /// The bytes that went on, of some that came.
  func goesOn(_ bytes: [UInt8]) throws -> [UInt8] {
    try channel.writeInbound(ByteBuffer(bytes: bytes))
    return try wentOn()
  }

  func wentOn() throws -> [UInt8] {
    var all: [UInt8] = []
    while let part = try channel.readInbound(as: ByteBuffer.self) {
      all += Array(part.readableBytesView)
    }
    return all
  }

  /// Whether it answered with a head like the last and a file's bytes.
  func hasAnswered() throws -> Bool {
    guard case .byteBuffer(let head)? = try channel.readOutbound(as: IOData.self),
      case .fileRegion(let file)? = try channel.readOutbound(as: IOData.self)
    else { return false }
    return String(buffer: head) == Self.head && file.readableBytes == Limits.blockBytes
  }
}

@Suite struct BlockLaneTests {
  // MARK: By itself

  /// Runs a test with a lane that has learned, a space with a block, and its request.
  private func withLane(
    _ test: @Sendable (TestServer, Caller, TestSpace, BlockName) async throws -> Void
  ) async throws {
    // A sweep writes, and after a write a lane by itself knows nothing.
    try await TestServer.run(sweeps: false) { server, caller in
      let space = try await caller.newSpace()
      let block = TestBlock()
      _ = try await caller.put([block], by: space)
      _ = try await caller.get([block.name], by: space)
      try await test(server, caller, space, block.name)
    }
  }

  @Test func whatIsInMemoryIsAnsweredForASecond() async throws {
    try await withLane { server, caller, space, name in
      func request() -> [UInt8] { caller.blockRequest(name, by: space) }
      func script() throws {
        let lane = try LoneLane(server.service, after: request())
        let lines = server.log.all.count
        for _ in 0..<3 {
          #expect(try lane.goesOn(request()) == [])
          #expect(try lane.hasAnswered())
        }
        #expect(server.log.all.count == lines + 3)
        #expect(server.log.all.last!.hasPrefix("info POST /v1/space/blocks/get 200 131072 "))
        // In pieces: held until it is whole.
        let inPieces = request()
        #expect(try lane.goesOn(Array(inPieces.dropLast(20))) == [])
        #expect(try !lane.hasAnswered())
        #expect(try lane.goesOn(inPieces.suffix(20)) == [])
        #expect(try lane.hasAnswered())
        // What was used is the service's to refuse.
        #expect(try lane.goesOn(inPieces) == inPieces)
        lane.lane.isAnswered()
        lane.time.now += .milliseconds(1_001)
        let late = request()
        #expect(try lane.goesOn(late) == late)
      }
      try script()
    }
  }

  @Test func whatCameBeforeTheEndGoesOnBeforeIt() async throws {
    try await withLane { server, caller, space, name in
      let request = caller.blockRequest(name, by: space)
      func script() throws {
        let lane = try LoneLane(server.service, after: request)
        let part = Array(request.dropLast())
        #expect(try lane.goesOn(part) == [])
        lane.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(try lane.wentOn() == part)
      }
      try script()
    }
  }

  @Test func refusalsAndWaitingAreTheServices() async throws {
    try await withLane { server, caller, space, name in
      func right() -> [UInt8] { caller.blockRequest(name, by: space) }
      var wrong = right()
      wrong[wrong.count - 1] ^= 1
      let other = TestSpace(id: space.id)
      let others = [
        wrong, caller.blockRequest(.random(), by: space), caller.blockRequest(name, by: other),
        caller.blockRequest(name, by: TestSpace()),
        caller.request(.blocksGet, [], by: space), caller.request(.openSpace, [0xa0], by: space),
        Array("POST /v1/space/blocks/get HTTP/1.1\r\nhost: x\r\n\r\n".utf8),
      ]
      func script() throws {
        for other in others {
          let lane = try LoneLane(server.service, after: right())
          #expect(try lane.goesOn(other) == other)
          // Behind one that waits nothing is answered; behind its answer it is.
          let second = right()
          #expect(try lane.goesOn(second) == second)
          lane.lane.isAnswered()
          lane.lane.isAnswered()
          #expect(try lane.goesOn(right()) == [])
          #expect(try lane.hasAnswered())
        }
      }
      try script()
    }
  }

  @Test func nothingIsAnsweredAfterAChangeUntilTheServiceHas() async throws {
    try await withLane { server, caller, space, name in
      let request = caller.blockRequest(name, by: space)
      let later = caller.clock.now + 1_000
      func script() throws {
        let lane = try LoneLane(server.service, after: request)
        // The channel is of this thread: the change is waited for.
        let isLocked = DispatchSemaphore(value: 0)
        Task.detached {
          try await server.lock(space, until: later)
          isLocked.signal()
        }
        isLocked.wait()
        #expect(try lane.goesOn(request) == request)
      }
      try script()
    }
  }

  @Test func whatIsNotPlainGoesOnWithAllAfterIt() async throws {
    try await withLane { server, caller, space, name in
      let right = caller.blockRequest(name, by: space)
      func with(_ more: String) -> [UInt8] { caller.blockRequest(name, by: space, more: more) }
      func changed(_ old: String, _ new: String) -> [UInt8] {
        let at = right.firstRange(of: Array(old.utf8))!
        return Array(right[..<at.lowerBound]) + Array(new.utf8) + Array(right[at.upperBound...])
      }
      let odd = [
        with("connection: close\r\n"), with("transfer-encoding: chunked\r\n"),
        with("content-length: 20\r\n"), with("expect: 100-continue\r\n"), with("host: y\r\n"),
        with("x : y\r\n"), with("x:\r\n"), with("x: y \r\n"), with("x:  y\r\n"), with(" x: y\r\n"),
        with("x: \u{e9}\r\n"), with("x: a\tb\r\n"), with("x\r\n"), with("x: y\n"), with("\r\n"),
        with("Signature: a\r\n"), with("upgrade: h2c\r\n"),
        with(String(repeating: "x: y\r\n", count: 40)),
        with("x: " + String(repeating: "y", count: 5_000) + "\r\n"),
        changed("HTTP/1.1", "HTTP/1.0"), changed("POST ", "POST  "), changed("POST", "post"),
        changed("get HTTP", "get? HTTP"), changed("host: ", "hoss: "),
        changed("content-length: ", "content-length: +"), [0x0d, 0x0a] + right,
        right + right, right + [0x50], Array(right.prefix(100)),
      ]
      func script() throws {
        for odd in odd {
          let lane = try LoneLane(server.service, after: right)
          #expect(try lane.goesOn(odd) == odd)
          lane.lane.isAnswered()
          #expect(try lane.goesOn(right) == right, "\(String(decoding: odd, as: UTF8.self))")
        }
        let plain = with("Connection: Keep-Alive\r\nX-Other: (some) \"text\"\r\n")
        let lane = try LoneLane(server.service, after: plain)
        #expect(try lane.goesOn(plain) == [])
        #expect(try lane.hasAnswered())
      }
      try script()
    }
  }

  // MARK: Over a socket

  /// An answer without its field `Date`.
  private func undated(_ answer: [UInt8]) throws -> [UInt8] {
    let field = try #require(answer.firstRange(of: Array("\r\nDate: ".utf8)))
    let end = answer[field.upperBound...].firstIndex(of: 0x0d) ?? answer.endIndex
    return Array(answer[..<field.lowerBound] + answer[end...])
  }

  private func live(
    _ test:
      @Sendable (TestServer, Caller, RawConnection, TestSpace, [TestBlock]) async throws -> Void
  ) async throws {
    try await TestServer.run({ _ in }, .socket) { server, caller in
      let space = try await caller.newSpace()
      let blocks = (0..<3).map { _ in TestBlock() }
      _ = try await caller.put(blocks, by: space)
      let connection = try await RawConnection(try #require(caller.client.port))
      try await test(server, caller, connection, space, blocks)
      try? await connection.close()
    }
  }

  @Test func theLanesAnswerIsTheServicesByteForByte() async throws {
    try await live { _, caller, connection, space, blocks in
      var answers: [[UInt8]] = []
      for _ in 0..<4 {
        try await connection.send(caller.blockRequest(blocks[0].name, by: space))
        answers.append(try await connection.answer())
      }
      let isBlock = answers[0].suffix(Limits.blockBytes) == blocks[0].bytes[...]
      #expect(answers[0].status == "200" && isBlock)
      // But for the second that it was made in. (Compared outside of the macro, which would describe
      // half a million bytes, one by one, where it fails.)
      let areAlike = try answers.allSatisfy { try undated($0) == undated(answers[0]) }
      #expect(
        areAlike, "\(answers.map { String(decoding: $0.prefix(400), as: Unicode.ASCII.self) })")
      try await connection.send(caller.blockRequest(blocks[1].name, by: space))
      #expect(try await connection.answer().suffix(Limits.blockBytes) == blocks[1].bytes[...])
    }
  }

  @Test func answersComeInTheOrderOfTheRequests() async throws {
    try await live { _, caller, connection, space, blocks in
      let info = Array("GET /v1/info HTTP/1.1\r\nhost: x\r\n\r\n".utf8)
      let get = { (index: Int) in caller.blockRequest(blocks[index].name, by: space) }
      try await connection.send(get(0))
      _ = try await connection.answer()
      for atOnce in [false, true] {
        var all = [get(0), info, get(1), get(2), info, get(0)]
        if atOnce { all = [Array(all.joined())] }
        for bytes in all { try await connection.send(bytes) }
        for block in [blocks[0], nil, blocks[1], blocks[2], nil, blocks[0]] {
          let answer = try await connection.answer()
          #expect(answer.status == "200")
          if let block {
            #expect(answer.suffix(Limits.blockBytes) == block.bytes[...])
          } else {
            #expect(answer.count < 4_096)
          }
        }
      }
    }
  }

  @Test func aReaderWhoDoesNotReadIsWaitedFor() async throws {
    try await live { _, caller, connection, space, blocks in
      let request = { caller.blockRequest(blocks[0].name, by: space) }
      try await connection.send(request())
      _ = try await connection.answer()
      try await connection.reads(false)
      for _ in 0..<100 {
        connection.push(request())
        try await Task.sleep(for: .milliseconds(2))
      }
      try await connection.reads(true)
      for _ in 0..<100 {
        #expect(try await connection.answer().suffix(Limits.blockBytes) == blocks[0].bytes[...])
      }
    }
  }

  @Test func whatWasDeletedIsNotFoundOnceThatWasAnswered() async throws {
    try await live { _, caller, connection, space, blocks in
      let requests = { blocks.map { caller.blockRequest($0.name, by: space) } }
      _ = try await connection.answer(to: requests()[0])
      for _ in 0..<3 { #expect(try await connection.answer(to: requests()[0]).status == "200") }
      let append = TestSpace.append(
        [randomBytes(1024)], after: [space.firstEntry], drop: [blocks[0].name])
      #expect(try await caller.signed(.journalAppend, append, by: space).status == 204)
      #expect(try await connection.answer(to: requests()[0]).status == "404")
      for _ in 0..<3 { #expect(try await connection.answer(to: requests()[1]).status == "200") }
      #expect(try await caller.delete(space, at: 0).status == 204)
      #expect(try await caller.delete(space, at: 1).status == 204)
      #expect(try await connection.answer(to: requests()[1]).status == "404")
    }
  }

  @Test func aConnectionThatIsToCloseCloses() async throws {
    try await live { _, caller, connection, space, blocks in
      for more in ["", "", "connection: close\r\n"] {
        try await connection.send(caller.blockRequest(blocks[0].name, by: space, more: more))
        #expect(try await connection.answer().status == "200")
      }
      #expect(try await connection.ends(within: 40))
    }
  }

  @Test func aConnectionIsOpenWhileItIsUsedAndClosedWhenIdle() async throws {
    let server = try await TestServer()
    defer { try? FileManager.default.removeItem(atPath: server.path) }
    let space = try await server.use { _, caller in try await caller.newSpace() }
    let block = TestBlock()
    _ = try await server.use { _, caller in try await caller.put([block], by: space) }
    try await server.use(.socket, idleTimeout: .seconds(10)) { _, caller in
      let port = try #require(caller.client.port)
      // A busy machine that comes to neither end for a while has left the connection idle: begun anew.
      var longest = Duration.zero
      repeat {
        let connection = try await RawConnection(port)
        let began = ContinuousClock.now
        var last = began
        var statuses: Set<String> = []
        longest = .zero
        repeat {
          let answer = try? await connection.answer(to: caller.blockRequest(block.name, by: space))
          statuses.insert(answer?.status ?? "none")
          try await Task.sleep(for: .milliseconds(200))
          longest = max(longest, ContinuousClock.now - last)
          last = .now
        } while last - began < .seconds(12) && longest < .seconds(4)
        guard longest < .seconds(4) else { continue }
        #expect(statuses == ["200"])
        #expect(connection.isOpen)
        #expect(try await connection.ends(within: 60))
      } while longest >= .seconds(4)
    }
    try server.folder.close()
  }

  @Test func theServersEndClosesAnIdleConnection() async throws {
    let server = try await TestServer()
    defer { try? FileManager.default.removeItem(atPath: server.path) }
    let connection = try await server.use(.socket) { server, caller in
      let space = try await caller.newSpace()
      let block = TestBlock()
      _ = try await caller.put([block], by: space)
      let connection = try await RawConnection(try #require(caller.client.port))
      for _ in 0..<3 {
        try await connection.send(caller.blockRequest(block.name, by: space))
        #expect(try await connection.answer().status == "200")
      }
      return connection
    }
    #expect(try await connection.ends(within: 30))
    try server.folder.close()
  }
}
