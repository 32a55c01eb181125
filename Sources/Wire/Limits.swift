/// The sizes and counts that the protocol fixes.
/// - SeeAlso: Specs/http.md, "Limits".
public enum Limits {
  /// A slot, a journal entry, a cover.
  public static let recordBytes = 1_024
  /// A block, as stored and sent.
  public static let blockBytes = 131_072
  /// What one block holds of a content: a block less the seal's overhead.
  public static let partBytes = 130_992
  /// Blocks in one request or answer.
  public static let blocksPerRequest = 16
  /// A document, in bytes of its content.
  public static let documentBytes = 25_000_000
  /// A document's thumbnail, in bytes.
  public static let thumbnailBytes = 32_768
  /// Thumbnails on one sheet, which is one block.
  public static let thumbnailsPerSheet = 32
  /// The slots of each space.
  public static let slotsPerSpace = 4
  /// Blocks of one grant: a power of two, 256 MiB.
  public static let grantBlocks = 2_048
  /// How long a grant may live: 30 days.
  public static let grantSeconds: UInt64 = 30 * 86_400
  /// Openings that a grant may allow.
  public static let grantOpenings: UInt32 = 10_000
  /// Blocks times openings of a grant: what all its openings read, 16 GiB.
  public static let grantBlockOpenings: UInt64 = 131_072
  /// Wrong codes after which a grant is deleted.
  public static let wrongCodes = 5
  /// Epochs in the list, and so identifiers in one reading of slots.
  public static let epochs = 64
  /// Entries in one append or one answer.
  public static let entriesPerMessage = 512
  /// Entries after which a snapshot is due.
  public static let entriesPerSnapshot: UInt64 = 256
  /// Blocks that one append may adopt or drop.
  public static let namesPerAppend = 8_192
  /// Blocks that one rekey may adopt: a snapshot's.
  public static let blocksPerRekey = 64
  /// The body of a CBOR call.
  public static let messageBytes = 1 << 20
  /// The body of a call that is not signed.
  public static let unsignedMessageBytes = 16_384
  /// The last second of the year 9999: no time is later.
  public static let latestTime: UInt64 = 253_402_300_799
  /// The last day of the year 9999, as the number yyyymmdd.
  public static let latestDate: UInt32 = 9999_12_31
  /// No journal is longer.
  public static let sequence: UInt64 = 1 << 53
  /// How far a signature's time may be from the server's, in seconds.
  public static let signatureWindow: UInt64 = 120
  /// The wait of the one slot of a space that carries one, in hours, unless chosen otherwise.
  public static let waitHours: UInt16 = 168
  /// How long a space can be locked at once: 72 hours.
  public static let lockSeconds: UInt64 = 72 * 3_600
  /// The longest wait, in hours.
  public static let maxWaitHours: UInt16 = 720
  /// A space's blocks, unless the operator sets another number: 500 documents or 200 MB.
  public static let spaceBlocks: UInt32 = 2_400
}
