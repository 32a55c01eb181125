import HTTPTypes
public import Site
import Wire

/// Compares what a server sends of its sites with their lists of hashes.
///
/// - SeeAlso: Specs/site.md, "verify-site".
public struct SiteVerifier: Sendable {
  /// Something that is not as it should be.
  public struct Finding: Sendable, Equatable {
    public enum Problem: Sendable, Equatable {
      case status(UInt)
      case contents
      case field(String)
      case list(SiteError)
    }
    public var path: String
    public var problem: Problem
  }

  public struct Report: Sendable {
    /// Of each site whose list could be read: its hash, and how many files it has.
    public var sites: [(name: SiteName, hash: String, files: Int)] = []
    public var findings: [Finding] = []

    /// Adds a finding, once for all the forms of a file.
    fileprivate mutating func add(_ problem: Finding.Problem, at path: String) {
      let finding = Finding(path: path, problem: problem)
      if !findings.contains(finding) { findings.append(finding) }
    }
  }

  private let fetcher: SiteFetcher

  /// Checks sites of the server at `origin`, and the API's headers.
  ///
  /// - Parameters:
  ///   - origin: `http://host:port` or `https://host`.
  ///   - expected: the site hashes that are trusted; any, if empty.
  /// - Throws: `.unreachable`; what differs is in the report.
  public static func verify(
    _ sites: [SiteName], at origin: String, expecting expected: [String]
  ) async throws(ClientError) -> Report {
    try await SiteVerifier(fetcher: SiteFetcher(origin: origin)).verify(sites, expected)
  }

  private func verify(
    _ sites: [SiteName], _ expected: [String]
  ) async throws(ClientError) -> Report {
    var report = Report()
    let second = try await secondOperator()
    for site in sites {
      try await verify(site, expected, second, &report)
    }
    var api = SiteHeaders.api
    api[.cacheControl] = "no-store"
    for (path, status, type) in [
      ("/v1/info", 200, "application/cbor"), ("/no-such-path", 404, "application/problem+json"),
    ] as [(String, UInt, String)] {
      api[.contentType] = type
      let answer = try await fetcher.get(path, coding: nil, limit: Limits.messageBytes)
      if answer.status != status {
        report.add(.status(answer.status), at: path)
      }
      check(answer.fields, api, path, &report)
    }
    return report
  }

  /// The one other origin that the holder's pages may ask: what the service says it is.
  private func secondOperator() async throws(ClientError) -> String? {
    let answer = try await fetcher.get("/v1/info", coding: nil, limit: Limits.messageBytes)
    guard let info = try? Info(decoding: answer.body), !info.hardener.isEmpty else { return nil }
    return String(decoding: info.hardener, as: UTF8.self)
  }

  private func verify(
    _ site: SiteName, _ expected: [String], _ second: String?, _ report: inout Report
  ) async throws(ClientError) {
    let path = site.listPath
    let answer = try await fetcher.get(path, coding: nil, limit: SiteLimits.listBytes)
    guard answer.status == 200 else {
      report.add(.status(answer.status), at: path)
      return
    }
    let list: HashList
    let files: [HashList.ServedFile]
    do throws(SiteError) {
      list = try HashList(answer.body, of: site, path: path)
      files = try list.servedFiles()
      guard expected.isEmpty || expected.contains(list.hash) else {
        throw SiteError.otherHash(path, hash: list.hash)
      }
    } catch {
      report.add(.list(error), at: path)
      return
    }
    report.sites.append((site, list.hash, files.count))
    check(answer.fields, list.fields(secondOperator: second), path, &report)
    for file in files {
      for path in file.paths {
        var contents: [UInt8] = []
        try await verify(file, at: path, nil, file.entry, second, &contents, &report)
        for (coding, entry) in file.compressed {
          try await verify(file, at: path, coding, entry, second, &contents, &report)
        }
      }
    }
  }

  /// Verifies one form of a file; `contents` are those of the form that is not compressed, the first.
  private func verify(
    _ file: HashList.ServedFile, at path: String, _ coding: ContentCoding?,
    _ entry: HashList.Entry, _ second: String?, _ contents: inout [UInt8],
    _ report: inout Report
  ) async throws(ClientError) {
    let answer = try await fetcher.get(path, coding: coding, limit: entry.bytes)
    guard answer.status == 200 else {
      report.add(.status(answer.status), at: path)
      return
    }
    if !entry.matches(answer.body) {
      report.add(.contents, at: path)
    }
    if coding == nil { contents = answer.body }
    var fields = file.fields(contents: contents, secondOperator: second)
    if let coding { fields[.contentEncoding] = coding.rawValue }
    check(answer.fields, fields, path, &report)
  }

  /// Each field once and as it should be; none beside them but what says nothing to a browser about the
  /// page.
  private func check(
    _ found: HTTPFields, _ expected: HTTPFields, _ path: String, _ report: inout Report
  ) {
    for field in expected where found[values: field.name] != [field.value] {
      report.add(.field(field.name.canonicalName), at: path)
    }
    let others = Set(found.map(\.name)).subtracting(expected.map(\.name))
      .subtracting(Self.ofTheConnection)
    for name in others.map(\.canonicalName).sorted() {
      report.add(.field(name), at: path)
    }
  }

  /// What a server or a proxy says of itself and of the connection.
  private static let ofTheConnection = Set(
    [
      "connection", "content-length", "date", "keep-alive", "server", "strict-transport-security",
      "transfer-encoding", "via",
    ].compactMap { HTTPField.Name($0) })
}
