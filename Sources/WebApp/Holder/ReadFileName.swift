import Sodium
import Vault

/// What a file's name says: a title and an ending.
final class ReadFileName: Operation {
  private let parts: FileNameParts

  init(_ input: Input) throws(CoreFailure) {
    let name = try input.bytes()
    parts = FileNameParts(name, mediaType: try input.bytes())
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    json.object()
    json.text("title", parts.title)
    json.text("ending", parts.ending)
    json.end()
  }
}

/// The type of a file that a page describes.
func fileType(_ mediaType: [UInt8], _ ending: [UInt8]) throws(CoreFailure) -> FileType {
  try core { () throws(VaultError) in try FileType(mediaType: mediaType, ending: ending) }
}
