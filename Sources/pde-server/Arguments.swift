public import ArgumentParser
public import BlindServer
import Wire

/// `HOST:PORT`, the host of IPv6 in brackets.
struct HostAndPort: ExpressibleByArgument {
  var host: String
  var port: Int

  init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  init?(argument: String) {
    guard let colon = argument.lastIndex(of: ":"),
      let port = UInt16(argument[argument.index(after: colon)...])
    else { return nil }
    var host = argument[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      return nil
    }
    guard !host.isEmpty else { return nil }
    self.init(host: String(host), port: Int(port))
  }

  var defaultValueDescription: String { "\(host):\(port)" }
}

/// `HOST[:PORT]` as signatures name it: lower case, nothing else.
struct Authority: ExpressibleByArgument {
  let text: String

  init?(argument: String) {
    guard Origin.isAuthority(Array(argument.utf8)) else { return nil }
    text = argument
  }
}

/// `https://HOST[:PORT]`, lower case, without a path.
struct ReaderOrigin: ExpressibleByArgument {
  let text: String

  init?(argument: String) {
    guard Origin.isOrigin(Array(argument.utf8)) else { return nil }
    text = argument
  }
}

extension AddressPrefix: ExpressibleByArgument {
  public init?(argument: String) {
    self.init(argument)
  }
}
