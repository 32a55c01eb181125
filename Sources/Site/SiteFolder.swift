import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// Reading a tree from a disk: ordinary files only, nothing outside the folder, within limits.
enum SiteFolder {
  /// The names of all files below `folder`.
  static func names(in folder: String) throws(SiteError) -> Set<String> {
    var names = Set<String>()
    try collect(folder, "", into: &names)
    return names
  }

  private static func collect(
    _ folder: String, _ below: String, into names: inout Set<String>
  ) throws(SiteError) {
    let place = below.isEmpty ? folder : folder + "/" + below
    guard let inside = try? FileManager.default.contentsOfDirectory(atPath: place) else {
      throw .unreadable(place)
    }
    for last in inside {
      let name = below.isEmpty ? last : below + "/" + last
      // Of a link this is the link's own type, never its target's.
      let attributes = try? FileManager.default.attributesOfItem(atPath: folder + "/" + name)
      switch attributes?[.type] as? FileAttributeType {
      case .typeDirectory: try collect(folder, name, into: &names)
      case .typeRegular: names.insert(name)
      case nil: throw .unreadable(folder + "/" + name)
      default: throw .link(folder + "/" + name)
      }
      guard names.count <= SiteLimits.files + 1 else { throw .tooLarge(folder) }
    }
  }

  /// The bytes of a file, refused if there are more than `limit`.
  static func contents(of path: String, upTo limit: Int) throws(SiteError) -> [UInt8] {
    let number = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard number >= 0 else { throw errno == ELOOP ? .link(path) : .unreadable(path) }
    let file = FileHandle(fileDescriptor: number, closeOnDealloc: true)
    do {
      // One byte more than there may be, to see that there is none.
      let bytes = [UInt8](try file.read(upToCount: limit + 1) ?? Data())
      guard bytes.count <= limit else { throw SiteError.differs(path) }
      return bytes
    } catch let error as SiteError {
      throw error
    } catch {
      throw .unreadable(path)
    }
  }
}
