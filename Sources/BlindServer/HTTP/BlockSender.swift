import NIOCore
import Wire

/// Sends an answer that is a block from the block's file: the system moves it from its own
/// memory to the socket, and nothing is copied here.
///
/// One at a time: until all of it is out nothing more is read, which bounds what a reader
/// who does not read can hold, and nobody above hears of anything by which they would close
/// the connection, that is of the client's end or the server's.
final class BlockSender: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = IOData
  typealias OutboundOut = IOData

  private var context: ChannelHandlerContext?
  private var isSending = false
  private var isReadHeld = false
  private var heldEvents: [Any] = []

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }
  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  /// Sends a head and a block.
  func send(_ head: ByteBuffer, _ file: NIOFileHandle) {
    guard let context else {
      try? file.close()
      return
    }
    isSending = true
    let sent = context.eventLoop.makePromise(of: Void.self)
    sent.futureResult.assumeIsolated().whenComplete { _ in
      try? file.close()
      self.finish(context)
    }
    let block = FileRegion(fileHandle: file, readerIndex: 0, endIndex: Limits.blockBytes)
    context.write(wrapOutboundOut(.byteBuffer(head)), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.fileRegion(block)), promise: sent)
  }

  private func finish(_ context: ChannelHandlerContext) {
    isSending = false
    let events = heldEvents
    heldEvents = []
    for event in events { context.fireUserInboundEventTriggered(event) }
    if isReadHeld {
      isReadHeld = false
      context.read()
    }
  }

  func read(context: ChannelHandlerContext) {
    if isSending { isReadHeld = true } else { context.read() }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if isSending { heldEvents.append(event) } else { context.fireUserInboundEventTriggered(event) }
  }
}
