import HTTPTypes
import HummingbirdCore
import Listener
import NIOCore
import Site
import Synchronization
import Wire

/// The names by which a kiosk is asked, known once it listens.
final class Names: Sendable {
  private let all = Mutex<[String]>([])

  func set(_ names: [String]) { all.withLock { $0 = names } }

  func contains(_ name: String?) -> Bool {
    guard let name else { return false }
    return all.withLock { $0.contains(name) }
  }
}

/// From a request to a file, a call, or a refusal.
struct KioskResponder: Responder {
  let site: SiteTree
  let forwarder: Forwarder
  let names: Names
  private let calls: [String: [Call]]

  init(site: SiteTree, forwarder: Forwarder, names: Names) {
    self.site = site
    self.forwarder = forwarder
    self.names = names
    calls = Dictionary(grouping: Call.allCases) { "\($0.path)" }
  }

  func respond(to request: Request, over channel: any Channel) async throws -> Response {
    // Some page elsewhere that gives its own name this address gets nothing.
    guard names.contains(request.head.authority) else { return refuse(.notFound) }
    let path = request.head.path ?? ""
    if let file = site.file(at: path) {
      guard let answer = file.answer(to: request.method, request.headers) else {
        return refuse(.methodNotAllowed, allowed: "GET, HEAD")
      }
      return Response(
        status: answer.status, headers: answer.fields,
        body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }
    guard let sharing = calls[path] else { return refuse(.notFound) }
    guard let call = sharing.first(where: { "\($0.method)" == request.method.rawValue }) else {
      return refuse(
        .methodNotAllowed, allowed: sharing.map { "\($0.method)" }.joined(separator: ", "))
    }
    let body: ByteBuffer
    do {
      body = try await request.body.collect(upTo: Forwarder.bodyLimit(call))
    } catch {
      var response = refuse(.tooLarge)
      response.headers[.connection] = "close"
      return response
    }
    guard var response = await forwarder.pass(call, request.headers, body) else {
      return refuse(.unavailable)
    }
    response.headers.append(contentsOf: SiteHeaders.api)
    return response
  }

  private func refuse(_ problem: Problem, allowed: String? = nil) -> Response {
    var headers: HTTPFields = [
      .cacheControl: "no-store", .contentType: "application/problem+json",
    ]
    headers.append(contentsOf: SiteHeaders.api)
    if let allowed { headers[.allow] = allowed }
    return Response(
      status: .init(code: problem.status), headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: problem.body)))
  }
}
