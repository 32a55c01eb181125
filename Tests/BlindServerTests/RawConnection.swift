import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// A connection that sends bytes as they are, and gives back answers as they come.
final class RawConnection: Sendable {
  private final class Collector: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer
    let bytes = Mutex<[UInt8]>([])
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      let part = unwrapInboundIn(data)
      bytes.withLock { $0 += Array(part.readableBytesView) }
    }
  }

  private let channel: any Channel
  private let collector = Collector()

  init(_ port: Int) async throws {
    let collector = collector
    channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelOption(.socketOption(.tcp_nodelay), value: 1)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(collector)
        }
      }
      .connect(host: "127.0.0.1", port: port).get()
  }

  var isOpen: Bool { channel.isActive }

  func send(_ bytes: [UInt8]) async throws {
    try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
  }

  /// Sends without waiting until the system has taken the bytes: a server that doesn't read, or this
  /// end, would have to be waited for.
  func push(_ bytes: [UInt8]) { channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil) }

  func reads(_ reads: Bool) async throws {
    try await channel.setOption(.autoRead, value: reads).get()
  }

  func close() async throws { try await channel.close().get() }

  func send(_ text: String) async throws { try await send(Array(text.utf8)) }

  /// The next answer, all of it; what has come if the server closes before it is whole.
  ///
  /// - Parameter toHead: whether the request was a HEAD, or it is a 100: there is no body.
  func answer(toHead: Bool = false) async throws -> [UInt8] {
    for _ in 0..<30_000 {
      let isOpen = isOpen
      if let answer = takeAnswer(hasBody: !toHead) { return answer }
      if !isOpen { return collector.bytes.withLock { $0 } }
      try await Task.sleep(for: .milliseconds(2))
    }
    throw TestFailure(
      "of an answer \(collector.bytes.withLock { $0.count }) bytes came in a minute")
  }

  func answer(to request: [UInt8]) async throws -> [UInt8] {
    try await send(request)
    return try await answer()
  }

  /// Whether the server closes the connection within so many seconds.
  func ends(within seconds: Double) async throws -> Bool {
    for _ in 0..<Int(seconds * 100) where isOpen { try await Task.sleep(for: .milliseconds(10)) }
    return !isOpen
  }

  private func takeAnswer(hasBody: Bool) -> [UInt8]? {
    collector.bytes.withLock { bytes in
      let text = String(decoding: bytes.prefix(4_096), as: UTF8.self).lowercased()
      guard let end = text.range(of: "\r\n\r\n") else { return nil }
      let head = text[..<end.lowerBound]
      let length =
        !hasBody
        ? 0
        : head.range(of: "content-length: ").flatMap {
          Int(head[$0.upperBound...].prefix { $0.isNumber })
        } ?? 0
      let count = head.utf8.count + 4 + length
      guard bytes.count >= count else { return nil }
      defer { bytes.removeFirst(count) }
      return Array(bytes[..<count])
    }
  }
}

extension [UInt8] {
  /// The status of an answer's bytes.
  var status: String { String(decoding: self.dropFirst(9).prefix(3), as: UTF8.self) }
}
