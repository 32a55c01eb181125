import NIOCore
import Wire

/// An address of the internet, 4 or 16 bytes.
struct Address: Equatable, Sendable {
  let bytes: [UInt8]

  init?(_ bytes: [UInt8]) {
    switch bytes.count {
    case 4: self.bytes = bytes
    case 16:
      // An IPv4 peer on an IPv6 socket: ::ffff:a.b.c.d.
      let mapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xff && bytes[11] == 0xff
      self.bytes = mapped ? Array(bytes[12...]) : bytes
    default: return nil
    }
  }

  init?(text: String) {
    guard let address = try? SocketAddress(ipAddress: text, port: 0) else { return nil }
    self.init(address)
  }

  init?(_ address: SocketAddress) {
    switch address {
    case .v4(let address):
      // The address in the middle of a sockaddr_in: behind family and port.
      self.init(withUnsafeBytes(of: address.address) { Array($0[4..<8]) })
    case .v6(let address):
      // Behind family, port and flow.
      self.init(withUnsafeBytes(of: address.address) { Array($0[8..<24]) })
    case .unixDomainSocket:
      return nil
    }
  }
}

/// All addresses that begin with the same bits: `10.0.0.0/8`, `fd00::/64`, or one.
public struct AddressPrefix: Equatable, Sendable {
  private let address: Address
  private let bitCount: Int

  /// The prefix of a text, without bits behind it.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = Address(text: String(parts[0])) else { return nil }
    let most = address.bytes.count * 8
    guard let bitCount = parts.count == 1 ? most : Int(parts[1]), (0...most).contains(bitCount)
    else { return nil }
    self.address = address
    self.bitCount = bitCount
    guard Self.masked(address.bytes, bitCount) == address.bytes else { return nil }
  }

  func contains(_ other: Address) -> Bool {
    other.bytes.count == address.bytes.count
      && Self.masked(other.bytes, bitCount) == address.bytes
  }

  fileprivate static func masked(_ bytes: [UInt8], _ bitCount: Int) -> [UInt8] {
    var masked = bytes
    for index in bytes.indices {
      let kept = min(max(bitCount - index * 8, 0), 8)
      masked[index] &= kept == 0 ? 0 : 0xff << UInt8(8 - kept)
    }
    return masked
  }
}

/// What limits count by: a /24 of IPv4, a /56 of IPv6, as a number that means nothing
/// outside this process (Swift's hasher is keyed anew for each).
struct Source: Hashable, Sendable {
  private let key: Int
  /// Whether it is a place that the operator knows: many people make their wallets there.
  let isPlace: Bool

  var bytes: [UInt8] { bigEndianBytes(UInt64(bitPattern: Int64(key))) }

  init(_ address: Address?, places: [AddressPrefix] = []) {
    var hasher = Hasher()
    hasher.combine(address.map { AddressPrefix.masked($0.bytes, $0.bytes.count == 4 ? 24 : 56) })
    key = hasher.finalize()
    isPlace = address.map { address in places.contains { $0.contains(address) } } ?? false
  }

  /// The source of a request: the peer, or what a trusted peer added last to
  /// `x-forwarded-for`. Earlier entries are the sender's own words.
  init(
    peer: Address?, forwardedFor: String?, trustedProxy: AddressPrefix?,
    places: [AddressPrefix] = []
  ) {
    guard let peer, let trustedProxy, trustedProxy.contains(peer),
      let last = forwardedFor?.split(separator: ",").last
    else {
      self.init(peer, places: places)
      return
    }
    let text = String(last.filter { $0 != " " && $0 != "\t" })
    self.init(Address(text: text) ?? peer, places: places)
  }
}
