import HTTPTypes
import HummingbirdCore
import Listener
import Logging
import NIOCore
import Site
import Wire

/// Before the API: the sites' files, and on every answer the fields that keep a browser in
/// bounds.
struct Front: Responder {
  let service: BlindService
  private let api: Dispatcher
  private let sites: [SiteTree]

  init(_ service: BlindService) {
    self.service = service
    api = Dispatcher(service)
    sites = service.configuration.sites
  }

  func respond(to request: Request, over channel: any Channel) async throws -> Response {
    let path = request.head.path ?? ""
    if !path.hasPrefix("/v1/"), let (file, site) = file(at: path) {
      return respond(with: file, of: site, to: request)
    }
    var response = try await api.respond(to: request, over: channel)
    if response.status == .notFound, !path.hasPrefix("/v1/"), let page = page(for: request) {
      return page
    }
    response.headers.append(contentsOf: SiteHeaders.api)
    return response
  }

  /// What a person is told who came to an address that has nothing.
  private func page(for request: Request) -> Response? {
    for site in sites {
      if let answer = site.answerForNothing(to: request.method, request.headers) {
        return Response(
          status: answer.status, headers: answer.fields, body: ResponseBody(pieces: answer.body))
      }
    }
    return nil
  }

  private func file(at path: String) -> (SiteFile, SiteName)? {
    for site in sites {
      if let file = site.file(at: path) { return (file, site.name) }
    }
    return nil
  }

  private func respond(
    with file: SiteFile, of site: SiteName, to request: Request
  ) -> Response {
    let start = ContinuousClock.now
    var response: Response
    if let answer = file.answer(to: request.method, request.headers) {
      response = Response(
        status: answer.status, headers: answer.fields,
        body: ResponseBody(pieces: answer.body))
    } else {
      response = Refusal(allowing: "GET, HEAD").response
      response.headers.append(contentsOf: SiteHeaders.api)
    }
    // Which file it was tells which language a person reads: the log has the site only.
    RequestLog.write(
      service.configuration.logger, "\(isKnown(request.method) ? request.method.rawValue : "?")",
      "\(site)", response.status.code, response.body.contentLength ?? 0,
      ContinuousClock.now - start)
    return response
  }

  private func isKnown(_ method: HTTPRequest.Method) -> Bool {
    method == .get || method == .head
  }
}
