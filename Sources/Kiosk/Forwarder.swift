import AsyncHTTPClient
import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1
import Wire

/// Passes calls on to the service, with what a call is made of and nothing else.
final class Forwarder: Sendable {
  private let origin: String
  private let client: HTTPClient

  init(origin: String) {
    self.origin = origin
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .disallow
    configuration.timeout = .init(connect: .seconds(10), read: .seconds(30), write: .seconds(30))
    configuration.decompression = .disabled
    configuration.httpVersion = .http1Only
    configuration.connectionPool.retryConnectionEstablishment = false
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  func close() async {
    try? await client.shutdown()
  }

  private static let passedOn: [HTTPField.Name] = [
    "content-type", "content-digest", "signature-input", "signature",
  ].compactMap { HTTPField.Name($0) }

  private static let passedBack: [HTTPField.Name] = [
    "content-type", "pde-challenge", "retry-after",
  ].compactMap { HTTPField.Name($0) }

  /// A request's longest body.
  static func bodyLimit(_ call: Call) -> Int {
    switch call {
    case .info: 0
    case .blocksPut, .grantBlocksPut:
      // Each block with its name or number, and a token before them.
      Limits.blocksPerRequest * (Limits.blockBytes + 16) + 64
    default: Limits.messageBytes
    }
  }

  /// The service's answer; nil if it gave none that a call gives.
  func pass(_ call: Call, _ headers: HTTPFields, _ body: ByteBuffer) async -> Response? {
    var request = HTTPClientRequest(url: origin + "\(call.path)")
    request.method = .RAW(value: "\(call.method)")
    for name in Self.passedOn {
      for value in headers[values: name] {
        request.headers.add(name: name.canonicalName, value: value)
      }
    }
    if call != .info { request.body = .bytes(body) }
    do {
      let answer = try await client.execute(request, timeout: .seconds(120))
      let collected = try await answer.body.collect(upTo: call.answerBytes)
      return Self.response(answer, collected)
    } catch {
      return nil
    }
  }

  private static func response(_ answer: HTTPClientResponse, _ body: ByteBuffer) -> Response? {
    var headers: HTTPFields = [.cacheControl: "no-store"]
    for name in passedBack {
      headers[name] = answer.headers.first(name: name.canonicalName)
    }
    // A proxy's page, a redirect, a captive portal: the app is to hear that nobody is there.
    let isCall: Bool =
      switch headers[.contentType] {
      case nil: body.readableBytes == 0 && (200..<300).contains(answer.status.code)
      case "application/cbor", "application/octet-stream": answer.status == .ok
      case "application/problem+json":
        Problem(status: Int(answer.status.code), body: Array(body.readableBytesView)) != nil
      default: false
      }
    guard isCall else { return nil }
    return Response(
      status: .init(code: Int(answer.status.code)), headers: headers,
      body: ResponseBody(byteBuffer: body))
  }
}
