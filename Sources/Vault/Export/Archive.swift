import Wire

/// A ZIP archive in the making: entries that are stored, not compressed, the same bytes for the same
/// entries.
///
/// For each entry ``begin(_:checksum:length:time:)`` gives what stands before its bytes; ``end()``
/// gives what stands behind the last one.
/// - SeeAlso: Specs/export.md, "In the clear"; PKWARE's APPNOTE 6.3.10, sections 4.3.7, 4.3.12
///   and 4.3.16.
public struct Archive: Sendable {
  private struct Entry: Sendable {
    let name: [UInt8]
    let checksum: UInt32
    let length: UInt32
    let time: UInt32
    let offset: UInt32
  }

  private var entries: [Entry] = []
  private var offset: UInt64 = 0

  public static let maxEntries = 65_535
  /// The fields of 32 bits say no more.
  public static let maxBytes = UInt64(UInt32.max)

  public init() {}

  /// What stands before an entry's bytes.
  ///
  /// - Parameters:
  ///   - name: UTF-8, components with `/` between them.
  ///   - checksum: ``Checksum`` of its bytes.
  ///   - time: in seconds since 1970; shown to two seconds, from 1980 to 2107.
  /// - Throws: `.invalid(.archive)` for more than an archive of this form takes.
  public mutating func begin(
    _ name: [UInt8], checksum: UInt32, length: Int, time: UInt64
  ) throws(VaultError) -> [UInt8] {
    let entry = Entry(
      name: name, checksum: checksum, length: UInt32(truncatingIfNeeded: length),
      time: Archive.dosTime(time), offset: UInt32(truncatingIfNeeded: offset))
    let head = [0x50, 0x4b, 0x03, 0x04] + Archive.fields(entry) + name
    offset += UInt64(head.count) + UInt64(length)
    entries.append(entry)
    // What follows all entries has to fit too: 46 bytes and the name for each.
    let directory = entries.reduce(22 as UInt64) { $0 + 46 + UInt64($1.name.count) }
    guard entries.count <= Archive.maxEntries, name.count <= 0xffff,
      offset + directory <= Archive.maxBytes
    else { throw .invalid(.archive) }
    return head
  }

  /// What stands behind the last entry's bytes.
  public func end() -> [UInt8] {
    var directory: [UInt8] = []
    for entry in entries {
      directory += [0x50, 0x4b, 0x01, 0x02, 20, 0] + Archive.fields(entry)
      directory += [UInt8](repeating: 0, count: 10)  // no comment, one disk, no attributes
      directory += Archive.little(entry.offset) + entry.name
    }
    let count = Archive.little(UInt16(entries.count))
    return directory + [0x50, 0x4b, 0x05, 0x06, 0, 0, 0, 0] + count + count
      + Archive.little(UInt32(directory.count)) + Archive.little(UInt32(offset)) + [0, 0]
  }

  /// What both heads of an entry have: version 2.0, a name in UTF-8, stored, and no extra field.
  private static func fields(_ entry: Entry) -> [UInt8] {
    [20, 0, 0, 8, 0, 0] + little(entry.time) + little(entry.checksum) + little(entry.length)
      + little(entry.length) + little(UInt16(entry.name.count)) + [0, 0]
  }

  private static func dosTime(_ seconds: UInt64) -> UInt32 {
    let date = CivilDate(secondsSince1970: seconds)
    guard date.year >= 1980 else { return 0x0021_0000 }
    guard date.year <= 2107 else { return 0xff9f_bf7d }
    let ofDay = UInt32(seconds % 86_400)
    let (hour, minute, second) = (ofDay / 3_600, ofDay / 60 % 60, ofDay % 60)
    return (date.year - 1980) << 25 | date.month << 21 | date.day << 16 | hour << 11 | minute << 5
      | second / 2
  }

  private static func little<I: FixedWidthInteger & UnsignedInteger>(_ value: I) -> [UInt8] {
    bigEndianBytes(value).reversed()
  }
}

/// CRC-32 as archives have it (ISO 3309), of bytes as they come.
public struct Checksum: Sendable {
  private var state: UInt32 = .max
  private let table: [UInt32]

  public init() {
    table = (0..<256).map { (index: UInt32) in
      var value = index
      for _ in 0..<8 { value = value & 1 == 1 ? 0xedb8_8320 ^ value >> 1 : value >> 1 }
      return value
    }
  }

  public mutating func add(_ bytes: RawSpan) {
    for index in 0..<bytes.byteCount {
      let byte = unsafe bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
      state = table[Int(UInt8(truncatingIfNeeded: state) ^ byte)] ^ state >> 8
    }
  }

  public var value: UInt32 { ~state }
}
