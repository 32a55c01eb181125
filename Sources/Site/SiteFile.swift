public import HTTPTypes

/// A file of a site with the forms in which it is sent, ready to be.
public struct SiteFile: Sendable {
  /// The name in the tree.
  public let name: String
  let contents: [UInt8]
  let compressed: [ContentCoding: [UInt8]]
  let entityTag: String
  /// The answer's fields, but for those of a form: length and coding.
  private let fields: HTTPFields

  init(
    _ name: String, contents: [UInt8], sha256: String, type: String,
    compressed: [ContentCoding: [UInt8]], in site: SiteName, secondOperator: String? = nil
  ) {
    self.name = name
    self.contents = contents
    self.compressed = compressed
    entityTag = "\"\(sha256)\""
    fields = SiteFile.fields(
      of: name, contents: contents, in: site, type: type, sha256: sha256,
      hasForms: !compressed.isEmpty, secondOperator: secondOperator)
  }

  /// The fields that an answer with a file has, in every form of it.
  static func fields(
    of name: String, contents: [UInt8], in site: SiteName, type: String, sha256: String,
    hasForms: Bool, secondOperator: String? = nil
  ) -> HTTPFields {
    var fields = SiteHeaders.fields(
      of: name, contents: contents, in: site, secondOperator: secondOperator)
    fields[.contentType] = type
    fields[.eTag] = "\"\(sha256)\""
    if hasForms { fields[.vary] = "accept-encoding" }
    return fields
  }

  /// The answer to a GET or HEAD.
  func answer(acceptEncoding: String?, ifNoneMatch: String?, isHead: Bool) -> SiteAnswer {
    var fields = fields
    var body = contents
    if let acceptEncoding,
      let coding = ContentCoding.allCases.first(where: {
        compressed[$0] != nil && $0.isAccepted(by: acceptEncoding)
      }), let bytes = compressed[coding]
    {
      fields[.contentEncoding] = coding.rawValue
      body = bytes
    }
    fields[.contentLength] = String(body.count)
    let isKnown = ifNoneMatch.map(names) ?? false
    return SiteAnswer(
      status: isKnown ? .notModified : .ok, fields: fields,
      body: isHead || isKnown ? [] : body)
  }

  /// Whether a list of tags has this file's; proxies that compress make it a weak one.
  private func names(_ field: String) -> Bool {
    field.split(separator: ",").contains { part in
      var tag = part.drop { $0 == " " }
      while tag.last == " " { tag.removeLast() }
      if tag.hasPrefix("W/") { tag.removeFirst(2) }
      return tag == entityTag || tag == "*"
    }
  }
}

/// What is sent for a path of a site.
public struct SiteAnswer: Sendable {
  public var status: HTTPResponse.Status
  public var fields: HTTPFields
  public var body: [UInt8]
}
