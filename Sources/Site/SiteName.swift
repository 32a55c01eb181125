/// One of the two sites, with nothing in common but their host.
///
/// - SeeAlso: Specs/site.md.
public enum SiteName: String, Sendable, CaseIterable {
  case holder
  case reader

  /// The folder of everything but the index.
  var folder: String {
    switch self {
    case .holder: "app"
    case .reader: "g"
    }
  }

  /// Where the index is.
  public var indexPaths: [String] {
    switch self {
    case .holder: ["/"]
    case .reader: ["/G", "/g"]
    }
  }

  /// The list's name in the tree.
  public var listName: String { folder + "/hashes.json" }

  /// Where the list is.
  public var listPath: String { "/" + listName }

  /// The paths of a file of the tree.
  public func paths(of name: String) -> [String] {
    name == SiteName.index ? indexPaths : ["/" + name]
  }

  /// Whether a path is the reader's index as a link arrives: with a slash behind it, with a query, or
  /// with the sign `#`, and so the secret, encoded. Of the holder's there is one path.
  func isIndex(arrivingAt path: String) -> Bool {
    var rest = path.utf8[...]
    guard self == .reader, rest.popFirst() == UInt8(ascii: "/"), let letter = rest.popFirst(),
      letter == UInt8(ascii: "g") || letter == UInt8(ascii: "G")
    else { return false }
    if rest.first == UInt8(ascii: "/") { rest = rest.dropFirst() }
    return rest.isEmpty || rest.first == UInt8(ascii: "?") || rest.starts(with: "%23".utf8)
      || rest.starts(with: "%2523".utf8)
  }

  static let index = "index.html"
  /// The page that says that an address has nothing, of those sites that have one.
  static let nothing = "nothing.html"

  /// Whether a tree may have a file of this name: one that means the same in a folder and
  /// in a path, in a place that is this site's.
  func allows(_ name: String) -> Bool {
    let isIndex =
      name == SiteName.index
      || ContentCoding.allCases.contains { name == SiteName.index + $0.suffix }
    guard name.utf8.count <= 200, isIndex || name.hasPrefix(folder + "/") else { return false }
    return name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { segment in
      guard let first = segment.utf8.first, first != UInt8(ascii: ".") else { return false }
      return segment.utf8.allSatisfy(SiteName.isPlain)
    }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }
}

/// How much a site may be: what is read from a folder or a server is bounded.
public enum SiteLimits {
  public static let files = 1_000
  public static let fileBytes = 8 << 20
  public static let treeBytes = 64 << 20
  public static let listBytes = 1 << 20
}
