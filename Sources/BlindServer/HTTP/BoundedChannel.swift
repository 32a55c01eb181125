import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// An HTTP/1 connection with bounds on what it holds in memory: `pieces` reads of
/// `readBytes`, then the socket waits.
///
/// Hummingbird's own has room for ten pieces, which a slow disk and 64 senders fill with
/// 40 MB; otherwise this is the same, with ``BlockLane`` below it.
struct BoundedChannel: HTTPChannelHandler {
  typealias Value = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

  static let readBytes = 32_768
  static let pieces = 2
  /// The header section: its bytes, those of a field, its fields.
  static let headerBytes = 16_384
  static let headerFieldBytes = 8_192
  static let headerFields = 64

  let responder: HTTPChannelHandler.Responder
  /// Whose blocks the lane sends; nil where there are none.
  let service: BlindService?
  /// After so long without a byte a connection is closed.
  let idleTimeout: Duration

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    channel.eventLoop.makeCompletedFuture {
      try channel.syncOptions?.setOption(
        .recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: Self.readBytes))
      try channel.syncOptions?.setOption(.maxMessagesPerRead, value: 1)
      var limits = NIOHTTPDecoderLimitConfiguration()
      limits.maxHeaderListSize = Self.headerBytes
      limits.maxHeaderFieldSize = Self.headerFieldBytes
      limits.maxHeaderFieldCount = Self.headerFields
      let pipeline = channel.pipeline.syncOperations
      let lane: BlockLane?
      if let service {
        let sender = BlockSender()
        let below = BlockLane(service, sender)
        try pipeline.addHandlers(sender, below)
        lane = below
      } else {
        lane = nil
      }
      try pipeline.configureHTTPServerPipeline(
        withPipeliningAssistance: false, withErrorHandling: false,
        withOutboundHeaderValidation: false, withEncoderConfiguration: .init(),
        withDecoderLimitConfiguration: limits)
      if let lane { try pipeline.addHandler(AnswerWatch(lane)) }
      try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
      try pipeline.addHandler(
        HTTPConnectionStateHandler(idleTimeout: idleTimeout, logger: logger))
      return try NIOAsyncChannel(
        wrappingChannelSynchronously: channel,
        configuration: .init(
          backPressureStrategy: .init(lowWatermark: 1, highWatermark: Self.pieces),
          isOutboundHalfClosureEnabled: true))
    }
  }

  func handle(value: Value, logger: Logger) async {
    await handleHTTP(asyncChannel: value, logger: logger)
  }
}
