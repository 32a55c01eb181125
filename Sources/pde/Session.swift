import ArgumentParser
import Client
import Sodium
import Vault
import Wire

/// Which server, and which of its keys are trusted.
struct ServiceOptions: ParsableArguments {
  @Option(help: "The server, http://host:port or https://host (or PDE_SERVER).")
  var server: String?

  @Option(help: "The hash of the epoch list to trust (or PDE_PIN).")
  var pin: String?

  static let defaultServer = "http://127.0.0.1:8080"

  /// The address of the server, without a path; `fallback` if none was given.
  func origin(fallback: String = defaultServer) throws(Failure) -> String {
    try Self.origin(server ?? environment("PDE_SERVER") ?? fallback)
  }

  /// The address of a server as it was typed, without a path.
  static func origin(_ typed: String) throws(Failure) -> String {
    var origin = typed
    while origin.hasSuffix("/") { origin.removeLast() }
    let isKnown = ["http://", "https://"].contains {
      origin.hasPrefix($0) && origin.utf8.count > $0.utf8.count
    }
    guard isKnown,
      origin.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != 0x3f && $0 != 0x23 })
    else { throw .usage(.badServer) }
    return origin
  }

  func pinnedHash() throws(Failure) -> [UInt8]? {
    guard let pin = pin ?? environment("PDE_PIN") else { return nil }
    guard let hash = hexDecode(Array(pin.utf8)), hash.count == 32 else { throw .usage(.badPin) }
    return hash
  }

  /// Connects, and says so on standard error if the epoch list is only trusted for now.
  func connect() async throws -> (service: Service, pin: [UInt8]?) {
    let pin = try pinnedHash()
    let service: Service
    do {
      service = try await Service.connect(to: try origin())
    } catch let error as ClientError {
      throw Failure(error)
    }
    if service.clocksDiffer {
      StandardError.line(
        .clockDiffers(here: timeText(service.localTime), there: timeText(service.serverTime)))
    }
    if pin == nil {
      StandardError.line(.epochsTrusted(hash: hexEncode(service.info.epochs.hash)))
    }
    return (service, pin)
  }
}

/// Whose wallet.
struct WalletOptions: ParsableArguments {
  @OptionGroup var service: ServiceOptions

  @Flag(help: "The words belong to a pseudonym: ask for it (or PDE_PSEUDONYM_FILE).")
  var pseudonym = false

  /// The pseudonym, asked for as a phrase is: other users of the machine can read arguments, and
  /// variables in many places.
  func parsedPseudonym() throws(Failure) -> Pseudonym? {
    guard environment("PDE_PSEUDONYM") == nil else {
      throw .usage(.pseudonymVariable, hint: .pseudonymVariableHint)
    }
    return try Self.pseudonym(typed: Prompt.pseudonym(isAsked: pseudonym))
  }

  static func pseudonym(typed: [UInt8]?) throws(Failure) -> Pseudonym? {
    guard let typed, !typed.isEmpty else { return nil }
    let parsed: Pseudonym
    do {
      parsed = try Pseudonym(typed)
    } catch {
      throw Failure(.invalid(.pseudonym(error)))
    }
    // Here, not only in the credential: that is made after the first request of `create`.
    guard WordList.find(normalise(typed: parsed.canonical)) == nil else {
      throw Failure(.invalid(.pseudonymIsAWord))
    }
    return parsed
  }

  /// Opens the wallet, runs `body`, and shows the mark before and after.
  ///
  /// - Parameter takesPrepared: whether `body` is one of the few things that can be done with a
  ///   wallet that was prepared for somebody.
  func withWallet(
    takesPrepared: Bool = false, _ body: (Wallet) async throws -> Void
  ) async throws {
    // The phrase is read and checked before any request is made.
    try await withWallet(try credential(), takesPrepared: takesPrepared, body)
  }

  /// As ``withWallet(takesPrepared:_:)``, with another credential.
  func withWallet(
    _ credential: consuming Credential, takesPrepared: Bool,
    _ body: (Wallet) async throws -> Void
  ) async throws {
    let (service, pin) = try await service.connect()
    do {
      let wallet = try await Wallet.open(credential, on: service, pin: pin)
      let opened = wallet.openedMark
      StandardError.line(.mark(opened))
      tell(wallet)
      guard takesPrepared || !wallet.isPrepared else {
        throw Failure.input(.credential(.prepared), hint: .credential(.preparedHint))
      }
      do {
        try await body(wallet)
      } catch ClientError.vault(.noSuchWallet) {
        // The phrase was right a moment ago.
        throw Failure(
          .credential(.noLongerOpen), hint: .credential(.noLongerOpenHint),
          exitCode: Failure.Code.noSuchWallet)
      }
      StandardError.line(.mark(wallet.mark))
    } catch let error as ClientError {
      throw Failure(error)
    }
  }

  /// Says what the holder has to know: an attempt to recover, a deletion that is to come.
  private func tell(_ wallet: Wallet) {
    if let attempt = wallet.recoveryAttempt {
      StandardError.line(
        .credential(
          .recoveryAttempt(
            since: timeText(attempt.requestedAt), from: timeText(attempt.releasedAt))))
      StandardError.line(.hint(Message.credential(.recoveryAttemptHint).text))
    }
    if wallet.deleteAt > 0 {
      StandardError.line(.credential(.deletion(at: timeText(wallet.deleteAt))))
    }
  }

  /// A card if PDE_CARD_FILE names one, else the phrase.
  private func credential() throws(Failure) -> Credential {
    if let path = environment("PDE_CARD_FILE") {
      let card = try Prompt.card(inFile: path)
      let code = try Prompt.cardCode()
      do {
        return .card(try CardCredential(card, code: code))
      } catch {
        throw Failure(error)
      }
    }
    let pseudonym = try parsedPseudonym()
    let phrase = try Prompt.phrase()
    do {
      return .words(try WordsCredential(phrase, pseudonym: pseudonym))
    } catch {
      throw Failure(error)
    }
  }
}

extension Message {
  /// A freshness mark, as a person compares it.
  static func mark(_ mark: Mark) -> Message {
    let date = CalendarDate(secondsSince1970: mark.lastChangeAt)
    let digits = String(mark.digits)
    return .mark(
      changes: mark.changes, day: date.day, month: date.month, year: date.year,
      digits: String(repeating: "0", count: 3 - digits.count) + digits)
  }
}

/// An identifier that was typed.
func parseIdentifier<Kind>(_ text: String, as kind: Kind.Type = Kind.self) throws(Failure)
  -> Identifier<Kind>
{
  guard let id = Identifier<Kind>(text: text) else { throw .usage(.badIdentifier) }
  return id
}
