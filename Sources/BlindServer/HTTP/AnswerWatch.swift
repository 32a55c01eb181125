import NIOCore
import NIOHTTP1

/// Tells the lane below when the service has written an answer to its end.
final class AnswerWatch: ChannelOutboundHandler {
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  private let lane: BlockLane

  init(_ lane: BlockLane) { self.lane = lane }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data) { lane.isAnswered() }
    context.write(data, promise: promise)
  }
}
