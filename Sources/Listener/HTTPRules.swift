public import NIOCore
public import NIOHTTP1

/// What RFC 9110 and RFC 9112 ask of every server and the framework leaves to it: whose target it is, which
/// codings of a body are known, `expect`, and when a connection ends.
///
/// A request that can't be served goes on with a field that says with which status ``Listener``
/// refuses it, so that it is answered in its turn, and is the connection's last.
public final class HTTPRules: ChannelDuplexHandler {
  public typealias InboundIn = HTTPServerRequestPart
  public typealias InboundOut = HTTPServerRequestPart
  public typealias OutboundIn = HTTPServerResponsePart
  public typealias OutboundOut = HTTPServerResponsePart

  /// The field by which a refusal goes on; a client's own is taken away.
  static let refusalField = "pde-refusal"

  private let isAuthority: (String) -> Bool
  /// Requests that came, and answers that went.
  private var requests = 0
  private var answers = 0
  /// The request after whose answer the connection ends.
  private var last: Int?

  /// - Parameter isAuthority: whether `host` or `host:port` is a name of the server; asked about targets in
  ///   absolute form alone.
  public init(isAuthority: @escaping (String) -> Bool) {
    self.isAuthority = isAuthority
  }

  public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(var head) = unwrapInboundIn(data) else {
      return context.fireChannelRead(data)
    }
    requests += 1
    head.headers.remove(name: Self.refusalField)
    let refusal = refusal(of: &head)
    if let refusal { head.headers.add(name: Self.refusalField, value: "\(refusal)") }
    if refusal != nil || !head.isKeepAlive {
      last = last ?? requests
      head.headers.replaceOrAdd(name: "connection", value: "close")
    } else if isAwaitingContinue(head), requests == answers + 1 {
      let go = HTTPResponseHead(version: .http1_1, status: .continue)
      context.writeAndFlush(wrapOutboundOut(.head(go)), promise: nil)
    }
    context.fireChannelRead(wrapInboundOut(.head(head)))
  }

  public func write(
    context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?
  ) {
    guard case .head(var head) = unwrapOutboundIn(data), head.status.code >= 200 else {
      return context.write(data, promise: promise)
    }
    answers += 1
    if answers == last { head.headers.replaceOrAdd(name: "connection", value: "close") }
    context.write(wrapOutboundOut(.head(head)), promise: promise)
  }

  /// The status of a request that can't be served; nil for others, whose target is a path then.
  private func refusal(of head: inout HTTPRequestHead) -> UInt? {
    let hosts = head.headers[canonicalForm: "host"]
    // RFC 9112, 3.2: exactly one.
    guard hosts.count <= 1, hosts.count == 1 || isOld(head) else { return 400 }
    if head.method == .CONNECT { return 501 }
    if !head.uri.hasPrefix("/"), head.uri != "*" {
      guard let target = AbsoluteTarget(head.uri) else { return 400 }
      guard isAuthority(target.authority) else { return 421 }
      head.uri = target.path
    }
    let codings = head.headers[canonicalForm: "transfer-encoding"]
    if !codings.isEmpty {
      // 6.1: nobody could say where such a body ends.
      guard !isOld(head), !head.headers.contains(name: "content-length") else {
        return 400
      }
      guard codings.count == 1, codings[0].lowercased() == "chunked" else { return 501 }
    }
    let expected = head.headers[canonicalForm: "expect"]
    guard isOld(head) || expected.allSatisfy({ $0.lowercased() == "100-continue" })
    else { return 417 }
    return nil
  }

  private func isOld(_ head: HTTPRequestHead) -> Bool {
    head.version.major == 1 && head.version.minor == 0
  }

  /// Whether a client sends its body once it is told to.
  private func isAwaitingContinue(_ head: HTTPRequestHead) -> Bool {
    !isOld(head) && head.headers.contains(name: "expect")
      && (head.headers.contains(name: "content-length")
        || head.headers.contains(name: "transfer-encoding"))
  }
}

@available(*, unavailable)
extension HTTPRules: Sendable {}

/// A request's target in absolute form, `http://host:port/path`, which a server must accept.
struct AbsoluteTarget {
  let authority: String
  let path: String

  init?(_ text: String) {
    guard let scheme = ["http://", "https://"].first(where: { text.lowercased().hasPrefix($0) })
    else { return nil }
    let rest = text.dropFirst(scheme.count)
    let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
    guard end > rest.startIndex else { return nil }
    authority = rest[..<end].lowercased()
    path = rest[end...].first == "/" ? String(rest[end...]) : "/" + rest[end...]
  }
}
