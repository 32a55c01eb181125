import Foundation
import Sodium
import Testing

@testable import Site

@Suite struct SiteTreeTests {
  @Test func aTreeIsReadWithEveryFileAtItsPaths() throws {
    let holder = try TestSite(.holder).tree()
    for path in ["/", "/app/main.js", "/app/messages/fr.json", "/app/hashes.json"] {
      #expect(holder.file(at: path) != nil, "\(path)")
    }
    for path in ["/G", "/g", "/index.html", "/app/main.js.br", "/app", "/app/", "", "//"] {
      #expect(holder.file(at: path) == nil, "\(path)")
    }
    let reader = try TestSite(.reader).tree()
    #expect(reader.file(at: "/G") != nil)
    #expect(reader.file(at: "/g") != nil)
    #expect(reader.file(at: "/g/hashes.json") != nil)
    #expect(reader.file(at: "/") == nil)
  }

  @Test func theReadersIndexIsWhereLinksArrive() throws {
    let reader = try TestSite(.reader).tree()
    for path in [
      "/G/", "/g/", "/G?fbclid=a", "/g/?a", "/g%23ABC", "/G/%23ABC", "/G%2523ABC", "/g%23ABC?a",
    ] {
      #expect(reader.file(at: path)?.name == "index.html", "\(path)")
    }
    for path in [
      "/GG", "/g%2", "/g%20", "/g//", "/g/x", "/g/%", "/?a", "g/", "//g", "/g/main.js?a", "",
    ] {
      #expect(reader.file(at: path) == nil, "\(path)")
    }
  }

  @Test func theSiteHashIsThatOfTheLinesOfSha256sum() throws {
    let entries = [
      HashList.Entry(path: "index.html", contents: []),
      HashList.Entry(path: "app/a.js", contents: Array("abc".utf8)),
    ]
    // printf 'HASH  app/a.js\nHASH  index.html\n' | sha256sum
    let lines = """
      ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  app/a.js
      e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  index.html

      """
    #expect(HashList(.holder, entries).hash == hexEncode(SHA256.hash(Array(lines.utf8))))
  }

  @Test func oneByteMoreLessOrOtherIsRefused() throws {
    let site = try TestSite(.holder)
    let script = TestSite.files(of: .holder)["app/main.js"]!
    for bytes in [script + [10], script.dropLast(), [33] + script.dropFirst(), []] {
      try site.write(Array(bytes), to: "app/main.js")
      #expect(throws: SiteError.differs(site.path + "/app/main.js")) { try site.tree() }
    }
    try site.write([9, 9, 9], to: "app/main.js.br")
    try site.write(script, to: "app/main.js")
    #expect(throws: SiteError.differs(site.path + "/app/main.js.br")) { try site.tree() }
  }

  @Test func aFileTooManyOrTooFewIsRefused() throws {
    let site = try TestSite(.reader)
    try site.write([1], to: "g/more.js")
    #expect(throws: SiteError.unlisted(site.path + "/g/more.js")) { try site.tree() }
    try FileManager.default.removeItem(atPath: site.path + "/g/more.js")
    _ = try site.tree()
    try FileManager.default.removeItem(atPath: site.path + "/g/main.js")
    #expect(throws: SiteError.missing(site.path + "/g/main.js")) { try site.tree() }
  }

  @Test func linksAreRefusedWhereverTheyLead() throws {
    for (target, name) in [("main.js", "app/link.js"), ("/", "app/root"), ("messages", "app/m")] {
      let site = try TestSite(.holder)
      try FileManager.default.createSymbolicLink(
        atPath: site.path + "/" + name, withDestinationPath: target)
      #expect(throws: SiteError.link(site.path + "/" + name)) { try site.tree() }
    }
    // In the place of a listed file, with the same bytes behind it.
    let site = try TestSite(.holder)
    let file = site.path + "/app/main.js"
    try FileManager.default.moveItem(atPath: file, toPath: site.path + "-elsewhere")
    try FileManager.default.createSymbolicLink(
      atPath: file, withDestinationPath: site.path + "-elsewhere")
    #expect(throws: SiteError.link(file)) { try site.tree() }
    try FileManager.default.removeItem(atPath: site.path + "-elsewhere")
  }

  @Test func aListThatIsSpelledOtherwiseIsRefused() throws {
    let site = try TestSite(.holder)
    let path = site.path + "/app/hashes.json"
    let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    let hash = try site.tree().list.hash
    for other in [
      text + "\n", text.replacingOccurrences(of: "\"bytes\"", with: " \"bytes\""),
      text.replacingOccurrences(of: hash, with: String(hash.reversed())), "{}", "",
      text.replacingOccurrences(of: "\"site\": \"holder\"", with: "\"site\": \"reader\""),
    ] {
      try site.write(Array(other.utf8), to: "app/hashes.json")
      #expect {
        try site.tree()
      } throws: { error in
        if case SiteError.list(path, _) = error { true } else { false }
      }
    }
    try FileManager.default.removeItem(atPath: path)
    #expect(throws: SiteError.missing(path)) { try site.tree() }
  }

  @Test func filesThatASiteCannotHaveAreRefused() throws {
    func error(adding name: String, to site: SiteName = .holder) throws -> SiteError? {
      var files = TestSite.files(of: site)
      files[name] = [1]
      let folder = try TestSite(site, files)
      do {
        _ = try folder.tree()
        return nil
      } catch {
        return error
      }
    }
    #expect(try error(adding: "app/more.js") == nil)
    for name in ["app/.hidden.js", "app/a b.js", "app/é.js", "g/main.js", "other.js"] {
      #expect(try error(adding: name) == .badName(name))
    }
    #expect(try error(adding: "app/main.js", to: .reader) == .badName("app/main.js"))
    #expect(try error(adding: "app/tool.exe") == .noType("app/tool.exe"))
    #expect(try error(adding: "app/lonely.js.br") == .orphan("app/lonely.js.br"))
  }

  @Test func aTreeWithoutAnIndexIsRefused() throws {
    var files = TestSite.files(of: .holder)
    files["index.html"] = nil
    let site = try TestSite(.holder, files)
    #expect(throws: SiteError.noIndex(site.path + "/app/hashes.json")) { try site.tree() }
  }

  @Test func oneTreeOfTheTwoIsEnoughAndNoneIsNot() throws {
    let parent = TestServer.newPath()
    let reader = try TestSite(.reader, below: parent)
    #expect(try SiteTree.all(at: parent).map(\.name) == [.reader])
    let holder = try TestSite(.holder, below: parent)
    #expect(try SiteTree.all(at: parent).map(\.name) == [.holder, .reader])
    #expect(throws: SiteError.noSite(reader.path)) { try SiteTree.all(at: reader.path) }
    try holder.write([0], to: "index.html")
    #expect(throws: SiteError.differs(holder.path + "/index.html")) {
      try SiteTree.all(at: parent)
    }
  }
}
