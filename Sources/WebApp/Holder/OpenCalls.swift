import Sodium
import Vault
import Wire

/// What was typed to open or create a wallet; wiped with its owner.
final class Typed {
  private var pseudonym: [UInt8]
  private var phrase: [UInt8]
  let pin: Pin

  init(_ input: Input) throws(CoreFailure) {
    pseudonym = try input.bytes()
    phrase = try input.bytes()
    pin = try Pin(input)
  }

  /// Stretches the phrase: 0.1 s on a fast machine, some seconds on an old one.
  func credential() throws(CoreFailure) -> WordsCredential {
    let phrase = try phraseTyped(phrase)
    let name = pseudonym.isEmpty ? nil : try pseudonymTyped(pseudonym)
    do {
      return try WordsCredential(phrase, pseudonym: name)
    } catch {
      throw .vault(error)
    }
  }

  deinit {
    wipe(&pseudonym)
    wipe(&phrase)
  }
}

/// The hash of the epoch list that the site was built with.
struct Pin {
  /// nil if it was built without one.
  let hash: [UInt8]?

  init(_ input: Input) throws(CoreFailure) {
    let text = try input.bytes()
    hash = text.isEmpty ? nil : hexDecode(text)
    guard text.isEmpty || hash?.count == 32 else { throw .badCall }
  }
}

/// Opens a wallet with whatever opens one: the calls are the same.
class OpenCall: Operation {
  private let session: Session
  private let pin: Pin
  private var exchange: OpenWallet?

  init(_ session: Session, pin: Pin) {
    self.session = session
    self.pin = pin
  }

  func credential() throws(CoreFailure) -> Credential { throw .badCall }

  override func proceed() throws(CoreFailure) -> Activity? {
    guard let exchange else {
      let info = try session.around.info()
      let credential = try credential()
      let exchange: OpenWallet
      do {
        exchange = try OpenWallet(
          credential, info: info, pin: pin.hash, localTime: session.around.localTime)
      } catch {
        throw .vault(error)
      }
      self.exchange = exchange
      return ExchangeActivity(exchange)
    }
    guard let compartment = exchange.compartment else { throw .vault(.nonsense) }
    session.open(compartment)
    return nil
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    try json.summary(session)
  }
}

final class OpenWithWords: OpenCall {
  private let typed: Typed

  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    typed = try Typed(input)
    super.init(session, pin: typed.pin)
  }

  override func credential() throws(CoreFailure) -> Credential {
    .words(try typed.credential())
  }
}

final class CreateCall: Operation {
  private let session: Session
  private let language: Language
  private let typed: Typed
  /// For somebody who is to give it keys of their own before anything else.
  private let isPrepared: Bool
  private var exchange: CreateWallet?
  private var isMarked = false

  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    self.session = session
    language = try WebHolder.language(input.bytes())
    typed = try Typed(input)
    isPrepared = try input.flag()
  }

  override func proceed() throws(CoreFailure) -> Activity? {
    guard let exchange else {
      let info = try session.around.info()
      let credential = try typed.credential()
      let exchange: CreateWallet
      do {
        exchange = try CreateWallet(
          credential, language: language, info: info, pin: typed.pin.hash,
          localTime: session.around.localTime)
      } catch {
        throw .vault(error)
      }
      self.exchange = exchange
      return ExchangeActivity(exchange)
    }
    guard !exchange.isTaken else { throw .taken }
    guard let compartment = exchange.compartment else { throw .vault(.nonsense) }
    session.open(compartment)
    guard isPrepared, !isMarked else { return nil }
    isMarked = true
    return try session.commit([.prepared])
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    try json.summary(session)
  }
}

final class RefreshCall: Operation {
  private let session: Session
  private var isAsked = false

  init(_ session: Session) {
    self.session = session
  }

  override func proceed() throws(CoreFailure) -> Activity? {
    guard !isAsked else { return nil }
    isAsked = true
    return ExchangeActivity(RefreshWallet(try session.compartment()))
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    try json.summary(session)
  }
}

/// Deletes the wallet: at once, or at a time. Grants that would outlive it are revoked first: they
/// are not the space's on the server.
final class DeleteWallet: Operation {
  private let session: Session
  /// nil: at once; 0: not any more.
  private let time: UInt64?
  /// nil for a deletion that is taken back.
  private let outliving: RevokeGrants?
  private let order = OrderInProgress()
  private var isOrdered = false

  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    self.session = session
    let number = { () throws(CoreFailure) in try input.number() }
    time = try input.optional(number)
    outliving = time == 0 ? nil : try RevokeGrants(endingAfter: time ?? 1, of: session)
  }

  override func proceed() throws(CoreFailure) -> Activity? {
    if !isOrdered, let revoking = try outliving?.proceed() { return revoking }
    isOrdered = true
    return try order.proceed(time.map { .delete(at: $0) } ?? .deleteNow, of: session)
  }

  override func absorbs(_ failure: CoreFailure) -> Bool {
    isOrdered ? order.absorbs(failure) : outliving?.absorbs(failure) ?? false
  }
}

final class ShowMark: Operation {
  private let session: Session

  init(_ session: Session) {
    self.session = session
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    json.mark(try session.compartment().mark)
  }
}
