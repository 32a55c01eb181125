public import ArgumentParser
import Client
import Kiosk
public import Site
import Sodium
import Wire

/// The site hashes that are trusted.
struct ExpectedHashes: ParsableArguments {
  @Option(help: "A site hash that is trusted; may be given more than once.")
  var expect: [String] = []

  func checked() throws(Failure) -> [String] {
    for hash in expect {
      guard let bytes = hexDecode(Array(hash.utf8)), bytes.count == 32 else {
        throw .usage(.site(.badHash))
      }
    }
    return expect
  }
}

extension SiteName: ExpressibleByArgument {}

struct VerifySite: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify-site",
    abstract: "Check that a server's pages are those of its lists of hashes.",
    discussion: "Compares every file and header. Without --expect the lists are the server's own.")

  @Argument(help: "The server, http://host:port or https://host.") var url: String
  @Option(help: "One site only: holder or reader.") var site: SiteName?
  @OptionGroup var expected: ExpectedHashes

  func run() async throws {
    let origin = try ServiceOptions.origin(url)
    let expected = try expected.checked()
    let report: SiteVerifier.Report
    do {
      report = try await SiteVerifier.verify(
        site.map { [$0] } ?? SiteName.allCases, at: origin, expecting: expected)
    } catch {
      throw Failure(error)
    }
    for site in report.sites {
      try StandardOutput.line("\(site.name.rawValue) \(site.hash) \(site.files)")
    }
    guard report.findings.isEmpty else {
      // The first ones: a wrong proxy alters every file.
      for finding in report.findings.prefix(20) { StandardError.line(.site(.finding(finding))) }
      throw Failure(
        .site(.differs(count: report.findings.count)), hint: .site(.differsHint),
        exitCode: Failure.Code.damage)
    }
    if expected.isEmpty { StandardError.line(.site(.onlyItsOwnList)) }
  }
}

struct RunKiosk: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kiosk",
    abstract: "Serve the holder's pages from this terminal, and pass their calls to a server.")

  @Option(help: ArgumentHelp("The folder of the sites, 'holder' in it.", valueName: "dir"))
  var site: String
  @Option(help: "The server that keeps the wallets, https://host.") var server: String
  @Option(
    help: ArgumentHelp(
      "The second operator, https://host, where the service has one.", valueName: "origin"))
  var secondOperator: String?
  @Option(help: "The address to listen on; port 0 takes a free one.")
  var listen = "127.0.0.1:8090"
  @OptionGroup var expected: ExpectedHashes

  func run() async throws {
    let origin = try ServiceOptions.origin(server)
    let secondOperator = try secondOperator.map(ServiceOptions.origin)
    // It becomes a part of the pages' policy.
    if let secondOperator, !Origin.isOrigin(Array(secondOperator.utf8)) {
      throw Failure.usage(.badServer)
    }
    let expected = try expected.checked()
    let (host, port) = try address()
    let tree: SiteTree
    do throws(SiteError) {
      let path = site + "/" + SiteName.holder.rawValue
      tree = try SiteTree(.holder, at: path, secondOperator: secondOperator)
      guard expected.isEmpty || expected.contains(tree.list.hash) else {
        throw SiteError.otherHash(path, hash: tree.list.hash)
      }
    } catch {
      throw Failure(.site(.tree(error)), exitCode: Failure.Code.damage)
    }
    StandardError.line(.site(.serves(hash: tree.list.hash)))
    let kiosk = Kiosk(serving: tree, callsTo: origin, host: host, port: port)
    do {
      try await kiosk.run { address in
        // Who started us and closed the pipe need not be told.
        try? StandardOutput.line("listening on http://\(address)")
      }
    } catch {
      throw Failure(.site(.cannotListen), exitCode: Failure.Code.service)
    }
  }

  /// Where to listen: this machine only, or its users would be everybody's.
  private func address() throws(Failure) -> (host: String, port: Int) {
    guard let colon = listen.lastIndex(of: ":"),
      let port = UInt16(listen[listen.index(after: colon)...])
    else { throw .usage(.site(.badAddress)) }
    let host = String(listen[..<colon])
    let isLoopback =
      host == "[::1]"
      || host.hasPrefix("127.") && host.utf8.allSatisfy { $0 == 0x2e || (0x30...0x39).contains($0) }
    guard isLoopback else { throw .usage(.site(.badAddress)) }
    return (host == "[::1]" ? "::1" : host, Int(port))
  }
}
