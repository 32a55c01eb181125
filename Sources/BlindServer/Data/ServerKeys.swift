import Sodium
import Wire

/// What the server's fake records are made with.
enum FakePurpose {}
/// What the server's verifiers, shares and tags are made with.
enum TokenPurpose {}
/// What an epoch's hardening key is made from.
enum EpochSeedPurpose {}

/// The server secrets of one file: without it no wallet opens.
///
///     CBOR {1: FAKE 32, 2: T 32, 3: [[epoch, seed 32] or [epoch, seed 32, second's key 32]...]}
/// - SeeAlso: Specs/hardening.md, "Server keys".
final class ServerKeys: Sendable {
  struct Epoch: ~Copyable, Sendable {
    let number: UInt32
    let seed: Secret<EpochSeedPurpose>
    let key: POPRF.ServerKey
    /// The second operator's public key, where there is one.
    let secondKey: [UInt8]?

    init(
      number: UInt32, seed: consuming Secret<EpochSeedPurpose>, secondKey: [UInt8]? = nil
    ) throws(POPRFError) {
      self.number = number
      self.secondKey = secondKey
      key = try POPRF.ServerKey(
        seed: seed, info: Array("pde1/epoch/".utf8) + bigEndianBytes(number))
      self.seed = seed
    }
  }

  /// The epochs, as objects, because an array can't hold what can't be copied.
  final class EpochBox: Sendable {
    let epoch: Epoch
    init(_ epoch: consuming Epoch) { self.epoch = epoch }
  }

  let fake: Secret<FakeKeyPurpose>
  let verify: Secret<TokenPurpose>
  let share: Secret<TokenPurpose>
  let tag: Secret<TokenPurpose>
  /// Oldest first.
  let epochs: [EpochBox]
  /// K(FAKE, "pde1/check/fake") and K(T, "pde1/check/t"): what the database keeps to
  /// know its keys again.
  let checkFake: [UInt8]
  let checkToken: [UInt8]
  private let token: Secret<TokenPurpose>

  private init(
    fake: consuming Secret<FakeKeyPurpose>, token: consuming Secret<TokenPurpose>,
    epochs: [EpochBox]
  ) {
    checkFake = fake.deriveOpenly(.checkFake)
    checkToken = token.deriveOpenly(.checkToken)
    verify = token.derive(.serverVerify)
    share = token.derive(.serverShare)
    tag = token.derive(.serverTag)
    self.fake = fake
    self.token = token
    self.epochs = epochs
  }

  /// New keys, with the first epoch.
  static func random(firstEpoch: UInt32 = 1) throws(POPRFError) -> ServerKeys {
    let epoch = try Epoch(number: firstEpoch, seed: .random(byteCount: 32))
    return ServerKeys(
      fake: .random(byteCount: 32), token: .random(byteCount: 32), epochs: [EpochBox(epoch)])
  }

  /// The same keys and one epoch more, of this number or the next; nil if there can't be one.
  func adding(number: UInt32? = nil, secondKey: [UInt8]?) throws(POPRFError) -> ServerKeys? {
    guard let last = epochs.last?.epoch.number, last < .max, epochs.count < Limits.epochs,
      (number ?? .max) > last
    else { return nil }
    let epoch = try Epoch(
      number: number ?? last + 1, seed: .random(byteCount: 32), secondKey: secondKey)
    return ServerKeys(
      fake: fake.copy(), token: token.copy(), epochs: epochs + [EpochBox(epoch)])
  }

  /// Keeps all of them out of swap, as long as the process lives.
  ///
  /// - Returns: whether the system let it.
  func lockInMemory() -> Bool {
    var failures = 0
    if !fake.lockInMemory() { failures += 1 }
    if !token.lockInMemory() { failures += 1 }
    if !verify.lockInMemory() { failures += 1 }
    if !share.lockInMemory() { failures += 1 }
    if !tag.lockInMemory() { failures += 1 }
    for box in epochs {
      if !box.epoch.seed.lockInMemory() { failures += 1 }
      if !box.epoch.key.lockInMemory() { failures += 1 }
    }
    return failures == 0
  }

  /// The list that clients pin.
  var epochList: EpochList {
    EpochList(
      epochs.map {
        Wire.Epoch(
          number: $0.epoch.number,
          publicKeys: [$0.epoch.key.publicKey.bytes] + ($0.epoch.secondKey.map { [$0] } ?? []))
      })
  }

  // MARK: The file

  /// The keys that a file holds; nil if it is anything else.
  convenience init?(file: [UInt8]) {
    do {
      var reader = CBORReader(file.rawSpan)
      try reader.readMap(count: 3)
      try reader.readKey(1)
      let fake: Secret<FakeKeyPurpose> = try reader.readSecret(count: 32)
      try reader.readKey(2)
      let token: Secret<TokenPurpose> = try reader.readSecret(count: 32)
      try reader.readKey(3)
      var epochs: [EpochBox] = []
      for _ in 0..<(try reader.readArray(1...Limits.epochs)) {
        let count = try reader.readArray(2...3)
        let number: UInt32 = try reader.readInteger()
        if let last = epochs.last, last.epoch.number >= number { return nil }
        let seed: Secret<EpochSeedPurpose> = try reader.readSecret(count: 32)
        let second = count == 3 ? try reader.readBytes(count: 32) : nil
        if let second, Element(second) == nil { return nil }
        epochs.append(EpochBox(try Epoch(number: number, seed: seed, secondKey: second)))
      }
      try reader.finish()
      self.init(fake: fake, token: token, epochs: epochs)
    } catch {
      return nil
    }
  }

  /// The file's bytes, in memory that is wiped.
  func withFile<R, E: Error>(_ body: (RawSpan) throws(E) -> R) throws(E) -> R {
    var writer = CBORWriter()
    writer.map(3)
    writer.key(1)
    writer.secret(fake)
    writer.key(2)
    writer.secret(token)
    writer.key(3)
    writer.array(epochs.count)
    for box in epochs {
      writer.array(box.epoch.secondKey == nil ? 2 : 3)
      writer.unsigned(box.epoch.number)
      writer.secret(box.epoch.seed)
      if let second = box.epoch.secondKey { writer.bytes(second) }
    }
    return try writer.withBytes(body)
  }
}
