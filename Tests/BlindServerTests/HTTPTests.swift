import HTTPTypes
import NIOCore
import NIOPosix
import Sodium
import Testing
import Wire

@testable import BlindServer

@Suite struct HTTPTests {
  @Test func infoNamesTheServiceAndItsEpochs() async throws {
    try await TestServer.run({ $0.reader = "https://lire.example" }) { server, caller in
      let reply = try await caller.call(.info, [])
      #expect(reply.headers[.contentType] == "application/cbor")
      #expect(reply.headers[.cacheControl] == "no-store")
      #expect(reply.headers[.server] == nil)
      let info: Info = try reply.decoded()
      #expect(info.authority == Array("pde.example".utf8))
      #expect(info.reader == Array("https://lire.example".utf8))
      #expect(info.epochs == server.folder.keys.epochList)
      #expect(info.time == MovedClock.start)
      #expect(info.spaceBlocks == 2_400)
    }
  }

  @Test func hardeningVerifiesAgainstThePinnedKey() async throws {
    enum Stretched {}
    enum Hardened {}
    try await TestServer.run { server, caller in
      let input = Secret<Stretched>.random(byteCount: 32)
      func harden() async throws -> [UInt8] {
        let blinded = try POPRF.blind(input)
        let request = HardenRequest(
          credentialClass: .words, cardTag: [UInt8](repeating: 0, count: 16),
          element: blinded.element.bytes)
        let answer: HardenAnswer = try await caller.call(.harden, request).decoded()
        let evaluation = answer.evaluations[0]
        let output: Secret<Hardened> = try POPRF.finalize(
          input, blinded, evaluated: try #require(Element(evaluation.element)),
          proof: evaluation.proof, info: request.info,
          publicKey: server.folder.keys.epochs[0].epoch.key.publicKey)
        return output.exposedBytes()
      }
      let (first, second) = (try await harden(), try await harden())
      #expect(first == second)
    }
  }

  @Test func whatIsNoElementOrNotForWordsIsMalformed() async throws {
    try await TestServer.run { _, caller in
      let zeros = [UInt8](repeating: 0, count: 16)
      let element = try POPRF.blind(Secret<Never>.random(byteCount: 32)).element.bytes
      for request in [
        HardenRequest(credentialClass: .words, cardTag: zeros, element: zeros + zeros),
        HardenRequest(
          credentialClass: .words, cardTag: zeros, element: [UInt8](repeating: 255, count: 32)),
        HardenRequest(credentialClass: .words, cardTag: randomBytes(16), element: element),
        HardenRequest(credentialClass: .card, cardTag: randomBytes(16), element: zeros + zeros),
      ] {
        #expect(try await caller.call(.harden, request).problem == .malformed)
      }
    }
  }

  @Test func pathsOutsideTheGrammarAreNotFound() async throws {
    try await TestServer.run { _, caller in
      for path in [
        "/", "/v1", "/v1/", "/v1/info/", "/v1//info", "/V1/info", "/v1/info?", "/v1/info?a=1",
        "/v1/%69nfo", "/v1/../v1/info", "/v1/space/open/00", "/index.html",
      ] {
        let reply = try await caller.raw(method: "GET", path: path)
        #expect(reply.problem == .notFound, "\(path)")
      }
    }
  }

  @Test func otherMethodsAreNotAllowed() async throws {
    try await TestServer.run { _, caller in
      for call in Call.allCases {
        for method in ["DELETE", "PATCH", "OPTIONS"] {
          let reply = try await caller.raw(method: method, path: "\(call.path)")
          #expect(reply.problem == .methodNotAllowed)
          #expect(reply.headers[.allow] == "\(call.method)")
        }
      }
      #expect(
        try await caller.raw(method: "GET", path: "/v1/space/open").problem == .methodNotAllowed)
    }
  }

  @Test(arguments: Call.allCases.filter { $0 != .info })
  func nonsenseIsMalformedAndTooMuchIsTooLarge(call: Call) async throws {
    try await TestServer.run { _, caller in
      let space = try await caller.newSpace()
      for body in [[], [0xff], [UInt8](repeating: 0xa0, count: 40)] {
        #expect(try await caller.signed(call, body, by: space).problem == .malformed)
      }
      let body = [UInt8](repeating: 0, count: 3 << 20)
      let reply = try await caller.signed(call, body, by: space)
      #expect(reply.problem == .tooLarge || reply.problem == .malformed)
    }
  }

  // MARK: Over a socket

  /// Service groups take it for a name: by reflection it would be all that the service holds.
  @Test func aServicesDescriptionIsItsNameAlone() async throws {
    try await TestServer.run { server, _ in
      let listener = buildApplication(server.service)
      #expect("\(listener)" == "Listener")
      for service in listener.services { #expect("\(service)".count < 100) }
    }
  }

  @Test func theServiceIsNamedAfterThePortItGot() async throws {
    try await TestServer.run({ $0.authority = nil }, .socket) { server, caller in
      let port = try #require(caller.client.port)
      let info: Info = try await caller.call(.info, []).decoded()
      #expect(info.authority == Array("127.0.0.1:\(port)".utf8))
      #expect(info.reader == Array("http://127.0.0.1:\(port)".utf8))
    }
  }

  @Test func blocksAndGrantsGoOverASocket() async throws {
    try await TestServer.run({ _ in }, .socket) { server, caller in
      let space = try await caller.newSpace()
      let blocks = (0..<16).map { _ in TestBlock() }
      #expect(try await caller.put(blocks, by: space).status == 204)
      #expect(
        try await caller.get(blocks.map(\.name), by: space).body == blocks.flatMap(\.bytes))
      let (grant, _) = try await caller.newGrant(TestGrant(blockCount: 4), by: space)
      let opened: GrantOpenAnswer = try await caller.open(grant).decoded()
      #expect(
        try await caller.blocks(opened.token, [0, 1, 2, 3]).body == grant.blocks.flatMap { $0 })
    }
  }

  @Test func aHeaderBombIsRefused() async throws {
    try await TestServer.run({ _ in }, .socket) { _, caller in
      let port = try #require(caller.client.port)
      for bomb in [
        String(repeating: "x-a: b\r\n", count: 100),
        "x-a: " + String(repeating: "b", count: 9_000)
          + "\r\n",
        String(repeating: "x-a: " + String(repeating: "b", count: 900) + "\r\n", count: 30),
      ] {
        let answer = try await exchange(port, "GET /v1/info HTTP/1.1\r\nhost: x\r\n\(bomb)\r\n")
        #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 4"), "\(answer)")
      }
      #expect(try await caller.call(.info, []).status == 200)
    }
  }

  @Test func aBodyThatIsDeclaredTooLargeIsNotWaitedFor() async throws {
    try await TestServer.run({ _ in }, .socket) { _, caller in
      let port = try #require(caller.client.port)
      let answer = try await exchange(
        port, "POST /v1/harden HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000000000\r\n\r\nabc")
      #expect(answer.hasPrefix("HTTP/1.1 413"))
      #expect(answer.contains("urn:pde:too-large"))
    }
  }

  @Test func aBodyThatIsCutLeavesNothing() async throws {
    try await TestServer.run({ _ in }, .socket) { server, caller in
      let port = try #require(caller.client.port)
      let space = try await caller.newSpace()
      let body = TestBlock().frame + TestBlock().frame
      let fields = caller.signature(.blocksPut, body, by: space)
        .map { "\($0.name): \($0.value)\r\n" }.joined()
      let head =
        "PUT /v1/space/blocks HTTP/1.1\r\nhost: x\r\ncontent-length: \(body.count)\r\n\(fields)\r\n"
      _ = try await exchange(port, head, Array(body[..<200_000]), waits: false)
      for _ in 0..<3_000 where !server.files(under: "tmp").isEmpty {
        try await Task.sleep(for: .milliseconds(20))
      }
      #expect(server.files(under: "tmp").isEmpty)
      #expect(server.files(under: "store/blocks").isEmpty)
    }
  }

  // MARK: The log

  @Test func theLogHasNoAddressIdentifierOrExactSize() async throws {
    try await TestServer.run({ _ in }, .socket) { server, caller in
      let space = try await caller.newSpace()
      let block = TestBlock()
      _ = try await caller.put([block], by: space)
      let (grant, _) = try await caller.newGrant(by: space)
      _ = try await caller.open(grant)
      _ = try await caller.open(space)
      _ = try await caller.raw(method: "GET", path: "/secret/\(space.id.text)")
      _ = try await caller.call(
        .info, [], headers: [.userAgent: "Firefox/1.0 (terminal 7)"])
      let log = server.log.all.joined(separator: "\n")
      for word in [
        "127.0.0.1", "Firefox", "secret", space.id.text, block.name.text, grant.id.text,
        base64Encode(space.id.bytes),
      ] {
        #expect(!log.contains(word), "\(word)")
      }
      #expect(log.contains("PUT /v1/space/blocks 204 0 "))
      #expect(log.contains("POST /v1/space/open 200 2048 "))
    }
  }

  @Test func roundedSizesArePowersOfTwo() {
    #expect(
      [0, 1, 2, 3, 1_024, 1_025, 131_072].map(RequestLog.rounded) == [
        0, 1, 2, 4, 1_024, 2_048, 131_072,
      ])
  }
}

/// Sends bytes as they are, and gives back what came until the server closed or a
/// second went by.
private func exchange(
  _ port: Int, _ head: String, _ body: [UInt8] = [], waits: Bool = true
) async throws -> String {
  let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
    .connect(host: "127.0.0.1", port: port) { channel in
      channel.eventLoop.makeCompletedFuture {
        try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
      }
    }
  return try await channel.executeThenClose { inbound, outbound in
    try await outbound.write(ByteBuffer(string: head))
    try? await outbound.write(ByteBuffer(bytes: body))
    guard waits else {
      try await Task.sleep(for: .milliseconds(100))
      return ""
    }
    var answer = ""
    do {
      for try await part in inbound {
        answer += String(buffer: part)
        // Head and body may come apart.
        if answer.contains("}") || answer.lowercased().contains("content-length: 0") { break }
      }
    } catch {
      // A reset is an answer too.
    }
    return answer
  }
}
