/// What the secrets of a wallet are for: one type for each use, so that the compiler
/// keeps them apart.
/// - SeeAlso: Specs/derivation.md.

/// The words of a phrase, as they are stretched.
public enum PhraseWords {}
/// The 128 bits of a card.
public enum CardKey {}
/// The digits that go with a card, as they are stretched.
public enum CardDigits {}
/// R: what recovery shares come to.
public enum RecoveryKey {}
/// A credential after Argon2id.
public enum Stretched {}
/// One output of the hardening service.
public enum HardeningOutput {}
/// N: a credential after hardening.
public enum Hardened {}
/// The key of a slot's record.
public enum SlotKeyPurpose {}
/// The root key of a compartment.
public enum RootKey {}
/// The key of a compartment's journal entries.
public enum JournalKey {}
/// The key of a compartment's freshness mark.
public enum MarkKey {}
/// The key of one content: a document version, a snapshot, a bundle.
public enum ContentKey {}
/// The 128 bits of a grant's link.
public enum GrantSecret {}
/// The 256 bits from which a grant's receipt hangs.
public enum ReceiptSecret {}
/// The key of a sealed export.
public enum ExportKeyPurpose {}
/// The key of a local vault file.
public enum LocalKeyPurpose {}
/// An opened plaintext.
public enum Plaintext {}
/// The value of one recovery share, or what is shared before it is decrypted.
public enum ShareValue {}
/// The key of a file in custody.
public enum CustodyKey {}
