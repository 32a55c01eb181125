public import Sodium
import Wire

/// A file, such as the server keys, in the custody of n people, k of whom get it back.
///
///     share file = share text || 0x0a || base64 of Seal(key, "pde1/custody", "", file)
///
/// The key is split by ``RecoveryShares``; everybody has the whole sealed file.
/// - SeeAlso: Specs/recovery-shares.md, "Custody of a file".
public enum Custody {
  public static let fileBytes = 1...16_777_216
  /// More than any share file has.
  public static let maxShareFileBytes = 24_000_000
  private static let lineCharacters = 64

  /// The share files of `file`, which has ``fileBytes`` bytes.
  public static func split(_ file: RawSpan, threshold: Int, count: Int) -> [[UInt8]] {
    let key: Secret<CustodyKey> = .random(byteCount: RecoveryShare.secretBytes)
    let sealed = Seal.seal(file, with: key, label: .custody, context: [])
    return RecoveryShares.split(key, threshold: threshold, count: count)
      .map { write($0, sealed) }
  }

  static func write(_ share: RecoveryShare, _ sealed: [UInt8]) -> [UInt8] {
    let characters = base64Characters(sealed)
    var file = share.text() + [0x0a]
    file.reserveCapacity(file.count + characters.count + characters.count / lineCharacters + 1)
    for start in stride(from: 0, to: characters.count, by: lineCharacters) {
      file += characters[start..<min(start + lineCharacters, characters.count)]
      file.append(0x0a)
    }
    return file
  }

  /// What came out of share files.
  public struct Joined: ~Copyable {
    public let file: Secret<Plaintext>
    /// The positions of those whose share is sound and whose sealed part is not.
    public let damagedCopies: [Int]
  }

  /// The file of at least as many share files of one set as are needed.
  ///
  /// - Throws: ``RecoveryError``; `.damaged` also for the first file if no sealed part opens.
  public static func join(_ files: [[UInt8]]) throws(RecoveryError) -> Joined {
    let parts = files.map { read($0) }
    let key: Secret<CustodyKey> = try RecoveryShares.join(typed: parts.map { $0.share })
    var tried: [[UInt8]] = []
    for part in parts {
      guard let sealed = part.sealed, !tried.contains(sealed) else { continue }
      let opened: Secret<Plaintext>
      do {
        opened = try Seal.open(sealed.rawSpan, with: key, label: .custody, context: [])
      } catch {
        tried.append(sealed)
        continue
      }
      let damaged = parts.indices.filter { parts[$0].sealed != sealed }
      return Joined(file: opened, damagedCopies: damaged)
    }
    throw .damaged(share: 0)
  }

  /// The first line, and what the others hold; nil if they are not exactly of their form.
  private static func read(_ file: [UInt8]) -> (share: [UInt8], sealed: [UInt8]?) {
    guard let end = file.firstIndex(of: 0x0a) else { return (file, nil) }
    let share = Array(file[..<end])
    var characters: [UInt8] = []
    characters.reserveCapacity(file.count)
    var rest = file[(end + 1)...]
    while !rest.isEmpty {
      guard let lineEnd = rest.firstIndex(of: 0x0a) else { return (share, nil) }
      let length = lineEnd - rest.startIndex
      let isLast = lineEnd + 1 == rest.endIndex
      guard length == lineCharacters || (isLast && (1..<lineCharacters).contains(length))
      else { return (share, nil) }
      characters += rest[..<lineEnd]
      rest = rest[(lineEnd + 1)...]
    }
    return (share, base64Decode(characters))
  }
}
