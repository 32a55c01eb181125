import HTTPTypes
import HummingbirdCore
import NIOCore
import Sodium
import Wire

/// What a call answers.
struct Answer: Sendable {
  enum Body: Sendable {
    case none
    case cbor([UInt8])
    case block(ByteBuffer)
    /// Blocks that are read one by one as they are sent.
    case blocks([FileName], BlockArea)
  }

  var status: HTTPResponse.Status
  var body: Body
  /// Whether it is sent at the deadline, so that its time tells nothing.
  var isTimed = false

  static func message(_ message: some WireMessage, isTimed: Bool = false) -> Answer {
    Answer(status: .ok, body: .cbor(message.encoded()), isTimed: isTimed)
  }

  static let created = Answer(status: .created, body: .none)
  static let done = Answer(status: .noContent, body: .none)

  var byteCount: Int {
    switch body {
    case .none: 0
    case .cbor(let bytes): bytes.count
    case .block(let block): block.readableBytes
    case .blocks(let files, _): files.count * Limits.blockBytes
    }
  }
}

extension HTTPField.Name {
  static let challenge = HTTPField.Name("pde-challenge")!  // a valid name
  static let contentDigest = HTTPField.Name("content-digest")!  // a valid name
  static let signatureInput = HTTPField.Name("signature-input")!  // a valid name
  static let signature = HTTPField.Name("signature")!  // a valid name
  static let forwardedFor = HTTPField.Name("x-forwarded-for")!  // a valid name
}

extension Answer {
  /// What is in memory of it while it is sent.
  private var heldBytes: Int {
    if case .blocks = body { min(byteCount, Limits.blockBytes) } else { byteCount }
  }

  /// - Throws: `.unavailable` if there is no room for an answer that a reader lets wait.
  func response(from storage: any Storage, for incoming: Incoming) throws(Refusal) -> Response {
    guard heldBytes > Pool.freeBytes else { return response }
    let share = try incoming.memory.take(heldBytes, incoming.source)
    var response = response(from: storage)
    let body = response.body
    response.body = ResponseBody(contentLength: body.contentLength) { writer in
      // Its end is written once the rest is out, but for what a connection holds anyway.
      try await body.write(writer)
      withExtendedLifetime(share) {}
    }
    return response
  }

  private func response(from storage: any Storage) -> Response {
    var headers: HTTPFields = [.cacheControl: "no-store"]
    switch body {
    case .none, .cbor, .block: return response
    case .blocks(let files, let area):
      headers[.contentType] = "application/octet-stream"
      let body = ResponseBody(contentLength: byteCount) { writer in
        // In halves: one is on its way while the next is read, for each connection.
        let half = Limits.blockBytes / 2
        for file in files {
          try await writer.write(storage.read(file, 0..<half, in: area))
          try await writer.write(storage.read(file, half..<Limits.blockBytes, in: area))
        }
        try await writer.finish(nil)
      }
      return Response(status: status, headers: headers, body: body)
    }
  }
}

extension Answer {
  /// An answer that needs nothing from a storage.
  var response: Response {
    var headers: HTTPFields = [.cacheControl: "no-store"]
    switch body {
    case .none, .blocks:
      return Response(status: status, headers: headers)
    case .cbor(let bytes):
      headers[.contentType] = "application/cbor"
      return Response(
        status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    case .block(let block):
      headers[.contentType] = "application/octet-stream"
      return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: block))
    }
  }
}

extension Refusal {
  var response: Response {
    var headers: HTTPFields = [
      .cacheControl: "no-store", .contentType: "application/problem+json",
    ]
    if let challenge { headers[.challenge] = ":\(base64Encode(challenge)):" }
    if let allowed { headers[.allow] = allowed }
    if let retryAfter { headers[.retryAfter] = String(retryAfter) }
    return Response(
      status: .init(code: problem.status), headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: problem.body)))
  }
}
