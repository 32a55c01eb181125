import Client
import Sodium
import Vault
import Wire

/// A space whose key is noted in a file, so that requests can be signed for it later.
///
/// Its entry is no journal's: a server can't tell.
struct BenchSpace {
  let origin: String
  let authority: [UInt8]
  let signer: SpaceSigner

  /// Makes a space on a server, with an idle slot and a waiting one. The file gets lines:
  /// origin, authority, space, root, the slot without a wait, the slot with one.
  static func create(on origin: String, notedIn path: String) async throws {
    let service = try await Service.connect(to: origin)
    let spaceID = SpaceID.random()
    let root = Secret<RootKey>.random(byteCount: 32)
    let signer = SpaceSigner(spaceID: spaceID, root: root)
    let slots = (0..<Limits.slotsPerSpace).map {
      Slot(
        id: .random(), record: randomBytes(Limits.recordBytes),
        waitHours: $0 == 1 ? Limits.waitHours : 0)
    }
    let response = try await service.send(
      Request(
        .createSpace,
        CreateSpaceRequest(
          spaceID: spaceID, verifyKey: signer.verifyKey, slots: slots,
          cardTags: slots.map { _ in randomBytes(16) }, entry: randomBytes(Limits.recordBytes)),
        signer: signer, takesWork: true))
    let authority = String(decoding: service.info.authority, as: UTF8.self)
    guard response.status == 201 else { throw BenchError.refused(response.status) }
    let lines = [
      origin, authority, spaceID.text, hexEncode(root.exposedBytes()), slots[0].id.text,
      slots[1].id.text,
    ]
    try File(writing: path).write(Array((lines.joined(separator: "\n") + "\n").utf8))
  }

  init(notedIn path: String) throws {
    let file = try File(reading: path)
    var bytes = [UInt8](repeating: 0, count: try file.byteCount())
    try file.read(into: &bytes, byteCount: bytes.count)
    let lines = bytes.split(separator: 0x0a).map { Array($0) }
    guard lines.count == 6, let spaceID = hexDecode(lines[2]).flatMap({ SpaceID($0) }),
      let root = hexDecode(lines[3])
    else { throw BenchError.file(path) }
    origin = String(decoding: lines[0], as: UTF8.self)
    authority = lines[1]
    signer = SpaceSigner(spaceID: spaceID, root: Secret<RootKey>(copying: root))
  }
}
