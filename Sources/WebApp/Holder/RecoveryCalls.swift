import Sodium
import Vault
import Wire

/// Shares of a recovery, as they were typed or scanned; wiped with their owner.
final class TypedShares {
  private var shares: [[UInt8]] = []

  init(_ input: Input) throws(CoreFailure) {
    for _ in 0..<(try input.count()) { shares.append(try input.bytes()) }
  }

  /// Joins them; blocks as long as a phrase takes.
  func credential() throws(CoreFailure) -> RecoveryCredential {
    let secret: Secret<RecoveryKey>
    do {
      secret = try RecoveryShares.join(typed: shares)
    } catch {
      throw .shares(error)
    }
    do {
      return try RecoveryCredential(secret)
    } catch {
      throw .vault(error)
    }
  }

  deinit {
    for index in shares.indices { wipe(&shares[index]) }
  }
}

/// Draws shares. Nothing opens with them before recovery is set up with them.
final class NewShares: Operation {
  private let threshold: Int
  private let count: Int

  init(_ input: Input) throws(CoreFailure) {
    guard let threshold = Int(exactly: try input.number()),
      let count = Int(exactly: try input.number()),
      RecoveryShares.counts.contains(count), (2...count).contains(threshold)
    else { throw .badCall }
    self.threshold = threshold
    self.count = count
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    let (threshold, count) = (threshold, count)
    let shares = RecoveryCredential.random().withSecret {
      RecoveryShares.split($0, threshold: threshold, count: count)
    }
    json.object()
    json.key("shares")
    json.array()
    for share in shares {
      var text = share.text()
      var printed = share.printed()
      json.object()
      json.text("text", text)
      json.text("printed", printed)
      json.end()
      wipe(&text)
      wipe(&printed)
    }
    json.end()
    json.end()
  }
}

/// Whether what was typed is a share at all: its own checksum says.
final class CheckShare: Operation {
  private var typed: [UInt8]

  init(_ input: Input) throws(CoreFailure) {
    typed = try input.bytes()
  }

  deinit { wipe(&typed) }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    json.object()
    json.flag("isGood", (try? RecoveryShare(typed: typed)) != nil)
    json.end()
  }
}

/// Opens with shares, or starts their wait: what happened, only an opened wallet says.
final class OpenWithShares: OpenCall {
  private let typed: TypedShares

  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    typed = try TypedShares(input)
    super.init(session, pin: try Pin(input))
  }

  override func credential() throws(CoreFailure) -> Credential {
    .recovery(try typed.credential())
  }
}
