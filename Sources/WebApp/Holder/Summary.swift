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
    text("language", compartment.state.language.code)
    key("documents")
    array()
    for one in compartment.state.documents { document(one, compartment.state) }
    end()
    key("grants")
    array()
    for one in compartment.state.grants { grant(one) }
    end()
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

  mutating func document(_ document: Document, _ state: WalletState) {
    object()
    identifier("id", document.id)
    number("version", UInt64(document.version))
    text("title", document.title)
    text("kind", document.kind)
    text("person", document.person)
    text("mediaType", document.mediaType)
    number("byteCount", document.content.length)
    number("addedAt", document.addedAt)
    number("validUntil", UInt64(document.validUntil))
    flag("isNote", document.mediaType.starts(with: asciiBytes("text/plain")))
    flag("hasThumbnail", state.thumbnailSheet(of: document.id) != nil)
    end()
  }

  mutating func grant(_ grant: GrantRecord) {
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
    for id in grant.documents { identifier(id) }
    end()
    time("revokedAt", grant.revokedAt)
    text("revocationCode", RevocationCode(canonical: grant.revocationCode)?.printed ?? [])
    end()
  }
}
