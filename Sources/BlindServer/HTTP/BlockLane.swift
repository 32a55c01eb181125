import NIOCore
import Wire

/// Answers the call that is made most, a space's request for one block, where its bytes
/// come in: before the HTTP parser, and without waking anybody.
///
/// It does so only when nothing has to be waited for, the request is a ``PlainRequest`` and
/// all is well with it. Every other goes on untouched to the parser and the service, which
/// look at everything anew; so a refusal, its moment and its line in the log are made in
/// one place, and so is an answer's head: the lane repeats that of the last block that
/// the service answered here, for a second. By that, whoever watches over the connection
/// also sees a request each second while it is in use.
///
/// What it looks at takes time before the service's deadline begins. So that is the same for
/// every space, one verification: whether it looks at all depends on the connection's past
/// and on what has been written since, not on who asks.
/// - SeeAlso: Specs/decisions/0019-block-lane.md
final class BlockLane: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = IOData
  typealias OutboundOut = IOData

  /// What a request that names one block has at most; longer ones name more.
  static let bodyBytes = 64
  static let headLifetime: Duration = .seconds(1)

  private enum Place {
    case betweenRequests
    case inBody(left: Int)
    /// Something came that is not plain: only the parser knows, from here on.
    case unknown
  }

  private let service: BlindService
  private var place = Place.betweenRequests
  /// A request whose body has not come yet, and when it began.
  private var held: (bytes: ByteBuffer, arrival: ContinuousClock.Instant)?
  /// Requests that went on and are not answered yet: answers keep their order.
  private var unanswered = 0
  private var head: (bytes: ByteBuffer, end: ContinuousClock.Instant)?
  /// Of the rows, when the answer was asked for whose head that is.
  private var generation: UInt64 = 0
  private var isLearning = false
  private let sender: BlockSender
  private let source: Source
  private let clock: () -> ContinuousClock.Instant

  /// - Parameters:
  ///   - source: whose calls these are, for the pace; a proxy's own.
  ///   - clock: what a head's second is measured by.
  init(
    _ service: BlindService, _ sender: BlockSender, source: Source,
    clock: @escaping () -> ContinuousClock.Instant = { .now }
  ) {
    self.service = service
    self.sender = sender
    self.source = source
    self.clock = clock
  }

  /// The service has written an answer to its end.
  func isAnswered() { unanswered -= 1 }

  // MARK: Requests

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .unknown = place { return context.fireChannelRead(data) }
    var bytes = unwrapInboundIn(data)
    let arrival = held?.arrival ?? clock()
    if var all = held?.bytes {
      held = nil
      all.writeBuffer(&bytes)
      bytes = all
    }
    if case .inBody(let left) = place {
      move(to: left - bytes.readableBytes)
    } else if let request = PlainRequest(bytes) {
      let left = request.headCount + request.bodyCount - bytes.readableBytes
      if request.call == .blocksGet, request.bodyCount <= Self.bodyBytes, unanswered == 0 {
        if left > 0 { return held = (bytes, arrival) }
        if left == 0, answer(request, bytes, since: arrival, context) { return }
      }
      unanswered += 1
      move(to: left)
    } else {
      place = .unknown
    }
    context.fireChannelRead(wrapInboundOut(bytes))
  }

  /// So many bytes of a request are still to come; fewer than none are the next one's.
  private func move(to left: Int) {
    place = left == 0 ? .betweenRequests : left > 0 ? .inBody(left: left) : .unknown
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    // The client's end, or the server's: those above see first what there was before it.
    if let bytes = held?.bytes {
      held = nil
      place = .unknown
      context.fireChannelRead(wrapInboundOut(bytes))
      context.fireChannelReadComplete()
    }
    context.fireUserInboundEventTriggered(event)
  }

  // MARK: Answers

  private func answer(
    _ request: PlainRequest, _ bytes: ByteBuffer, since arrival: ContinuousClock.Instant,
    _ context: ChannelHandlerContext
  ) -> Bool {
    guard let head, arrival < head.end, generation == service.storage.generation else {
      self.head = nil
      generation = service.storage.generation
      isLearning = true
      return false
    }
    // Who has to wait does so elsewhere.
    guard !service.pace.isLate(source),
      let body = bytes.getBytes(
        at: bytes.readerIndex + request.headCount, length: request.bodyCount),
      let signed = try? SignatureHeaders(
        contentDigest: request.contentDigest, input: request.signatureInput,
        signature: request.signature),
      let file = service.cachedFile(signed, body: body)
    else { return false }
    _ = service.pace.take(source)
    sender.send(head.bytes, file)
    RequestLog.write(
      service.configuration.logger, .blocksGet, 200, Limits.blockBytes, since: arrival)
    return true
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if isLearning {
      isLearning = false
      if case .byteBuffer(let bytes) = unwrapOutboundIn(data), isHeadOfBlock(bytes) {
        head = (bytes, clock() + Self.headLifetime)
      }
    }
    context.write(data, promise: promise)
  }

  /// Whether these bytes are the head of an answer that is a block, with nothing after it,
  /// on a connection that goes on.
  private func isHeadOfBlock(_ bytes: ByteBuffer) -> Bool {
    let text = String(buffer: bytes).lowercased()
    return text.hasPrefix("http/1.1 200 ok\r\n") && text.hasSuffix("\r\n\r\n")
      && text.contains("\r\ncontent-length: \(Limits.blockBytes)\r\n")
      && !text.contains("\r\nconnection:")
  }
}
