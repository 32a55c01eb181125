import Client
import Sodium
import Vault
import Wire

/// Requests for blocks, as bytes on the wire: signed ones for our server, and plain ones with
/// the same bytes for a web server. Signatures are good for one use, within two minutes.
struct PreparedRequests {
  /// One after the other asks: a wallet has few uploads at the same moment.
  private let spaces: [BenchSpace]
  /// Sets the names of one run apart from those of another.
  private let tag: UInt64
  private let filling = randomBytes(Limits.blockBytes)

  init(_ spaces: [BenchSpace], tag: UInt64) {
    self.spaces = spaces
    self.tag = tag
  }

  /// Writes `count` requests of `blocks` blocks each, as often as `times`; `-` for a file that isn't
  /// wanted.
  func write(
    _ kind: String, count: Int, blocks: Int, times: Int, ours: String, plain: String
  ) throws {
    guard kind == "put" || kind == "get", (1...Limits.blocksPerRequest).contains(blocks) else {
      throw BenchError.usage(kind)
    }
    let oursFile = ours == "-" ? nil : try File(writing: ours)
    let plainFile = plain == "-" ? nil : try File(writing: plain)
    for index in (0..<count * times).map({ $0 % count }) {
      let space = spaces[index % spaces.count]
      let names = (0..<blocks).map { name(index * blocks + $0) }
      if kind == "put" {
        let contents = names.map { $0.bytes + filling.dropFirst(16) }
        try oursFile?.write(signed(put(names, contents, in: space), of: space))
        try plainFile?.write(unsigned("PUT", names[0], body: contents.flatMap { $0 }))
      } else {
        let request = Request(.blocksGet, BlocksGetRequest(names: names), signer: space.signer)
        try oursFile?.write(signed(request, of: space))
        try plainFile?.write(unsigned("GET", names[0], body: nil))
      }
    }
  }

  private func name(_ number: Int) -> BlockName {
    // First a hash's bytes, as a real name has: they choose the folder.
    let head = blake2b256(bigEndianBytes(tag) + bigEndianBytes(UInt64(number)))
    return BlockName(Array(head[..<16]))!  // 16 bytes
  }

  private func put(
    _ names: [BlockName], _ contents: [[UInt8]], in space: BenchSpace
  ) -> Request {
    var body: [UInt8] = []
    body.reserveCapacity(names.count * (16 + Limits.blockBytes))
    for (name, content) in zip(names, contents) { body += name.bytes + content }
    return Request(.blocksPut, body: body, signer: space.signer)
  }

  private func signed(_ request: Request, of space: BenchSpace) -> [UInt8] {
    var head =
      "\(request.call.method) \(request.call.path) HTTP/1.1\r\n"
      + "host: \(String(decoding: space.authority, as: UTF8.self))\r\n"
      + "content-type: \(request.contentType)\r\ncontent-length: \(request.body.count)\r\n"
    for (name, value) in request.signatureFields(time: systemTime(), authority: space.authority) {
      head += "\(name): \(String(decoding: value, as: UTF8.self))\r\n"
    }
    return framed(head, request.body)
  }

  private func unsigned(_ method: String, _ name: BlockName, body: [UInt8]?) -> [UInt8] {
    var head = "\(method) /\(name.text.prefix(2))/\(name.text) HTTP/1.1\r\nhost: localhost\r\n"
    if let body { head += "content-length: \(body.count)\r\n" }
    return framed(head, body ?? [])
  }

  private func framed(_ head: String, _ body: [UInt8]) -> [UInt8] {
    let head = Array((head + "\r\n").utf8)
    return bigEndianBytes(UInt32(head.count + body.count)) + head + body
  }
}
