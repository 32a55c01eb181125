import NIOCore

extension Channel {
  /// Who is at the other end, for the limits.
  var peer: Address? { remoteAddress.flatMap(Address.init) }
}
