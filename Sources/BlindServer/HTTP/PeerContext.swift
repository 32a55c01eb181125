import Hummingbird
import Logging
import NIOCore

/// What a request's connection tells: its peer, for the limits, and its channel.
struct PeerContext: InitializableFromSource, RequestContextSource {
  let logger: Logger
  let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    logger = source.logger
    channel = source.channel
  }

  var peer: Address? { channel.remoteAddress.flatMap(Address.init) }
}
