public import Sodium
import Wire

/// R: the 256 bits that recovery shares come to.
///
/// It is strong by itself and not hardened, so that it opens the wallet also after the
/// hardening keys are lost. It is stretched and hardened all the same, with random bytes in
/// the place of what would be used, so that nothing tells its opening from another.
/// - SeeAlso: Specs/derivation.md, "Recovery".
public struct RecoveryCredential: ~Copyable {
  let secret: Secret<RecoveryKey>
  /// Of nothing: what is hardened for show.
  let stretched: Secret<Stretched>

  /// A new one, to be split into shares.
  public static func random() -> RecoveryCredential {
    RecoveryCredential(new: .random(byteCount: 32))
  }

  /// Of given bytes, without the time that stretching takes: for tests and measurements.
  package init(new secret: consuming Secret<RecoveryKey>) {
    self.secret = secret
    stretched = .random(byteCount: 32)
  }

  /// The credential that shares were joined to: blocks as long as a phrase does.
  ///
  /// - Parameter secret: 32 bytes.
  /// - Throws: `.outOfMemory`.
  public init(_ secret: consuming Secret<RecoveryKey>) throws(VaultError) {
    precondition(secret.byteCount == 32, "Vault: shares come to 32 bytes")
    self.secret = secret
    let nothing: Secret<PhraseWords> = .random(byteCount: 32)
    do {
      stretched = try stretch(nothing, salt: randomBytes(16))
    } catch {
      throw .outOfMemory
    }
  }

  /// Lends R, to be split.
  public borrowing func withSecret<R: ~Copyable>(
    _ body: (borrowing Secret<RecoveryKey>) -> R
  ) -> R {
    body(secret)
  }
}
