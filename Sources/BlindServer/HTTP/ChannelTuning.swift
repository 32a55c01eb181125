import NIOCore

/// Bounds what a connection may hold in memory: small reads, few at a time. NIO's own
/// bounds count pieces, so their product with the largest read is what a slow disk and
/// many senders can fill.
final class ChannelTuning: ChannelInboundHandler, RemovableChannelHandler {
  // Whatever comes is passed on.
  typealias InboundIn = NIOAny

  static let readBytes = 65_536

  func handlerAdded(context: ChannelHandlerContext) {
    // A channel that can't be tuned (one of a test) is used as it is.
    let options = context.channel.syncOptions
    try? options?.setOption(
      .recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: Self.readBytes))
    try? options?.setOption(.maxMessagesPerRead, value: 1)
  }
}
