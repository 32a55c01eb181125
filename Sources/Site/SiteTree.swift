import Foundation
public import HTTPTypes
import Sodium

/// A site in memory, as its folder was: every byte of it in the list.
public struct SiteTree: Sendable {
  public let list: HashList
  private let files: [String: SiteFile]

  public var name: SiteName { list.site }

  /// Reads a tree and checks every file against its list.
  ///
  /// `secondOperator` is an origin that the holder's pages may ask beside their own.
  public init(
    _ site: SiteName, at folder: String, secondOperator: String? = nil
  ) throws(SiteError) {
    var known: [String: [UInt8]] = [:]
    try self.init(site, at: folder, secondOperator, sharing: &known)
  }

  /// - Parameter known: Contents by their SHA-256. What both sites have is in memory once.
  private init(
    _ site: SiteName, at folder: String, _ secondOperator: String?,
    sharing known: inout [String: [UInt8]]
  ) throws(SiteError) {
    let listPath = folder + "/" + site.listName
    let names = try SiteFolder.names(in: folder)
    guard names.contains(site.listName) else { throw .missing(listPath) }
    let listText = try SiteFolder.contents(of: listPath, upTo: SiteLimits.listBytes)
    list = try HashList(listText, of: site, path: listPath)
    let listed = Set(list.entries.map(\.path))
    for name in names where name != site.listName && !listed.contains(name) {
      throw .unlisted(folder + "/" + name)
    }
    var contents: [String: [UInt8]] = [:]
    for entry in list.entries {
      let path = folder + "/" + entry.path
      guard names.contains(entry.path) else { throw .missing(path) }
      let bytes = try SiteFolder.contents(of: path, upTo: entry.bytes)
      guard entry.matches(bytes) else { throw .differs(path) }
      let shared = known[entry.sha256] ?? bytes
      known[entry.sha256] = shared
      contents[entry.path] = shared
    }
    files = try SiteTree.files(list, contents, listText, secondOperator)
  }

  /// The trees below a folder, each of them if it is there.
  public static func all(
    at folder: String, secondOperator: String? = nil
  ) throws(SiteError) -> [SiteTree] {
    var trees: [SiteTree] = []
    var known: [String: [UInt8]] = [:]
    for site in SiteName.allCases {
      let path = folder + "/" + site.rawValue
      if FileManager.default.fileExists(atPath: path) {
        trees.append(try SiteTree(site, at: path, secondOperator, sharing: &known))
      }
    }
    guard !trees.isEmpty else { throw .noSite(folder) }
    return trees
  }

  /// The files by their paths.
  private static func files(
    _ list: HashList, _ contents: [String: [UInt8]], _ listText: [UInt8],
    _ secondOperator: String?
  ) throws(SiteError) -> [String: SiteFile] {
    var files: [String: SiteFile] = [:]
    for file in try list.servedFiles() {
      var compressed: [ContentCoding: [UInt8]] = [:]
      for (coding, entry) in file.compressed { compressed[coding] = contents[entry.path] }
      let served = SiteFile(
        file.entry.path, contents: contents[file.entry.path] ?? [], sha256: file.entry.sha256,
        type: file.type, compressed: compressed, in: list.site, secondOperator: secondOperator)
      for path in list.site.paths(of: file.entry.path) { files[path] = served }
    }
    files[list.site.listPath] = SiteFile(
      list.site.listName, contents: listText, sha256: hexEncode(SHA256.hash(listText)),
      type: "application/json", compressed: [:], in: list.site, secondOperator: secondOperator)
    return files
  }

  /// What is at a path; nil if nothing of this site is.
  public func file(at path: String) -> SiteFile? {
    files[path] ?? (name.isIndex(arrivingAt: path) ? files[name.indexPaths[0]] : nil)
  }

  /// What a person is told at an address that has nothing; nil if who asks is none, by `accept`, or if
  /// the site has no page for it.
  public func answerForNothing(
    to method: HTTPRequest.Method, _ headers: HTTPFields
  ) -> SiteAnswer? {
    guard method == .get || method == .head, SiteTree.asksForPage(headers[.accept] ?? ""),
      let page = files["/\(name.folder)/\(SiteName.nothing)"]
    else { return nil }
    var answer = page.answer(
      acceptEncoding: headers[.acceptEncoding], ifNoneMatch: nil, isHead: method == .head)
    answer.status = .notFound
    answer.fields[.cacheControl] = "no-store"
    answer.fields[.eTag] = nil
    return answer
  }

  /// Whether `text/html` is named among what is accepted, as a browser does that is to show a page.
  private static func asksForPage(_ accept: String) -> Bool {
    accept.split(separator: ",").contains { range in
      range.prefix { $0 != ";" }.filter { $0 != " " }.lowercased() == "text/html"
    }
  }
}

extension SiteFile {
  /// The answer to a request for this file; nil if its method is neither GET nor HEAD.
  public func answer(to method: HTTPRequest.Method, _ headers: HTTPFields) -> SiteAnswer? {
    guard method == .get || method == .head else { return nil }
    return answer(
      acceptEncoding: headers[.acceptEncoding], ifNoneMatch: headers[.ifNoneMatch],
      isHead: method == .head)
  }
}
