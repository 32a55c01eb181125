import Foundation
import HTTPTypes
import Sodium
import Testing
import Wire

@testable import BlindServer
@testable import Site

@Suite struct SiteTests {
  /// Runs a test against a server with both sites.
  private func withSites(
    _ names: [SiteName] = SiteName.allCases,
    _ test: @Sendable (TestServer, Caller) async throws -> Void
  ) async throws {
    let folders = try names.map { try TestSite($0) }
    let trees = try folders.map { try $0.tree() }
    try await TestServer.run({ $0.sites = trees }) { server, caller in
      try await test(server, caller)
    }
  }

  private func expect(
    _ fields: [String: String], in reply: Reply, _ path: String,
    _ location: SourceLocation = #_sourceLocation
  ) {
    for (name, value) in fields {
      #expect(
        reply.headers[values: HTTPField.Name(name)!] == [value], "\(path): \(name)",
        sourceLocation: location)
    }
    for name in ["server", "set-cookie", "last-modified", "strict-transport-security"] {
      #expect(reply.headers[HTTPField.Name(name)!] == nil, "\(path)", sourceLocation: location)
    }
  }

  private let everywhere = [
    "x-content-type-options": "nosniff", "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
  ]

  @Test func everyAnswerOfTheAPIKeepsABrowserInBounds() async throws {
    try await withSites { _, caller in
      let expected = everywhere.merging([
        "cross-origin-resource-policy": "same-origin", "cache-control": "no-store",
        "content-security-policy":
          "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox",
      ]) { $1 }
      let space = try await caller.newSpace()
      for call in Call.allCases {
        let path = "\(call.path)"
        // Malformed, not allowed, not found, done.
        expect(expected, in: try await caller.call(call, [0xff]), path)
        expect(expected, in: try await caller.raw(method: "DELETE", path: path), path)
        expect(expected, in: try await caller.signed(call, [0xa0], by: space), path)
      }
      expect(expected, in: try await caller.call(.info, []), "/v1/info")
      for (method, path) in [
        ("GET", "/nothing"), ("GET", "/v1/"), ("POST", "/"), ("PUT", "/app/main.js"),
        ("GET", "/app/main.js.br"), ("GET", "/app/../index.html"), ("GET", "/?a"),
      ] {
        let reply = try await caller.raw(method: method, path: path)
        expect(expected, in: reply, path)
        #expect(reply.problem == (method == "GET" ? .notFound : .methodNotAllowed), "\(path)")
      }
    }
  }

  @Test func everyFileIsSentWithItsTypeAndPolicy() async throws {
    try await withSites { _, caller in
      for site in SiteName.allCases {
        let folder = site == .holder ? "/app" : "/g"
        let kept = site == .holder ? "no-store" : "max-age=60"
        for (path, type, cache) in [
          (site.indexPaths[0], "text/html; charset=utf-8", "no-store"),
          (site.indexPaths.last!, "text/html; charset=utf-8", "no-store"),
          (folder + "/main.js", "text/javascript; charset=utf-8", kept),
          (folder + "/messages/fr.json", "application/json", kept),
          (folder + "/core.wasm", "application/wasm", kept),
          (folder + "/pdf/cmaps/H.bcmap", "application/octet-stream", kept),
          (folder + "/hashes.json", "application/json", "no-store"),
        ] {
          let reply = try await caller.raw(method: "GET", path: path)
          #expect(reply.status == 200, "\(path)")
          expect(
            everywhere.merging([
              "content-type": type, "cache-control": cache,
              "cross-origin-resource-policy": "same-origin",
              "etag": "\"\(hexEncode(SHA256.hash(reply.body)))\"",
            ]) { $1 }, in: reply, path)
          let policy = reply.headers[.contentSecurityPolicy] ?? ""
          let directives = policy.components(separatedBy: "; ")
          #expect(directives.contains("default-src 'none'"))
          #expect(directives.contains("script-src 'self' 'wasm-unsafe-eval'"))
          #expect(directives.contains("frame-ancestors 'none'"))
          #expect(directives.contains("require-trusted-types-for 'script'"))
          #expect(!policy.contains("unsafe-inline") && !policy.contains("http"))
          #expect(reply.headers[.accessControlAllowOrigin] == nil)
        }
        let index = try await caller.raw(method: "GET", path: site.indexPaths[0])
        let permissions = index.headers[HTTPField.Name("permissions-policy")!] ?? ""
        let own = site == .holder ? "(self)" : "()"
        #expect(permissions.hasPrefix("camera=(self), clipboard-write=\(own), "))
        #expect(permissions.contains("geolocation=()"))
      }
    }
  }

  @Test func theFrameThatShowsPDFsIsSandboxedByItsOwnPolicy() async throws {
    try await withSites { _, caller in
      for path in ["/app/pdf-frame.html", "/g/pdf-frame.html"] {
        let reply = try await caller.raw(method: "GET", path: path)
        expect(
          everywhere.merging(["cross-origin-resource-policy": "cross-origin"]) { $1 }, in: reply,
          path)
        #expect(reply.headers[.accessControlAllowOrigin] == nil)
        let policy = (reply.headers[.contentSecurityPolicy] ?? "").components(separatedBy: "; ")
        #expect(policy.contains("sandbox allow-scripts"))
        #expect(policy.contains("frame-ancestors 'self'"))
        #expect(policy.contains("default-src 'none'"))
        // The hash of `port()`.
        #expect(
          policy.contains(
            "script-src 'sha256-tQppseEufPLupBfyeGj34rb85X3aRVgfWCEsbF2z7cE=' 'wasm-unsafe-eval' blob:"
          ))
        #expect(policy.contains("worker-src blob: data:"))
        #expect(!policy.contains { $0.contains("'self'") && !$0.hasPrefix("frame-ancestors") })
        #expect(!policy.contains { $0.hasPrefix("connect-src") })
      }
    }
  }

  @Test func aFileIsSentInTheFormThatIsAskedFor() async throws {
    try await withSites { _, caller in
      let plain = TestSite.files(of: .holder)["app/main.js"]!
      for (accepted, coding, body) in [
        (nil, nil, plain), ("identity", nil, plain), ("br", "br", [1, 2, 3]),
        ("gzip, deflate, br", "br", [1, 2, 3]), ("gzip", "gzip", [4, 5]),
        ("br;q=0, gzip;q=0.5", "gzip", [4, 5]), ("BR;q=0.000, x-gzip", nil, plain),
        ("brotli", nil, plain), ("*", nil, plain),
      ] as [(String?, String?, [UInt8])] {
        let headers: HTTPFields = accepted.map { [.acceptEncoding: $0] } ?? [:]
        let reply = try await caller.raw(method: "GET", path: "/app/main.js", headers: headers)
        #expect(reply.body == body, "\(accepted ?? "-")")
        #expect(reply.headers[.contentEncoding] == coding)
        #expect(reply.headers[.vary] == "accept-encoding")
        #expect(reply.headers[.contentLength] == "\(body.count)")
      }
      for path in ["/", "/G", "/g"] {
        let index = try await caller.raw(
          method: "GET", path: path, headers: [.acceptEncoding: "br, gzip"])
        #expect(index.headers[.contentEncoding] == "br" && index.body == [6])
      }
      // One that has no other form.
      let other = try await caller.raw(
        method: "GET", path: "/app/core.wasm", headers: [.acceptEncoding: "br, gzip"])
      #expect(other.headers[.contentEncoding] == nil && other.headers[.vary] == nil)
    }
  }

  @Test func headAndTagsSaveTheBody() async throws {
    try await withSites { _, caller in
      let whole = try await caller.raw(method: "GET", path: "/g/main.js")
      let head = try await caller.raw(method: "HEAD", path: "/g/main.js")
      #expect(head.status == 200 && head.body.isEmpty)
      #expect(head.headers[.contentLength] == "\(whole.body.count)")
      let tag = try #require(whole.headers[.eTag])
      for known in [tag, "\"x\", W/\(tag)", "*"] {
        let reply = try await caller.raw(
          method: "GET", path: "/g/main.js", headers: [.ifNoneMatch: known])
        #expect(reply.status == 304 && reply.body.isEmpty, "\(known)")
        #expect(reply.headers[.eTag] == tag)
      }
      let other = try await caller.raw(
        method: "GET", path: "/g/main.js", headers: [.ifNoneMatch: "\"x\""])
      #expect(other.status == 200 && other.body == whole.body)
    }
  }

  @Test func aSiteThatIsNotThereIsNotServed() async throws {
    try await withSites([.reader]) { _, caller in
      let reader = try await caller.raw(method: "GET", path: "/G")
      #expect(reader.status == 200)
      for path in ["/", "/app/main.js", "/app/hashes.json"] {
        let reply = try await caller.raw(method: "GET", path: path)
        #expect(reply.problem == .notFound, "\(path)")
      }
    }
  }

  /// As a browser asks that is to show a page.
  private static let page: HTTPFields = [
    .accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
  ]

  @Test func aPersonAtAnAddressThatHasNothingIsToldSo() async throws {
    try await withSites { _, caller in
      for path in ["/nothing", "/GG", "/app/", "/g/nothing.js", "/v1", "/?a"] {
        let reply = try await caller.raw(method: "GET", path: path, headers: Self.page)
        #expect(reply.status == 404, "\(path)")
        #expect(reply.body == Array("<!doctype html>nothing".utf8), "\(path)")
        expect(
          everywhere.merging([
            "content-type": "text/html; charset=utf-8", "cache-control": "no-store",
            "cross-origin-resource-policy": "same-origin",
          ]) { $1 }, in: reply, path)
        #expect(reply.headers[.contentSecurityPolicy]?.hasPrefix("default-src 'none'") == true)
        #expect(reply.headers[.eTag] == nil)
        let head = try await caller.raw(method: "HEAD", path: path, headers: Self.page)
        #expect(head.status == 404 && head.body.isEmpty, "\(path)")
      }
      // A program's question is answered as the protocol has it.
      for (path, accept) in [
        ("/nothing", "*/*"), ("/nothing", "application/problem+json"), ("/v1/nothing", "text/html"),
      ] {
        let reply = try await caller.raw(method: "GET", path: path, headers: [.accept: accept])
        #expect(reply.problem == .notFound, "\(path)")
      }
    }
  }

  @Test func aSecretThatCameInThePathIsNowhereKept() async throws {
    try await withSites { server, caller in
      for path in ["/G%23SECRET", "/g/%2523SECRET", "/G?SECRET", "/GG%23SECRET"] {
        let reply = try await caller.raw(method: "GET", path: path, headers: Self.page)
        #expect(!String(decoding: reply.body, as: UTF8.self).contains("SECRET"))
        #expect(!reply.headers.contains { $0.value.contains("SECRET") })
      }
      #expect(!server.log.all.joined(separator: "\n").contains("SECRET"))
    }
  }

  @Test func theLogDoesNotSayWhichFile() async throws {
    try await withSites { server, caller in
      _ = try await caller.raw(method: "GET", path: "/app/messages/fr.json")
      let log = server.log.all.joined(separator: "\n")
      #expect(log.contains("GET holder 200 2 0ms"))
      #expect(!log.contains("fr.json") && !log.contains("messages"))
    }
  }
}
