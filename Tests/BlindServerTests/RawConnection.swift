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

  func reads(_ reads: Bool) async throws {
    try await channel.setOption(.autoRead, value: reads).get()
  }

  func close() async throws { try await channel.close().get() }

  /// The next answer, all of it; what has come if it isn't whole after ten seconds.
  func answer() async throws -> [UInt8] {
    for _ in 0..<5_000 {
      if let answer = takeAnswer() { return answer }
      try await Task.sleep(for: .milliseconds(2))
    }
    return collector.bytes.withLock { $0 }
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

  private func takeAnswer() -> [UInt8]? {
    collector.bytes.withLock { bytes in
      let text = String(decoding: bytes.prefix(4_096), as: UTF8.self).lowercased()
      guard let end = text.range(of: "\r\n\r\n") else { return nil }
      let head = text[..<end.lowerBound]
      let length =
        head.range(of: "content-length: ").flatMap {
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
