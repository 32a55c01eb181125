import HummingbirdCore
import Listener
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
  /// Of those that come when many are there.
  static let readBytesInCrowd = 8_192
  static let crowd = 256
  /// A connection keeps the room of its last read: only who sends much has much.
  static let firstReadBytes = 2_048
  static let pieces = 2
  /// What waits to be sent before more is made, beyond one piece.
  static let writeBytes = 16_384
  /// The header section: its bytes, those of a field, its fields.
  static let headerBytes = 16_384
  static let headerFieldBytes = 8_192
  static let headerFields = 64

  let responder: HTTPChannelHandler.Responder
  /// Whose blocks the lane sends; nil where there are none.
  let service: BlindService?
  /// After so long without a byte a connection is closed.
  let idleTimeout: Duration
  /// Who is at the other end, for the limits.
  let source: @Sendable (any Channel) -> Source
  /// Whether the server is asked by this `host:port`.
  let isAuthority: @Sendable (String) -> Bool
  private let connections = Pool(Self.mostConnections)

  /// All together what 1,000 of them may hold is far below what the server has. A proxy is a place.
  static let mostConnections = Pool.Sizes(
    total: 2_048, perSource: 256, perPlace: 2_048, perWallet: 0)

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    channel.eventLoop.makeCompletedFuture {
      if let share = try? connections.take(1, source(channel)) {
        channel.closeFuture.whenComplete { _ in withExtendedLifetime(share) {} }
      } else {
        // One too many. Once it is set up: a channel that can't be is the server's own failure.
        channel.eventLoop.execute { channel.close(promise: nil) }
      }
      try channel.syncOptions?.setOption(
        .writeBufferWaterMark, value: .init(low: Self.writeBytes / 2, high: Self.writeBytes))
      let isCrowd = connections.used > Self.crowd
      try channel.syncOptions?.setOption(
        .recvAllocator,
        value: AdaptiveRecvByteBufferAllocator(
          minimum: Self.firstReadBytes, initial: Self.firstReadBytes,
          maximum: isCrowd ? Self.readBytesInCrowd : Self.readBytes))
      try channel.syncOptions?.setOption(.maxMessagesPerRead, value: 1)
      var limits = NIOHTTPDecoderLimitConfiguration()
      limits.maxHeaderListSize = Self.headerBytes
      limits.maxHeaderFieldSize = Self.headerFieldBytes
      limits.maxHeaderFieldCount = Self.headerFields
      let pipeline = channel.pipeline.syncOperations
      let lane: BlockLane?
      if let service {
        let sender = BlockSender()
        let below = BlockLane(service, sender, source: source(channel))
        try pipeline.addHandlers(sender, below)
        lane = below
      } else {
        lane = nil
      }
      try pipeline.configureHTTPServerPipeline(
        withPipeliningAssistance: false, withErrorHandling: false,
        withOutboundHeaderValidation: false, withEncoderConfiguration: .init(),
        withDecoderLimitConfiguration: limits)
      try pipeline.addHandler(HTTPRules(isAuthority: isAuthority))
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
