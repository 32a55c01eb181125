import Sodium
import Vault
import Wire

/// A card and its code, as they were typed or scanned; wiped with their owner.
final class TypedCard {
  private var card: [UInt8]
  private var code: [UInt8]

  init(_ input: Input) throws(CoreFailure) {
    card = try input.bytes()
    code = try input.bytes()
  }

  /// Stretches the code: as long as a phrase takes.
  func credential() throws(VaultError) -> CardCredential {
    let card = try CardSecret(typed: card)
    let code = try CardCode(typed: code)
    return try CardCredential(card, code: code)
  }

  deinit {
    wipe(&card)
    wipe(&code)
  }
}

/// Draws a card and its code. Nothing opens with them before they are added.
final class NewCard: Operation {
  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    var card = CardSecret.random().text()
    var code = CardCode.random().spelledOut()
    json.object()
    json.text("card", card)
    json.text("code", code)
    json.end()
    wipe(&card)
    wipe(&code)
  }
}

final class OpenWithCard: OpenCall {
  private let typed: TypedCard

  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    typed = try TypedCard(input)
    super.init(session, pin: try Pin(input))
  }

  override func credential() throws(CoreFailure) -> Credential {
    let typed = typed
    return .card(try core { () throws(VaultError) in try typed.credential() })
  }
}
