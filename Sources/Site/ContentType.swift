/// A file's content type follows its extension; a site has no file of another one.
enum ContentType {
  static func of(_ name: String) -> String? {
    guard let dot = name.lastIndex(of: ".") else { return nil }
    return switch name[name.index(after: dot)...] {
    case "html": "text/html; charset=utf-8"
    case "css": "text/css; charset=utf-8"
    case "js": "text/javascript; charset=utf-8"
    case "json": "application/json"
    case "svg": "image/svg+xml"
    case "wasm": "application/wasm"
    case "png": "image/png"
    case "jpg": "image/jpeg"
    case "webp": "image/webp"
    case "ico": "image/x-icon"
    case "woff2": "font/woff2"
    case "ttf": "font/ttf"
    case "pfb", "bcmap": "application/octet-stream"
    case "txt": "text/plain; charset=utf-8"
    default: nil
    }
  }
}

/// The forms in which a file may be sent.
public enum ContentCoding: String, Sendable, CaseIterable {
  case brotli = "br"
  case gzip = "gzip"

  /// What a file's name ends in, in this form.
  var suffix: String {
    switch self {
    case .brotli: ".br"
    case .gzip: ".gz"
    }
  }

  /// Whether `accept-encoding` asks for this form: named, and not with a weight of zero.
  func isAccepted(by field: String) -> Bool {
    for part in field.split(separator: ",") {
      let pieces = part.split(separator: ";").map { piece in
        String(piece.filter { $0 != " " && $0 != "\t" }).lowercased()
      }
      guard pieces.first == rawValue else { continue }
      return !pieces.dropFirst().contains { ["q=0", "q=0.0", "q=0.00", "q=0.000"].contains($0) }
    }
    return false
  }
}
