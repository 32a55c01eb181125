import Sodium
import Wire

/// What a slot's record holds.
///
///     record = Seal(slotKey, "pde1/slot", slotId, Pad(944, CBOR map))
/// - SeeAlso: Specs/slots.md.
final class SlotContents: Sendable {
  let spaceID: SpaceID
  let root: Secret<RootKey>
  let generation: UInt32
  /// The journal's last entry at the last credential change.
  let floorSeq: UInt64
  let epochListHash: [UInt8]
  /// 0 in this version.
  let flags: UInt32

  static let paddedBytes = Limits.recordBytes - Seal.overhead

  init(
    spaceID: SpaceID, root: consuming Secret<RootKey>, generation: UInt32, floorSeq: UInt64,
    epochListHash: [UInt8]
  ) {
    self.spaceID = spaceID
    self.root = root
    self.generation = generation
    self.floorSeq = floorSeq
    self.epochListHash = epochListHash
    flags = 0
  }

  /// Reads an opened record.
  ///
  /// - Throws: `.damaged(.slotRecord)`.
  init(_ plaintext: borrowing Secret<Plaintext>) throws(VaultError) {
    let contents = plaintext.withBytes { padded -> Fields? in
      guard let range = Pad.messageRange(of: padded) else { return nil }
      return try? Fields(padded.extracting(range))
    }
    guard let contents else { throw .damaged(.slotRecord) }
    spaceID = contents.spaceID
    root = contents.root.secret.copy()
    generation = contents.generation
    floorSeq = contents.floorSeq
    epochListHash = contents.epochListHash
    flags = contents.flags
  }

  private struct Fields {
    let spaceID: SpaceID
    let root: SharedSecret<RootKey>
    let generation: UInt32
    let floorSeq: UInt64
    let epochListHash: [UInt8]
    let flags: UInt32

    init(_ message: RawSpan) throws(CBORError) {
      var reader = CBORReader(message)
      try reader.readMap(count: 6)
      try reader.readKey(1)
      spaceID = try reader.readIdentifier()
      try reader.readKey(2)
      root = SharedSecret(try reader.readSecret(count: 32))
      try reader.readKey(3)
      generation = try reader.readInteger()
      try reader.readKey(4)
      floorSeq = try reader.readSequence()
      try reader.readKey(5)
      epochListHash = try reader.readBytes(count: 32)
      try reader.readKey(6)
      // A flag of a later version changes what the record means: not understood, not opened.
      flags = try reader.readInteger(upTo: 0)
      try reader.finish()
    }
  }

  func seal(id: SlotID, key: borrowing Secret<SlotKeyPurpose>, waitHours: UInt16 = 0) -> Slot {
    let record = padded().withBytes {
      Seal.seal($0, with: key, label: .slot, context: id.bytes)
    }
    return Slot(id: id, record: record, waitHours: waitHours)
  }

  /// What is sealed: 944 bytes.
  func padded() -> SecretBuffer {
    var writer = CBORWriter(capacity: SlotContents.paddedBytes)
    writer.map(6)
    writer.key(1)
    writer.identifier(spaceID)
    writer.key(2)
    writer.secret(root)
    writer.key(3)
    writer.unsigned(generation)
    writer.key(4)
    writer.unsigned(floorSeq)
    writer.key(5)
    writer.bytes(epochListHash)
    writer.key(6)
    writer.unsigned(flags)
    return writer.withBytes { Pad.pad($0, to: SlotContents.paddedBytes) }!  // 130 bytes fit
  }

  /// A slot that nothing opens, which no one can tell from one that something opens.
  static func filler(waitHours: UInt16) -> Slot {
    Slot(id: .random(), record: randomBytes(Limits.recordBytes), waitHours: waitHours)
  }
}
