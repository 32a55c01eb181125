import Foundation
public import Sodium

/// The list of a site's files with their hashes: `hashes.json`.
///
/// - SeeAlso: Specs/site.md, "The list".
public struct HashList: Sendable, Equatable {
  public struct Entry: Sendable, Equatable, Codable {
    /// The name in the tree.
    public var path: String
    public var bytes: Int
    /// In hexadecimal.
    public var sha256: String

    public init(path: String, contents: [UInt8]) {
      self.path = path
      bytes = contents.count
      sha256 = hexEncode(SHA256.hash(contents))
    }

    /// Whether these bytes are the file's.
    public func matches(_ contents: [UInt8]) -> Bool {
      contents.count == bytes && hexEncode(SHA256.hash(contents)) == sha256
    }
  }

  public let site: SiteName
  public let entries: [Entry]
  /// The site hash: of the lines that `sha256sum` prints.
  public let hash: String

  /// The list of these files, in the order of their names' bytes.
  public init(_ site: SiteName, _ entries: [Entry]) {
    self.site = site
    self.entries = entries.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    let lines = self.entries.map { "\($0.sha256)  \($0.path)\n" }.joined()
    hash = hexEncode(SHA256.hash(Array(lines.utf8)))
  }

  /// Parses a list; `path` names it in errors.
  ///
  /// It is written anew and compared: there is one spelling, and the hash is checked with
  /// the rest.
  public init(_ text: [UInt8], of site: SiteName, path: String) throws(SiteError) {
    struct Parsed: Decodable {
      var site: String
      var files: [Entry]
    }
    guard text.count <= SiteLimits.listBytes,
      let parsed = try? JSONDecoder().decode(Parsed.self, from: Data(text))
    else { throw .list(path, reason: "it is not of its form") }
    guard parsed.site == site.rawValue else {
      throw .list(path, reason: "it is of another site")
    }
    guard parsed.files.count <= SiteLimits.files else { throw .tooLarge(path) }
    self.init(site, parsed.files)
    guard self.text == text else {
      throw .list(path, reason: "its hash or its spelling is not that of its files")
    }
    try checkEntries(path)
  }

  private func checkEntries(_ path: String) throws(SiteError) {
    var names = Set<String>()
    var total = 0
    for entry in entries {
      guard site.allows(entry.path), entry.path != site.listName,
        names.insert(entry.path).inserted
      else { throw .badName(entry.path) }
      guard (0...SiteLimits.fileBytes).contains(entry.bytes) else {
        throw .tooLarge(entry.path)
      }
      guard let hash = hexDecode(Array(entry.sha256.utf8)), hash.count == 32 else {
        throw .list(path, reason: "a hash is not of its form")
      }
      total += entry.bytes
    }
    guard total <= SiteLimits.treeBytes else { throw .tooLarge(path) }
    guard names.contains(SiteName.index) else { throw .noIndex(path) }
  }

  /// The list as it is written.
  public var text: [UInt8] {
    let lines = entries.map {
      "    {\"path\": \"\($0.path)\", \"bytes\": \($0.bytes), \"sha256\": \"\($0.sha256)\"}"
    }
    let text = """
      {
        "site": "\(site.rawValue)",
        "hash": "\(hash)",
        "files": [
      \(lines.joined(separator: ",\n"))
        ]
      }

      """
    return Array(text.utf8)
  }
}
