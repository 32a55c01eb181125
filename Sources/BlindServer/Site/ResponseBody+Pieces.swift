import HummingbirdCore
import NIOCore

extension ResponseBody {
  /// What a connection holds of a file, three times, whatever the file's size and however slow who reads it.
  static let pieceBytes = 8_192

  /// A body that is in memory for all, a piece at a time: as one buffer each connection would
  /// have a copy.
  init(pieces bytes: [UInt8]) {
    guard bytes.count > Self.pieceBytes else {
      self.init(byteBuffer: ByteBuffer(bytes: bytes))
      return
    }
    self.init(contentLength: bytes.count) { writer in
      for start in stride(from: 0, to: bytes.count, by: Self.pieceBytes) {
        let piece = bytes[start..<min(start + Self.pieceBytes, bytes.count)]
        try await writer.write(ByteBuffer(bytes: piece))
      }
      try await writer.finish(nil)
    }
  }
}
