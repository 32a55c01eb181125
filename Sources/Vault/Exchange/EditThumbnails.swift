public import Sodium
public import Wire

/// Writes a sheet of thumbnails anew, with one document's thumbnail put in, or taken out.
///
/// It reads the sheet that the others share with it, puts the new block, and says what the journal
/// has to hear: ``changes``, ``adopt`` and ``drop`` go into the same append as the document's own
/// change, so that no thumbnail outlives its document.
/// - SeeAlso: Specs/journal.md, "Thumbnails".
public final class EditThumbnails: Exchange {
  private enum Stage {
    case read
    case refresh
    case put
    case done
  }

  private let compartment: Compartment
  private let document: DocumentID
  /// The new thumbnail; no bytes to have none.
  private let image: SecretBuffer
  private var old: ThumbnailSheet?
  /// The thumbnails of other documents on the old sheet.
  private var others: [ThumbnailSheet.Item] = []
  private var refresh: RefreshWallet?
  private var hasRefreshed = false
  private var blocks: [(name: BlockName, block: [UInt8])] = []
  private var stage = Stage.read

  public private(set) var changes: [Change] = []
  public private(set) var adopt: [BlockName] = []
  public private(set) var drop: [BlockName] = []

  /// - Parameter image: the new thumbnail, or nil to have none.
  /// - Throws: `.invalid(.thumbnail)` for one that is empty or too large.
  public init(
    _ image: RawSpan?, of document: DocumentID, in compartment: Compartment
  ) throws(VaultError) {
    self.compartment = compartment
    self.document = document
    if let image {
      guard (1...Limits.thumbnailBytes).contains(image.byteCount) else {
        throw .invalid(.thumbnail)
      }
      var copy = SecretBuffer(capacity: image.byteCount)
      copy.append(image)
      self.image = copy
    } else {
      self.image = SecretBuffer(capacity: 0)
    }
    plan()
  }

  /// Chooses the sheet to write anew, by what is known now.
  private func plan() {
    old = compartment.state.thumbnailSheet(of: document)
    if old == nil, image.byteCount > 0 {
      old = compartment.state.thumbnailSheet(withRoomFor: image.byteCount)
    }
    others = old?.items.filter { $0.document != document } ?? []
    if others.isEmpty { write(nil) } else { stage = .read }
  }

  public func next() throws(VaultError) -> Request? {
    switch stage {
    case .read: return compartment.getRequest(old?.content.blockNames ?? [])
    case .refresh: return try refresh?.next()
    case .put where blocks.isEmpty: return nil
    case .put: return compartment.putRequest(blocks)
    case .done: return nil
    }
  }

  public func receive(_ response: Response) throws(VaultError) {
    switch stage {
    case .read:
      guard let old else { throw .nonsense }
      let sheet: OpenedSheet
      do throws(VaultError) {
        sheet = try OpenedSheet(response, of: old, in: compartment.spaceID)
      } catch .refused(.notFound) where !hasRefreshed {
        // Another session may have written it anew just now.
        refresh = RefreshWallet(compartment)
        stage = .refresh
        return
      } catch .refused(.notFound), .damaged {
        // A sheet that can't be read is no reason to refuse a document, or to keep one that is to
        // go: the sheet stays as it is, and whoever reads it hears of the damage.
        self.old = nil
        others = []
        write(nil)
        return
      }
      write(sheet)
    case .refresh:
      guard let refresh else { throw .nonsense }
      try refresh.receive(response)
      guard try refresh.next() == nil else { return }
      hasRefreshed = true
      plan()
    case .put:
      do {
        try response.done()
      } catch .refused(.notFound) {
        throw .noSuchWallet
      }
      blocks = []
      stage = .done
    case .done: throw .nonsense
    }
  }

  /// Seals the new sheet: the others' thumbnails and the new one, which has a sheet to itself where
  /// both don't fit one.
  private func write(_ opened: OpenedSheet?) {
    stage = .put
    drop = old?.content.blockNames ?? []
    var content = SecretBuffer(capacity: Limits.partBytes)
    var items: [ThumbnailSheet.Item] = []
    if let opened {
      for item in others {
        items.append(.init(document: item.document, offset: content.byteCount, length: item.length))
        opened.withBytes(of: item) { content.append($0) }
      }
    }
    let imageBytes = image.byteCount
    guard imageBytes > 0 else {
      seal(content, items)
      return
    }
    let fits =
      items.count < Limits.thumbnailsPerSheet
      && content.byteCount + imageBytes <= Limits.partBytes
    if !fits {
      seal(content, items)
      content = SecretBuffer(capacity: imageBytes)
      items = []
    }
    items.append(.init(document: document, offset: content.byteCount, length: imageBytes))
    image.withBytes { content.append($0) }
    seal(content, items)
  }

  private func seal(_ content: borrowing SecretBuffer, _ items: [ThumbnailSheet.Item]) {
    guard !items.isEmpty else { return }
    let sheet = ThumbnailSheet(
      id: .random(), content: ContentReference(length: UInt64(content.byteCount)), items: items)
    let sealed = content.withBytes {
      Content.seal($0, as: sheet.content, place: sheet.place(in: compartment.spaceID))
    }
    blocks += zip(sheet.content.blockNames, sealed).map { (name: $0, block: $1) }
    adopt += sheet.content.blockNames
    changes.append(.thumbnails(sheet))
  }
}

/// A sheet of thumbnails, opened: wiped when its owner ends.
public final class OpenedSheet {
  private let content: Secret<Plaintext>

  /// Opens the sheet's block.
  ///
  /// - Throws: `.refused(.notFound)` if it is not there; `.damaged(.block)`.
  public convenience init(
    _ response: Response, of sheet: ThumbnailSheet, in space: SpaceID
  ) throws(VaultError) {
    let block = try response.blocks(count: 1)[0]
    try self.init(block: Array(block), of: sheet, in: space)
  }

  public init(
    block: [UInt8], of sheet: ThumbnailSheet, in space: SpaceID
  ) throws(VaultError) {
    var failure: VaultError?
    content = Secret(byteCount: Limits.partBytes) { part in
      do throws(VaultError) {
        try Content.openBlock(
          block.rawSpan, key: sheet.content.key.secret, place: sheet.place(in: space), index: 0,
          count: 1, length: sheet.content.length, into: &part)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  /// Lends a thumbnail of it.
  public func withBytes<R: ~Copyable, E: Error>(
    of item: ThumbnailSheet.Item, _ body: (RawSpan) throws(E) -> R
  ) throws(E) -> R {
    try content.withBytes { (bytes) throws(E) in
      try body(bytes.extracting(item.offset..<item.offset + item.length))
    }
  }
}
