import Glibc
import Synchronization
import Wire

/// Free space that is kept for what must never fail: revoking, locking, deleting, opening, the sweep.
///
/// Whatever stores more (blocks, spaces, entries, slots, grants) is refused while less than the reserve
/// would be left. It is looked at once a second.
final class DiskReserve: Sendable {
  /// What a file system has, in bytes.
  struct Room: Sendable {
    var free: UInt64
    var total: UInt64
  }

  /// At most so much, and never more than an eighth of the file system.
  static let bytes: UInt64 = 256 << 20
  static let part: UInt64 = 8
  /// When who was refused may ask again, in seconds.
  static let retrySeconds = 3_600

  private let time: TimeSource
  private let room: @Sendable () -> Room?
  private let last = Mutex<(second: UInt64, room: Room?)>((0, nil))

  /// - Parameter room: that of the fullest of the file systems on which the server stores.
  init(_ time: TimeSource, room: @escaping @Sendable () -> Room?) {
    self.time = time
    self.room = room
  }

  convenience init(_ time: TimeSource, paths: [String]) {
    self.init(time) { paths.compactMap(Self.room).min { $0.spare < $1.spare } }
  }

  /// Refuses what would store so many bytes, with those of others that are on their way.
  /// - Throws: `.unavailable`, with when to ask again.
  func require(_ bytes: Int) throws(Refusal) {
    let second = time.uptimeNanoseconds() / 1_000_000_000 + 1
    let room = last.withLock { last in
      if last.second != second { last = (second, self.room()) }
      return last.room
    }
    // What can't be asked doesn't keep anybody out; a full disk then says so itself.
    guard let room, room.spare < UInt64(bytes) else { return }
    throw Refusal(.unavailable, retryAfter: Self.retrySeconds)
  }

  private static func room(_ path: String) -> Room? {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return nil }
    let unit = UInt64(status.f_frsize)
    return Room(free: UInt64(status.f_bavail) * unit, total: UInt64(status.f_blocks) * unit)
  }
}

extension DiskReserve.Room {
  /// What is free beyond the reserve.
  fileprivate var spare: UInt64 {
    let reserve = min(DiskReserve.bytes, total / DiskReserve.part)
    return free > reserve ? free - reserve : 0
  }
}
