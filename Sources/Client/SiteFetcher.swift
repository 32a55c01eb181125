import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1
import Site

/// Asks for one path at a time, as it is.
final class SiteFetcher: Sendable {
  struct Answer {
    var status: UInt
    var fields: HTTPFields
    var body: [UInt8]
  }

  private let origin: String
  private let client: HTTPClient

  init(origin: String) {
    self.origin = origin
    client = Service.makeClient()
  }

  /// Ends the connections.
  func close() async {
    try? await client.shutdown()
  }

  /// What is beyond `limit` and a byte is not waited for: it differs already.
  func get(_ path: String, coding: ContentCoding?, limit: Int) async throws(ClientError) -> Answer {
    var request = HTTPClientRequest(url: origin + path)
    request.headers.add(name: "accept-encoding", value: coding?.rawValue ?? "identity")
    do {
      let answer = try await client.execute(request, timeout: .seconds(120))
      var fields = HTTPFields()
      for (name, value) in answer.headers {
        guard let name = HTTPField.Name(name) else { throw ClientError.unreachable }
        fields.append(HTTPField(name: name, value: value))
      }
      var body: [UInt8] = []
      let deadline = ContinuousClock.now + .seconds(120)
      for try await piece in answer.body {
        body.append(contentsOf: piece.readableBytesView)
        if body.count > limit { break }
        guard ContinuousClock.now < deadline else { throw ClientError.unreachable }
      }
      return Answer(status: answer.status.code, fields: fields, body: body)
    } catch {
      throw .unreachable
    }
  }
}
