import Sodium
public import Wire

/// What opens a local vault file: seven words, and the salt of the file.
/// - SeeAlso: Specs/local.md, "Keys".
public final class LocalKey {
  let key: Secret<LocalKeyPurpose>
  /// 16 bytes.
  public let salt: [UInt8]
  /// 32 bytes, which tell these words from others.
  public let check: [UInt8]

  /// The key of a new file.
  ///
  /// - Throws: `.invalid(.fileWordCount)`, `.outOfMemory`. It blocks as stretching does.
  public convenience init(new phrase: consuming Phrase) throws(VaultError) {
    try self.init(phrase, salt: randomBytes(16))
  }

  /// The key of a file.
  ///
  /// - Throws: also `.wrongWords`.
  public convenience init(
    _ phrase: consuming Phrase, salt: [UInt8], check: [UInt8]
  ) throws(VaultError) {
    try self.init(phrase, salt: salt)
    guard constantTimeEqual(self.check, check) else { throw .wrongWords }
  }

  init(_ phrase: consuming Phrase, salt: [UInt8]) throws(VaultError) {
    let stretched = try phrase.stretched(forFileWith: salt)
    key = stretched.derive(.localKey)
    check = stretched.deriveOpenly(.localCheck)
    self.salt = salt
  }

  // MARK: The space

  /// A new space: its record, and entry 1 of its journal.
  ///
  /// - Parameter time: in seconds since 1970.
  public func makeSpace(
    language: Language, time: UInt64
  ) -> (record: [UInt8], entry: [UInt8]) {
    let contents = SlotContents(
      spaceID: .random(), root: .random(byteCount: 32), generation: 1, floorSeq: 1,
      epochListHash: Journal.zeroHash)
    let layout = SlotLayout(
      roles: [.filler, .filler, .filler, .filler], waitPlace: 0,
      cardTags: (0..<Limits.slotsPerSpace).map { _ in randomBytes(16) })
    let journal = Journal(spaceID: contents.spaceID, generation: 1, root: contents.root)
    let entry = journal.seal(
      .created(layout, language), time: time, seq: 1, prev: Journal.zeroHash)
    let record = contents.padded().withBytes {
      Seal.seal($0, with: key, label: .localRecord, context: [])
    }
    return (record, entry)
  }

  func open(record: [UInt8]) throws(VaultError) -> SlotContents {
    let opened: Secret<Plaintext>
    do {
      opened = try Seal.open(record.rawSpan, with: key, label: .localRecord, context: [])
    } catch {
      throw .damaged(.slotRecord)
    }
    return try SlotContents(opened)
  }

  // MARK: Bringing together

  public func seal(_ state: SyncState, of space: SpaceID) -> [UInt8] {
    var writer = CBORWriter(capacity: 256 + state.items.count * 256)
    state.write(to: &writer)
    return writer.withBytes {
      Seal.seal($0, with: key, label: .localSync, context: space.bytes)
    }
  }

  /// - Throws: `.damaged(.content)`.
  public func open(sync: [UInt8], of space: SpaceID) throws(VaultError) -> SyncState {
    let opened: Secret<Plaintext>
    do {
      opened = try Seal.open(sync.rawSpan, with: key, label: .localSync, context: space.bytes)
    } catch {
      throw .damaged(.content)
    }
    guard let state = opened.withBytes({ try? SyncState($0) }) else { throw .damaged(.content) }
    return state
  }
}

extension Phrase {
  /// The stretched words of a file that nothing hardens.
  consuming func stretched(forFileWith salt: [UInt8]) throws(VaultError) -> Secret<Stretched> {
    guard wordCount == Phrase.fileWordCount else { throw .invalid(.fileWordCount(wordCount)) }
    do {
      return try stretch(words, salt: salt)
    } catch {
      throw .outOfMemory
    }
  }
}
