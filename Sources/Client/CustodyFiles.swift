import Sodium
public import Vault

#if canImport(Glibc)
  import Glibc
#endif

/// A file in custody, on the disk: one share file for each of n people.
/// - SeeAlso: Specs/recovery-shares.md, "Custody of a file".
public enum CustodyFiles {
  public enum Failed: Error, Equatable, Sendable {
    case file(FileProblem)
    case shares(RecoveryError)
    /// What was written does not come to the file again; it is deleted.
    case check
  }

  /// The most choices of k of n that are all tried.
  static let mostChoices = 500

  /// Writes `share-1`, `share-2`, ... into a folder, which is made if it is not there, and
  /// reports success only when what is on the disk joins to the file.
  ///
  /// - Returns: the paths.
  /// - Throws: `.file(.exists)` before anything is written if one of the names is taken.
  public static func split(
    _ path: String, threshold: Int, count: Int, into folder: String
  ) throws(Failed) -> [String] {
    var file = try read(path)
    defer { wipe(&file) }
    guard Custody.fileBytes.contains(file.count) else { throw .file(.tooLarge) }
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw .file(.unwritable) }
    let paths = (1...count).map { folder + "/share-\($0)" }
    var written: [String] = []
    do {
      let outputs = try paths.map { path throws(ClientError) in try OutputFile(path: path) }
      let contents = Custody.split(file.rawSpan, threshold: threshold, count: count)
      for (index, output) in outputs.enumerated() {
        let content = contents[index]
        try output.write(content.rawSpan)
        try output.finish()
        written.append(paths[index])
      }
      try check(paths, file, threshold: threshold)
    } catch let failure as Failed {
      for path in written { unlink(path) }
      throw failure
    } catch {
      for path in written { unlink(path) }
      throw failed(error)
    }
    return paths
  }

  /// Joins share files and writes the file.
  ///
  /// - Returns: the positions of those whose copy of the sealed file is damaged.
  public static func join(_ paths: [String], into output: String) throws(Failed) -> [Int] {
    do {
      let output = try OutputFile(path: output)
      let joined = try Custody.join(try paths.map { path throws(Failed) in try read(path) })
      try joined.file.withBytes { bytes throws(ClientError) in try output.write(bytes) }
      try output.finish()
      return joined.damagedCopies
    } catch let failure as Failed {
      throw failure
    } catch let error as RecoveryError {
      throw .shares(error)
    } catch {
      throw failed(error)
    }
  }

  /// Whether what is on the disk comes to the file: every choice of shares, or every k
  /// neighbours of them, to one key; and every k neighbours to the file, with no copy that
  /// differs.
  private static func check(
    _ paths: [String], _ file: [UInt8], threshold: Int
  ) throws(Failed) {
    let contents = try paths.map { path throws(Failed) in try read(path) }
    let neighbours = paths.indices.map { first in
      (0..<threshold).map { (first + $0) % paths.count }
    }
    do {
      for some in choices(of: threshold, from: paths.count) ?? neighbours {
        let texts = some.map { Array(contents[$0].prefix { $0 != 0x0a }) }
        let _: Secret<CustodyKey> = try RecoveryShares.join(typed: texts)
      }
      for some in neighbours {
        let joined = try Custody.join(some.map { contents[$0] })
        guard joined.damagedCopies.isEmpty,
          joined.file.withBytes({ constantTimeEqual($0, file.rawSpan) })
        else { throw Failed.check }
      }
    } catch {
      throw .check
    }
  }

  /// Every choice of `k` of `n`; nil if there are more than ``mostChoices``.
  static func choices(of k: Int, from n: Int) -> [[Int]]? {
    var count = 1
    for i in 0..<k { count = count * (n - i) / (i + 1) }
    guard count <= mostChoices else { return nil }
    var all: [[Int]] = [[]]
    for place in 0..<k {
      // No further than leaves room for those that follow.
      all = all.flatMap { some in
        ((some.last ?? -1) + 1...n - k + place).map { some + [$0] }
      }
    }
    return all
  }

  private static func read(_ path: String) throws(Failed) -> [UInt8] {
    do {
      let source = try SourceFile(path: Array(path.utf8))
      var bytes = [UInt8](repeating: 0, count: source.byteCount)
      try source.read(into: &bytes, at: 0)
      try source.checkUnchanged()
      return bytes
    } catch {
      throw failed(error)
    }
  }

  private static func failed(_ error: any Error) -> Failed {
    if case .file(let problem)? = error as? ClientError { return .file(problem) }
    return .file(.unwritable)
  }
}
