import Foundation
import Sodium

@testable import Site

/// A site's folder, made for a test and removed with it.
final class TestSite: Sendable {
  let path: String
  let site: SiteName

  /// The files of a small site, by their names.
  static func files(of site: SiteName) -> [String: [UInt8]] {
    let folder = site == .holder ? "app" : "g"
    let script = Array("export const one = 1;\n".utf8)
    let own: [String: [UInt8]] =
      site == .holder ? [:] : ["g/nothing.html": Array("<!doctype html>nothing".utf8)]
    return own.merging([
      "index.html": Array("<!doctype html><title>\(site)</title>".utf8),
      "index.html.br": [6],
      "\(folder)/main.js": script,
      // What it would unpack to is nothing to the server.
      "\(folder)/main.js.br": [1, 2, 3],
      "\(folder)/main.js.gz": [4, 5],
      "\(folder)/messages/fr.json": Array("{}".utf8),
      "\(folder)/core.wasm": [0, 0x61, 0x73, 0x6d],
      "\(folder)/pdf-frame.html": Array("<!doctype html><script>port()</script>".utf8),
      "\(folder)/pdf/pdf.js": script,
      "\(folder)/pdf/cmaps/H.bcmap": [7],
    ]) { $1 }
  }

  /// Writes the files, and their list unless there is one among them.
  init(_ site: SiteName, below parent: String? = nil, _ files: [String: [UInt8]]? = nil) throws {
    self.site = site
    path = (parent ?? TestServer.newPath()) + "/" + site.rawValue
    var files = files ?? Self.files(of: site)
    if files[site.listName] == nil {
      files[site.listName] =
        HashList(site, files.map { HashList.Entry(path: $0.key, contents: $0.value) }).text
    }
    for (name, bytes) in files { try write(bytes, to: name) }
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    let file = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  func tree() throws(SiteError) -> SiteTree { try SiteTree(site, at: path) }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }
}
