import HTTPTypes
import HummingbirdCore
import NIOCore
import Transport
import Wire

/// Passes calls on to the service, with what a call is made of and nothing else.
final class Forwarder: Sendable {
  private let transport: Transport

  init(origin: String) {
    transport = Transport(to: origin)
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
    let request = Transport.Request(
      method: "\(call.method)", path: "\(call.path)",
      fields: Self.passedOn.flatMap { name in
        headers[values: name].map { (name.canonicalName, $0) }
      },
      body: call == .info ? nil : Array(body.readableBytesView))
    guard let answer = try? await transport.exchange(request, limit: call.answerBytes),
      answer.body.count <= call.answerBytes
    else { return nil }
    return Self.response(answer)
  }

  private static func response(_ answer: Transport.Answer) -> Response? {
    var headers: HTTPFields = [.cacheControl: "no-store"]
    for name in passedBack {
      headers[name] = answer.field(name.canonicalName)
    }
    // A proxy's page, a redirect, a captive portal: the app is to hear that nobody is there.
    let isCall: Bool =
      switch headers[.contentType] {
      case nil: answer.body.isEmpty && (200..<300).contains(answer.status)
      case "application/cbor", "application/octet-stream": answer.status == 200
      case "application/problem+json":
        Problem(status: answer.status, body: answer.body) != nil
      default: false
      }
    guard isCall else { return nil }
    return Response(
      status: .init(code: answer.status), headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
  }
}
