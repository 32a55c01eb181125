import Share
import Sodium
import Vault
import Wire

// What the page gets to see of a wallet.

extension JSONWriter {
  mutating func summary(_ session: Session) throws(CoreFailure) {
    let compartment = try session.compartment()
    object()
    key("mark")
    mark(compartment.mark)
    // What stands on paper, whatever the opening itself changed.
    key("openedMark")
    mark(compartment.openedMark)
    text("language", compartment.state.language.code)
    flag("isPrepared", compartment.state.isPrepared)
    keys(compartment)
    key("documents")
    array()
    for one in compartment.state.documents { document(one, session, compartment.state) }
    end()
    key("grants")
    array()
    for one in compartment.state.grants { grant(one, session, compartment.state) }
    end()
    // Of what is masked and may remind: when it ends, and nothing else.
    key("maskedEnds")
    array()
    for one in compartment.state.documents
    where compartment.state.mask(of: one.id) == .reminding && one.validUntil > 0
      && session.revealed.visibility(of: one, in: compartment.state) == .masked
    {
      object()
      number("validUntil", UInt64(one.validUntil))
      end()
    }
    end()
    key("maskedKinds")
    array()
    for kind in compartment.state.maskedKinds { text(kind) }
    end()
    flag("isAccompanied", session.revealed.isAccompanied)
    time("deleteAt", compartment.deleteAt)
    end()
  }

  /// What opens the wallet beside its phrase, and an attempt that waits.
  private mutating func keys(_ compartment: Compartment) {
    key("keys")
    object()
    flag("isKnown", compartment.layout != nil)
    flag("hasCard", compartment.hasCard)
    flag("hasRecovery", compartment.hasRecovery)
    key("attempt")
    if let attempt = compartment.recoveryAttempt {
      object()
      number("requestedAt", attempt.requestedAt)
      number("releasedAt", attempt.releasedAt)
      end()
    } else {
      null()
    }
    end()
  }

  /// `digits` as three characters: they are compared, not counted.
  mutating func mark(_ mark: Mark) {
    object()
    number("change", mark.changes)
    number("date", mark.lastChangeAt)
    let digits = mark.digits
    text("digits", [100, 10, 1].map { 0x30 + UInt8(digits / $0 % 10) })
    end()
  }

  /// What the page may know of a document; nothing of one that is masked.
  mutating func document(_ document: Document, _ session: Session, _ state: WalletState) {
    switch session.revealed.visibility(of: document, in: state) {
    case .shown: shown(document, state)
    case .hidden:
      object()
      identifier("id", document.id)
      text("kind", document.kind)
      number("addedAt", document.addedAt)
      flag("isHidden", true)
      end()
    case .masked: break
    }
  }

  private mutating func shown(_ document: Document, _ state: WalletState) {
    object()
    identifier("id", document.id)
    number("version", UInt64(document.version))
    text("title", document.title)
    text("kind", document.kind)
    text("person", document.person)
    text("mediaType", document.type.mediaType)
    text("fileName", FileNames.name(document.title, document.type, from: .oneself))
    number("byteCount", document.content.length)
    number("addedAt", document.addedAt)
    number("validUntil", UInt64(document.validUntil))
    flag("isNote", document.type.mediaType.starts(with: asciiBytes("text/plain")))
    flag("hasThumbnail", state.thumbnailSheet(of: document.id) != nil)
    flag("isMasked", state.isMasked(document))
    number("mask", UInt64(state.mask(of: document.id).rawValue))
    end()
  }

  /// A grant without the documents that are masked; nothing of one of which all are.
  mutating func grant(_ grant: GrantRecord, _ session: Session, _ state: WalletState) {
    func isMasked(_ id: DocumentID) -> Bool {
      state.document(id).map { session.revealed.visibility(of: $0, in: state) == .masked } ?? false
    }
    let documents = grant.documents.filter { !isMasked($0) }
    guard !documents.isEmpty else { return }
    object()
    identifier("id", grant.id)
    text("purpose", grant.purpose)
    number("madeAt", grant.madeAt)
    number("expiry", grant.expiry)
    number("maxOpenings", UInt64(grant.maxOpenings))
    key("code")
    if grant.code.isEmpty { null() } else { text(grant.code) }
    key("documents")
    array()
    for id in documents { identifier(id) }
    end()
    time("revokedAt", grant.revokedAt)
    text("revocationCode", RevocationCode(canonical: grant.revocationCode)?.printed ?? [])
    end()
  }
}
