import Sodium
package import Wire

/// What the vectors reach of this module, and nothing else does.
///
/// Each function is a step of an exchange, with what the exchange draws at random or gets from
/// the server given.
/// - SeeAlso: Specs/Vectors/README.md.
package enum VaultVectors {
  /// The stretched secret of a phrase.
  package static func stretched(_ credential: borrowing WordsCredential) -> [UInt8] {
    credential.stretched.exposedBytes()
  }

  /// The text of a typed card, the stretched secret of its code, and its two tags.
  package static func card(
    typed: [UInt8], code: [UInt8]
  ) throws(VaultError) -> (text: [UInt8], stretched: [UInt8], tags: [[UInt8]]) {
    let card = try CardSecret(typed: typed)
    let code = try CardCode(typed: code)
    let credential = try CardCredential(card, code: code)
    return (
      card.text(), credential.stretched.exposedBytes(),
      [credential.tags.first, credential.tags.second]
    )
  }

  /// slotId and slotKey of R.
  package static func recoverySlot(_ secret: [UInt8]) -> (slotID: SlotID, slotKey: [UInt8]) {
    let secret: Secret<RecoveryKey> = Secret(copying: secret)
    let candidate = Candidate(recovery: secret)
    return (candidate.slotID, candidate.slotKey.exposedBytes())
  }

  /// N, slotId and slotKey of a stretched secret and one output of each operator.
  package static func slotKeys(
    stretched: [UInt8], outputs: [[UInt8]]
  ) -> (hardened: [UInt8], slotID: SlotID, slotKey: [UInt8]) {
    let stretched: Secret<Stretched> = Secret(copying: stretched)
    let hardened: Secret<Hardened> = stretched.derive(
      .hardened, data: Array(outputs.joined()))
    let candidate = Candidate(hardened: hardened)
    return (hardened.exposedBytes(), candidate.slotID, candidate.slotKey.exposedBytes())
  }

  /// What a slot's opened record says, and the padded record written from it.
  package static func slotContents(
    _ padded: [UInt8]
  ) throws(VaultError) -> (
    spaceID: SpaceID, root: [UInt8], generation: UInt32, floorSeq: UInt64, epochListHash: [UInt8]
  ) {
    let plaintext: Secret<Plaintext> = Secret(copying: padded)
    let contents = try SlotContents(plaintext)
    return (
      contents.spaceID, contents.root.exposedBytes(), contents.generation, contents.floorSeq,
      contents.epochListHash
    )
  }

  /// The mark of a journal of which everything was given in one answer, and how many documents
  /// and grants it comes to.
  ///
  /// - Parameter snapshot: the content of the snapshot that the journal begins with, if it does.
  package static func readJournal(
    spaceID: SpaceID, root: [UInt8], generation: UInt32, floorSeq: UInt64, part: JournalPart,
    snapshot: [UInt8]?
  ) throws(VaultError) -> (mark: Mark, documents: Int, grants: Int) {
    let contents = SlotContents(
      spaceID: spaceID, root: Secret(copying: root), generation: generation, floorSeq: floorSeq,
      epochListHash: Journal.zeroHash)
    let reader = JournalReader(contents)
    try reader.begin(part, floorSeq: floorSeq)
    if reader.nextRequest() != nil {
      guard let snapshot, let content = reader.snapshotContent,
        content.length == UInt64(snapshot.count)
      else { throw .damaged(.head) }
      let blocks = Content.seal(
        snapshot.rawSpan, as: content,
        place: .snapshot(spaceID, generation: generation, seq: part.baseSeq))
      try reader.receive(Response(status: 200, body: Array(blocks.joined())))
    }
    let compartment = try reader.finish(
      clockOffset: 0, epochs: EpochsAtHand(EpochList([])), standing: .none)
    return (
      compartment.mark, compartment.state.documentCount, compartment.state.grants.count
    )
  }

  /// exportKey and the head of a sealed export.
  package static func exportKey(
    _ phrase: consuming Phrase, salt: [UInt8]
  ) throws(VaultError) -> (key: [UInt8], head: [UInt8]) {
    let key = try ExportKey(phrase, salt: salt)
    return (key.key.exposedBytes(), key.head)
  }

  /// localKey and the check of a local vault file.
  package static func localKey(
    _ phrase: consuming Phrase, salt: [UInt8]
  ) throws(VaultError) -> (key: [UInt8], check: [UInt8]) {
    let key = try LocalKey(phrase, salt: salt)
    return (key.key.exposedBytes(), key.check)
  }

  /// What a local vault file was brought together with, read and written again.
  package static func rewritten(sync: [UInt8]) throws(CBORError) -> [UInt8] {
    var writer = CBORWriter()
    try SyncState(sync.rawSpan).write(to: &writer)
    return writer.exposedBytes()
  }

  /// A manifest, read and written again.
  package static func rewritten(manifest: [UInt8]) throws(CBORError) -> [UInt8] {
    var writer = CBORWriter()
    try ExportManifest(manifest.rawSpan).write(to: &writer)
    return writer.exposedBytes()
  }

  /// How many documents the blocks of a sealed export hold, and the bytes of all one behind the
  /// other, thumbnails too.
  package static func openExport(
    key: [UInt8], blocks: [[UInt8]]
  ) throws(VaultError) -> (documents: Int, bytes: [UInt8]) {
    let opener = OpenExport(ExportKey(key: Secret(copying: key), head: []))
    var bytes: [UInt8] = []
    for (index, block) in blocks.enumerated() {
      try opener.take(block.rawSpan, isLast: index == blocks.count - 1)
      while let piece = try opener.nextPiece() {
        bytes += opener.withBytes(of: piece) { $0.copied() }
      }
    }
    guard opener.isOver else { throw .damaged(.export) }
    return (opener.manifest?.items.count ?? 0, bytes)
  }

  /// The root key of an opened compartment.
  package static func root(of compartment: Compartment) -> [UInt8] {
    compartment.root.exposedBytes()
  }

  /// Whether a sealed entry opens in a place of a journal.
  package static func opens(
    _ entry: [UInt8], root: [UInt8], spaceID: SpaceID, generation: UInt32, seq: UInt64,
    prev: [UInt8]
  ) -> Bool {
    var journal = Journal(spaceID: spaceID, generation: generation, root: Secret(copying: root))
    journal.start(before: seq, prev: prev)
    return (try? journal.open(entry)) != nil
  }

  /// An entry's CBOR, read and written again.
  package static func rewritten(entry: [UInt8]) throws(CBORError) -> [UInt8] {
    let (time, change) = try Change.read(entry.rawSpan)
    var writer = CBORWriter()
    change.write(to: &writer, time: time)
    return writer.exposedBytes()
  }

  /// A snapshot's content, read and written again.
  package static func rewritten(snapshot: [UInt8]) throws(CBORError) -> [UInt8] {
    let state = try WalletState(snapshotContent: snapshot.rawSpan)
    return state.withSnapshot { $0.copied() }
  }
}
