/// What opens a wallet.
public enum Credential: ~Copyable {
  case words(WordsCredential)
  case card(CardCredential)
  case recovery(RecoveryCredential)

  /// What its slot is.
  var role: SlotRole {
    switch self {
    case .words: .words
    case .card: .card
    case .recovery: .recovery
    }
  }
}
