import Sodium
public import Vault
public import Wire

/// What bringing a file and a wallet together did.
public struct SyncReport: Sendable, Equatable {
  public var addedHere = 0
  public var addedThere = 0
  public var changedHere = 0
  public var changedThere = 0
  public var removedHere = 0
  public var removedThere = 0
  public var keptTwice = 0
}

/// Brings a local vault file and a wallet at the service together, document by document.
///
/// What was changed on both sides is kept twice, and a change goes before a removal.
/// - SeeAlso: Specs/local.md, "Bringing together".
public final class Sync {
  private let here: Wallet
  private let there: Wallet
  private let vault: LocalVault
  private let key: LocalKey
  private var last: SyncState
  private var report = SyncReport()

  /// - Throws: `.vault(.invalid(.anotherWallet))` if the file was brought together with another
  ///   wallet before, and `mayChangeWallet` is false.
  public init(
    file: (wallet: Wallet, key: LocalKey), in vault: LocalVault, with there: Wallet,
    mayChangeWallet: Bool = false
  ) throws(ClientError) {
    here = file.wallet
    key = file.key
    self.vault = vault
    self.there = there
    let remote = there.compartment.spaceID
    let known = try vault.syncState(key, of: here.compartment.spaceID)
    if let known, known.remote == remote {
      last = known
    } else {
      guard known == nil || mayChangeWallet else { throw .vault(.invalid(.anotherWallet)) }
      last = SyncState(remote: remote)
    }
  }

  public func run() async throws(ClientError) -> SyncReport {
    var ids = here.documents.map { $0.id }
    for document in there.documents where here.document(document.id) == nil {
      ids.append(document.id)
    }
    for id in last.items.keys where here.document(id) == nil && there.document(id) == nil {
      last.items[id] = nil
    }
    for id in ids {
      try await bringTogether(id)
      try await bringMasksTogether(id)
      note(id)
      try vault.keep(last, key, of: here.compartment.spaceID)
    }
    if here.maskedKinds != there.maskedKinds {
      try await here.mask([], as: .byKind, kinds: there.maskedKinds)
    }
    return report
  }

  /// Notes down what both have of a document now.
  private func note(_ id: DocumentID) {
    guard let local = here.document(id), let remote = there.document(id) else {
      last.items[id] = nil
      return
    }
    last.items[id] = SyncState.Item(
      localVersion: local.version, remoteVersion: remote.version, details: remote.details,
      mask: there.compartment.state.mask(of: id))
  }

  private func bringTogether(_ id: DocumentID) async throws(ClientError) {
    let before = last.items[id]
    let isChangedHere = before.map { before in
      here.document(id).map {
        $0.version != before.localVersion || $0.details != before.details
      } ?? false
    }
    let isChangedThere = before.map { before in
      there.document(id).map {
        $0.version != before.remoteVersion || $0.details != before.details
      } ?? false
    }
    switch (here.document(id), there.document(id)) {
    case (nil, nil): return
    case (let local?, nil):
      if isChangedHere == false {
        try await here.remove(id)
        report.removedHere += 1
      } else {
        try await there.takeOver(local, of: here, as: id, local.details)
        report.addedThere += 1
      }
    case (nil, let remote?):
      if isChangedThere == false {
        try await there.remove(id)
        report.removedThere += 1
      } else {
        try await here.takeOver(remote, of: there, as: id, remote.details)
        report.addedHere += 1
      }
    case (let local?, let remote?):
      switch (isChangedHere ?? true, isChangedThere ?? true) {
      case (false, false): return
      case (true, false):
        try await pass(local, of: here, to: there, isContent: local.version != before?.localVersion)
        report.changedThere += 1
      case (false, true):
        try await pass(
          remote, of: there, to: here, isContent: remote.version != before?.remoteVersion)
        report.changedHere += 1
      case (true, true):
        if try await isSame(local, remote) { return }
        try await keepTwice(local, remote)
      }
    }
  }

  private func pass(
    _ document: Document, of source: Wallet, to target: Wallet, isContent: Bool
  ) async throws(ClientError) {
    if isContent {
      try await target.takeOver(document, of: source, as: document.id, document.details)
    } else {
      let details = document.details
      try await target.describe(document.id) { _ in details }
    }
  }

  /// The file's under a new identifier on both sides; the service's under the old one.
  private func keepTwice(_ local: Document, _ remote: Document) async throws(ClientError) {
    let id = DocumentID.random()
    let details = try numbered(local.details)
    try await there.takeOver(local, of: here, as: id, details)
    try await here.takeOver(local, of: here, as: id, details)
    try await here.takeOver(remote, of: there, as: local.id, remote.details)
    let mask = here.compartment.state.mask(of: local.id)
    try await here.mask([id], as: mask)
    try await there.mask([id], as: mask)
    note(id)
    report.keptTwice += 1
  }

  /// With ` (2)` behind the title, which may lose its end for it.
  private func numbered(_ details: DocumentDetails) throws(ClientError) -> DocumentDetails {
    var title = details.title
    let number = asciiBytes(" (2)")
    if title.count > Texts.titleBytes - number.count {
      title = Array(title[..<(Texts.titleBytes - number.count)])
      while let last = title.last, last & 0xc0 == 0x80 { title.removeLast() }
      if let last = title.last, last >= 0xc0 { title.removeLast() }
    }
    do {
      return try DocumentDetails(
        title: title + number, kind: details.kind, person: details.person,
        validUntil: details.validUntil)
    } catch {
      throw .vault(error)
    }
  }

  /// Whether two documents say the same, to the byte.
  private func isSame(_ local: Document, _ remote: Document) async throws(ClientError) -> Bool {
    guard local.details == remote.details, local.content.length == remote.content.length else {
      return false
    }
    let mine = try await here.bytes(of: local.id)
    let theirs = try await there.bytes(of: remote.id)
    return mine.withBytes { mine in theirs.withBytes { constantTimeEqual(mine, $0) } }
  }

  /// The mask that changed since the last time; where both did, a mask goes before none.
  private func bringMasksTogether(_ id: DocumentID) async throws(ClientError) {
    guard here.document(id) != nil, there.document(id) != nil else { return }
    let local = here.compartment.state.mask(of: id)
    let remote = there.compartment.state.mask(of: id)
    guard local != remote else { return }
    let before = last.items[id]?.mask
    let mask: Mask
    switch (local == before, remote == before) {
    case (true, _): mask = remote
    case (_, true): mask = local
    default:
      // Of two masks the one that says less.
      let isHiddenHere = local == .masked || local == .reminding
      let isHiddenThere = remote == .masked || remote == .reminding
      mask = isHiddenHere && isHiddenThere ? .masked : isHiddenHere ? local : remote
    }
    if local != mask { try await here.mask([id], as: mask) }
    if remote != mask { try await there.mask([id], as: mask) }
  }
}

extension Wallet {
  func document(_ id: DocumentID) -> Document? { compartment.state.document(id) }

  /// All of a document.
  func bytes(of id: DocumentID) async throws(ClientError) -> SecretBuffer {
    var all = SecretBuffer(capacity: Int(document(id)?.content.length ?? 0))
    try await read(id) { (bytes) throws(ClientError) in all.append(bytes) }
    return all
  }

  /// Adds a document of another wallet under an identifier, or puts it over the one that is there.
  func takeOver(
    _ source: Document, of other: Wallet, as id: DocumentID, _ details: DocumentDetails
  ) async throws(ClientError) {
    let old = document(id)
    let image = try await ThumbnailReader(other).thumbnail(of: source.id)
    let content = try await other.bytes(of: source.id)
    let copy: ImportedDocument
    do {
      copy = ImportedDocument(
        try Document(
          id: id, version: compartment.state.nextVersion(of: id),
          content: ContentReference(length: source.content.length), title: details.title,
          kind: details.kind, person: details.person, type: source.type,
          addedAt: source.addedAt, validUntil: details.validUntil),
        mask: .byKind, in: compartment)
    } catch {
      throw .vault(error)
    }
    image.withBytes { _ = copy.take($0, as: .thumbnail) }
    let requests = content.withBytes { copy.take($0, as: .content) }
    for request in requests { try await put(request) }
    try await finish(copy, over: old)
    if old == nil { try await mask([id], as: other.compartment.state.mask(of: source.id)) }
  }
}
