public import Wire

/// What a document's file is: its media type, and what its name ended with.
/// - SeeAlso: Specs/file-names.md.
public struct FileType: Sendable, Equatable {
  /// 1...100 bytes of UTF-8.
  public let mediaType: [UInt8]
  /// 0...10 of `a-z 0-9`, without the dot.
  public let ending: [UInt8]

  static let maxEndingBytes = 10

  /// - Throws: `.invalid` for what the format does not take.
  public init(mediaType: [UInt8], ending: [UInt8] = []) throws(VaultError) {
    self.mediaType = try Texts.line(mediaType, maxBytes: Texts.mediaTypeBytes)
    guard ending.count <= Self.maxEndingBytes else {
      throw .invalid(.textTooLong(maxBytes: Self.maxEndingBytes))
    }
    guard ending.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7a).contains($0) }) else {
      throw .invalid(.textHasControls)
    }
    self.ending = ending
  }

  /// Two items.
  public func write(to writer: inout CBORWriter) {
    writer.text(mediaType)
    writer.text(ending)
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    let start = reader.offset
    let mediaType = try reader.readText(maxBytes: Texts.mediaTypeBytes)
    let ending = try reader.readText(maxBytes: Self.maxEndingBytes)
    do {
      try self.init(mediaType: mediaType, ending: ending)
    } catch {
      throw reader.refuse(at: start)
    }
  }
}
