import Sodium
import Wire

/// What Kbud and Kled are for.
enum SpaceTagPurpose {}

/// Names of spaces and cards in rows and records of their own, by keys that hang on FAKE:
/// they outlive a change of T, and say nothing without the keys.
final class SpaceTags: Sendable {
  private let budget: Secret<SpaceTagPurpose>
  private let ledger: Secret<SpaceTagPurpose>

  init(fake: borrowing Secret<FakeKeyPurpose>) {
    budget = fake.derive(.serverBudget)
    ledger = fake.derive(.serverLedger)
  }

  /// K(Kbud, "pde1/bud", cardTag).
  func counter(cardTag: [UInt8]) -> [UInt8] { budget.deriveOpenly(.cardCounter, data: cardTag) }

  /// K(Kbud, "pde1/own", spaceId).
  func owner(_ space: SpaceID) -> [UInt8] { budget.deriveOpenly(.cardOwner, data: space.bytes) }

  /// K(Kled, "pde1/l", spaceId).
  func ledger(_ space: SpaceID) -> [UInt8] { ledger.deriveOpenly(.ledgerTag, data: space.bytes) }
}
