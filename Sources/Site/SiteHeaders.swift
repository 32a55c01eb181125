public import HTTPTypes

// Each is a valid name.
extension HTTPField.Name {
  static let crossOriginOpener = HTTPField.Name("cross-origin-opener-policy")!
  static let crossOriginEmbedder = HTTPField.Name("cross-origin-embedder-policy")!
  public static let crossOriginResource = HTTPField.Name("cross-origin-resource-policy")!
  static let permissionsPolicy = HTTPField.Name("permissions-policy")!
  static let referrerPolicy = HTTPField.Name("referrer-policy")!
}

/// The fields that keep a browser to what the pages need.
///
/// - SeeAlso: Specs/site.md, "Headers".
public enum SiteHeaders {
  /// On every answer of the API, beside its own.
  public static let api: HTTPFields =
    everywhere + [
      .crossOriginResource: "same-origin",
      .contentSecurityPolicy: """
      default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox
      """,
    ]

  /// On a file, beside what says its type, its length and its form.
  ///
  /// `secondOperator` is the one other origin that the holder's pages may ask.
  static func fields(
    of name: String, in site: SiteName, secondOperator: String? = nil
  ) -> HTTPFields {
    var fields = everywhere
    // For documents only, and long: a page has dozens of other files.
    if name.hasSuffix(".html") {
      fields[.permissionsPolicy] = permissions(isFrameFile(name, in: site) ? nil : site)
    }
    fields[.cacheControl] = cacheControl(of: name, in: site)
    if isFrameFile(name, in: site) {
      fields[.crossOriginResource] = "cross-origin"
      fields[.accessControlAllowOrigin] = "*"
      fields[.contentSecurityPolicy] = framePolicy
    } else {
      fields[.crossOriginResource] = "same-origin"
      fields[.contentSecurityPolicy] = pagePolicy(site == .holder ? secondOperator : nil)
    }
    return fields
  }

  /// What a device keeps of the holder's site would show that someone used it. The reader's, but for
  /// the page and the list, is kept for one visit, and asked for again by its tag.
  static func cacheControl(of name: String, in site: SiteName) -> String {
    let isKept = site == .reader && name != SiteName.index && name != site.listName
    return isKept ? "max-age=60" : "no-store"
  }

  private static let everywhere: HTTPFields = [
    .xContentTypeOptions: "nosniff",
    .referrerPolicy: "no-referrer",
    .crossOriginOpener: "same-origin",
    .crossOriginEmbedder: "require-corp",
  ]

  /// The files that the opaque frame loads, which is foreign to every host.
  private static func isFrameFile(_ name: String, in site: SiteName) -> Bool {
    name.hasPrefix(site.folder + "/pdf-frame")
  }

  private static func pagePolicy(_ secondOperator: String?) -> String {
    let asked = ["'self'", secondOperator].compactMap { $0 }.joined(separator: " ")
    return """
      default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
      img-src 'self' blob: data:; font-src 'self'; connect-src \(asked); worker-src 'self'; \
      frame-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; \
      require-trusted-types-for 'script'; trusted-types pde pde-worker
      """
  }

  private static let framePolicy = """
    default-src 'none'; script-src 'self' blob:; style-src 'self'; img-src blob: data:; \
    font-src blob: data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; \
    sandbox allow-scripts
    """

  /// What the pages never ask for is denied to whatever got into them.
  private static func permissions(_ site: SiteName?) -> String {
    let own = site == .holder ? "(self)" : "()"
    let denied = [
      "accelerometer", "browsing-topics", "clipboard-read", "display-capture",
      "encrypted-media", "gamepad", "geolocation", "gyroscope", "hid", "identity-credentials-get",
      "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "otp-credentials",
      "payment", "publickey-credentials-create", "publickey-credentials-get", "screen-wake-lock",
      "serial", "storage-access", "usb", "window-management", "xr-spatial-tracking",
    ]
    // To hold a paper before; to copy a link when its button is pressed.
    return (["camera=\(own)", "clipboard-write=\(own)"] + denied.map { "\($0)=()" })
      .joined(separator: ", ")
  }
}

private func + (fields: HTTPFields, more: HTTPFields) -> HTTPFields {
  var all = fields
  all.append(contentsOf: more)
  return all
}
