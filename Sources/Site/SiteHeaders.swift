import Foundation
public import HTTPTypes
import Sodium

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
  /// `contents` are the file's, not compressed: the policy of the frame's page names its script.
  /// `secondOperator` is the one other origin that the holder's pages may ask.
  static func fields(
    of name: String, contents: [UInt8], in site: SiteName, secondOperator: String? = nil
  ) -> HTTPFields {
    var fields = everywhere
    // For documents only, and long: a page has dozens of other files.
    if name.hasSuffix(".html") {
      fields[.permissionsPolicy] = permissions(isFrame(name, in: site) ? nil : site)
    }
    fields[.cacheControl] = cacheControl(of: name, in: site)
    if isFrame(name, in: site) {
      fields[.crossOriginResource] = "cross-origin"
      fields[.contentSecurityPolicy] = framePolicy(contents)
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

  /// The page of the opaque frame, which is foreign to every host.
  private static func isFrame(_ name: String, in site: SiteName) -> Bool {
    name == site.folder + "/pdf-frame.html"
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

  /// Of a frame without an origin `'self'` means nothing in some browsers: no host is named in it.
  private static func framePolicy(_ page: [UInt8]) -> String {
    let script = scriptHash(in: page).map { "'sha256-\($0)' " } ?? ""
    return """
      default-src 'none'; script-src \(script)'wasm-unsafe-eval' blob:; worker-src blob: data:; \
      img-src blob: data:; font-src blob: data:; form-action 'none'; base-uri 'none'; \
      frame-ancestors 'self'; sandbox allow-scripts
      """
  }

  /// The hash of a page's first script, as policies have it; nil if it has none of its own.
  private static func scriptHash(in page: [UInt8]) -> String? {
    let page = Data(page)
    guard let start = page.range(of: Data("<script>".utf8)),
      let end = page.range(of: Data("</script>".utf8), in: start.upperBound..<page.endIndex)
    else { return nil }
    let script = [UInt8](page[start.upperBound..<end.lowerBound])
    return Data(SHA256.hash(script)).base64EncodedString()
  }

  /// What the pages never ask for is denied to whatever got into them.
  private static func permissions(_ site: SiteName?) -> String {
    let denied = [
      "accelerometer", "browsing-topics", "clipboard-read", "display-capture",
      "encrypted-media", "gamepad", "geolocation", "gyroscope", "hid", "identity-credentials-get",
      "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "otp-credentials",
      "payment", "publickey-credentials-create", "publickey-credentials-get", "screen-wake-lock",
      "serial", "storage-access", "usb", "window-management", "xr-spatial-tracking",
    ]
    // To hold a sheet or a paper before; to copy a link when its button is pressed.
    let camera = site == nil ? "()" : "(self)"
    let clipboard = site == .holder ? "(self)" : "()"
    return (["camera=\(camera)", "clipboard-write=\(clipboard)"] + denied.map { "\($0)=()" })
      .joined(separator: ", ")
  }
}

private func + (fields: HTTPFields, more: HTTPFields) -> HTTPFields {
  var all = fields
  all.append(contentsOf: more)
  return all
}
