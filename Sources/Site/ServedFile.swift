public import HTTPTypes
import Sodium

extension HashList {
  /// A file that has paths of its own, with its compressed forms.
  public struct ServedFile: Sendable {
    public let entry: Entry
    public let compressed: [ContentCoding: Entry]
    let type: String
    let site: SiteName

    public var paths: [String] { site.paths(of: entry.path) }

    /// The fields that every answer with it has, but for its length and coding.
    ///
    /// `contents` are the file's, not compressed.
    public func fields(contents: [UInt8], secondOperator: String?) -> HTTPFields {
      SiteFile.fields(
        of: entry.path, contents: contents, in: site, type: type, sha256: entry.sha256,
        hasForms: !compressed.isEmpty, secondOperator: secondOperator)
    }
  }

  /// The fields that an answer with the list itself has.
  public func fields(secondOperator: String?) -> HTTPFields {
    SiteFile.fields(
      of: site.listName, contents: text, in: site, type: "application/json",
      sha256: hexEncode(SHA256.hash(text)), hasForms: false, secondOperator: secondOperator)
  }

  /// The files of the list, the compressed ones with those that they are forms of.
  public func servedFiles() throws(SiteError) -> [ServedFile] {
    let byName = Dictionary(uniqueKeysWithValues: entries.map { ($0.path, $0) })
    var served: [ServedFile] = []
    for entry in entries {
      if let coding = ContentCoding.allCases.first(where: { entry.path.hasSuffix($0.suffix) }) {
        guard byName[String(entry.path.dropLast(coding.suffix.count))] != nil else {
          throw .orphan(entry.path)
        }
        continue
      }
      guard let type = ContentType.of(entry.path) else { throw .noType(entry.path) }
      var compressed: [ContentCoding: Entry] = [:]
      for coding in ContentCoding.allCases {
        compressed[coding] = byName[entry.path + coding.suffix]
      }
      served.append(ServedFile(entry: entry, compressed: compressed, type: type, site: site))
    }
    return served
  }
}
