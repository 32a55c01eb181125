/// What is wrong with a tree, or with what a server sends of it: sentences that name the file.
public enum SiteError: Error, Equatable, CustomStringConvertible {
  case unreadable(String)
  case noSite(String)
  case list(String, reason: String)
  case link(String)
  case unlisted(String)
  case missing(String)
  case tooLarge(String)
  case badName(String)
  case noIndex(String)
  case noType(String)
  case orphan(String)
  case differs(String)
  case otherHash(String, hash: String)

  public var description: String {
    switch self {
    case .unreadable(let path): "\(path) can't be read"
    case .noSite(let path): "\(path) has neither a folder 'holder' nor a folder 'reader'"
    case .list(let path, let reason): "\(path) is not a list of hashes: \(reason)"
    case .link(let path): "\(path) is a link or a device: a site has files only"
    case .unlisted(let path): "\(path) is not in the list of hashes"
    case .missing(let path): "\(path) is in the list of hashes, but not there"
    case .tooLarge(let path): "\(path) is too large, or the site is"
    case .badName(let path): "\(path) has a name that a site can't have"
    case .noIndex(let path): "\(path) has no index.html"
    case .noType(let path): "\(path) has no known extension"
    case .orphan(let path): "\(path) is the compressed form of no file"
    case .differs(let path): "\(path) is not what the list of hashes says"
    case .otherHash(let path, let hash): "\(path) has the site hash \(hash), not one expected"
    }
  }
}
