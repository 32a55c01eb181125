import Testing
import Wire

@testable import BlindServer

/// What RFC 9110 and RFC 9112 ask of a server, whatever it serves.
@Suite struct HTTPRuleTests {
  private func live(
    _ test: @Sendable (Caller, () async throws -> RawConnection) async throws -> Void
  ) async throws {
    try await TestServer.run({ _ in }, .socket) { _, caller in
      try await test(caller) { try await RawConnection(try #require(caller.client.port)) }
    }
  }

  /// The status of the answer to a head, and whether the connection ends after it.
  private func outcome(_ head: String, _ connection: RawConnection) async throws -> (String, Bool) {
    try await connection.send(head)
    let answer = try await connection.answer()
    let says = String(decoding: answer.prefix(1_024), as: UTF8.self).lowercased()
      .contains("\r\nconnection: close\r\n")
    let ends = says ? try await connection.ends(within: 60) : false
    return (answer.status, ends)
  }

  @Test func anAnswerToHeadHasNoBody() async throws {
    try await live { _, connect in
      for (path, status) in [
        ("/v1/info", "405"), ("/v1/space/open", "405"), ("/v1/space/blocks", "405"), ("/x", "404"),
      ] {
        let connection = try await connect()
        try await connection.send("HEAD \(path) HTTP/1.1\r\nhost: x\r\n\r\n")
        let head = try await connection.answer(toHead: true)
        #expect(head.status == status)
        // What comes next is the next answer, and nothing before it.
        try await connection.send("GET /v1/info HTTP/1.1\r\nhost: x\r\n\r\n")
        let next = try await connection.answer()
        #expect(String(decoding: next.prefix(12), as: UTF8.self) == "HTTP/1.1 200")
        try await connection.close()
      }
    }
  }

  @Test func anOldClientsConnectionEndsAfterItsAnswer() async throws {
    try await live { _, connect in
      for head in [
        "GET /v1/info HTTP/1.0\r\n\r\n", "GET /v1/info HTTP/1.0\r\nhost: x\r\n\r\n",
        "GET /v1/info HTTP/1.1\r\nhost: x\r\nconnection: Close\r\n\r\n",
        "GET /v1/info HTTP/1.1\r\nhost: x\r\nconnection: x, close\r\n\r\n",
      ] {
        let outcome = try await outcome(head, connect())
        #expect(outcome == ("200", true), "\(head)")
      }
    }
  }

  @Test func aBodyIsAskedForWhereItIsAwaited() async throws {
    try await live { _, connect in
      let connection = try await connect()
      try await connection.send(
        "POST /v1/slots/read HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\n"
          + "content-length: 1\r\n\r\n")
      #expect(try await connection.answer(toHead: true).status == "100")
      try await connection.send([0xff])
      #expect(try await connection.answer().status == "400")
      let other = try await outcome(
        "POST /v1/slots/read HTTP/1.1\r\nhost: x\r\nexpect: a-miracle\r\n\r\n", connect())
      #expect(other == ("417", true))
    }
  }

  @Test func aTargetIsOfThisHost() async throws {
    try await live { caller, connect in
      let own = try await outcome(
        "GET http://\(caller.authority)/v1/info HTTP/1.1\r\nhost: x\r\n\r\n", connect())
      #expect(own == ("200", false))
      for (target, status) in [
        ("http://elsewhere.example/v1/info", "421"), ("a:/v1/info", "400"), ("v1/info", "400"),
      ] {
        let outcome = try await outcome("GET \(target) HTTP/1.1\r\nhost: x\r\n\r\n", connect())
        #expect(outcome == (status, true), "\(target)")
      }
    }
  }

  @Test func oneHostOneLengthOneCoding() async throws {
    try await live { _, connect in
      for (fields, status) in [
        ("", "400"), ("host: x\r\nhost: y\r\n", "400"),
        ("host: x\r\ntransfer-encoding: gzip, chunked\r\n", "501"),
        ("host: x\r\ntransfer-encoding: chunked\r\ncontent-length: 3\r\n", "400"),
        ("host: x\r\ncontent-length: 3\r\ncontent-length: 4\r\n", "400"),
        ("host: x\r\ncontent-length: 18446744073709551616\r\n", "400"),
      ] {
        let outcome = try await outcome(
          "POST /v1/slots/read HTTP/1.1\r\n\(fields)\r\n", connect())
        #expect(outcome == (status, true), "\(fields)")
      }
    }
  }

  @Test func aLengthThatNothingHasIsTooLarge() async throws {
    try await live { _, connect in
      for length in ["9223372036854775808", "18446744073709551615", "9223372036854775807"] {
        let outcome = try await outcome(
          "POST /v1/slots/read HTTP/1.1\r\nhost: x\r\ncontent-length: \(length)\r\n\r\n", connect())
        #expect(outcome == ("413", true), "\(length)")
      }
    }
  }

  @Test func theFieldOfARefusalIsNobodysToSend() async throws {
    try await live { _, connect in
      let outcome = try await outcome(
        "GET /v1/info HTTP/1.1\r\nhost: x\r\npde-refusal: 500\r\n\r\n", connect())
      #expect(outcome == ("200", false))
    }
  }
}
