import HTTPTypes
import Site
import Transport

/// Asks for one path at a time, as it is.
final class SiteFetcher: Sendable {
  struct Answer {
    var status: UInt
    var fields: HTTPFields
    var body: [UInt8]
  }

  private let transport: Transport

  init(origin: String) {
    transport = Transport(to: origin)
  }

  /// What is beyond `limit` is not waited for: it differs already.
  func get(_ path: String, coding: ContentCoding?, limit: Int) async throws(ClientError) -> Answer {
    let request = Transport.Request(
      method: "GET", path: path, fields: [("accept-encoding", coding?.rawValue ?? "identity")])
    let answer: Transport.Answer
    do {
      answer = try await transport.exchange(request, limit: limit)
    } catch {
      throw .unreachable
    }
    var fields = HTTPFields()
    for (name, value) in answer.fields {
      guard let name = HTTPField.Name(name) else { throw .unreachable }
      fields.append(HTTPField(name: name, value: value))
    }
    return Answer(status: UInt(answer.status), fields: fields, body: answer.body)
  }
}
