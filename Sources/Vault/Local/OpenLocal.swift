import Sodium
public import Wire

/// Opens the space of a local vault file: the calls are those of any space, answered by the file.
/// - SeeAlso: Specs/local.md, "File".
public final class OpenLocal: Exchange {
  private let floorSeq: UInt64
  private let reader: JournalReader
  private var isOpen = false

  /// The opened space, once the exchange is over.
  public private(set) var compartment: Compartment?

  /// - Throws: `.damaged(.slotRecord)`.
  public init(_ key: LocalKey, record: [UInt8]) throws(VaultError) {
    let contents = try key.open(record: record)
    floorSeq = contents.floorSeq
    reader = JournalReader(contents)
  }

  public func next() throws(VaultError) -> Request? {
    guard compartment == nil else { return nil }
    return isOpen
      ? reader.nextRequest() : Request(.openSpace, NoFields(), signer: reader.signer)
  }

  public func receive(_ response: Response) throws(VaultError) {
    if isOpen {
      try reader.receive(response)
    } else {
      let answer: OpenSpaceAnswer = try response.message()
      try reader.begin(answer.journal, floorSeq: floorSeq)
      isOpen = true
    }
    if reader.nextRequest() == nil {
      compartment = try reader.finish(
        clockOffset: 0, epochs: EpochsAtHand(EpochList([])), standing: .none)
    }
  }
}
