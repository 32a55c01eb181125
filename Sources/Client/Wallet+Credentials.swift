import Share
public import Vault
import Wire

extension Wallet {
  /// Whether the wallet was prepared for somebody who has not given it keys of their own.
  public var isPrepared: Bool { compartment.state.isPrepared }
  /// An attempt to recover that is under way or was not taken up yet.
  public var recoveryAttempt: RecoveryAttempt? { compartment.recoveryAttempt }
  /// How long recovery waits, in hours; nil if none was prepared.
  public var recoveryWaitHours: UInt16? { compartment.recoveryWaitHours }
  /// When the wallet is to be deleted, in seconds since 1970, or 0.
  public var deleteAt: UInt64 { compartment.deleteAt }
  /// Whether it is known what opens the wallet beside what opened it now.
  public var isLayoutKnown: Bool { compartment.layout != nil }

  /// Makes a card that opens the wallet, instead of the one that does, if any.
  public func writeCard(_ card: consuming CardCredential) async throws(ClientError) {
    let exchange: WriteSlots
    do {
      exchange = try WriteSlots(card: card, of: compartment, time: service.serverTime)
    } catch {
      throw .vault(error)
    }
    try await service.run(exchange)
  }

  /// Voids the card.
  public func voidCard() async throws(ClientError) {
    let exchange: WriteSlots
    do {
      exchange = try .withoutCard(compartment, time: service.serverTime)
    } catch {
      throw .vault(error)
    }
    try await service.run(exchange)
  }

  /// Sets up recovery, instead of the one that is, if any.
  public func prepareRecovery(
    _ recovery: consuming RecoveryCredential, waitHours: UInt16
  ) async throws(ClientError) {
    let exchange: WriteSlots
    do {
      exchange = try WriteSlots(
        recovery: recovery, waitHours: waitHours, of: compartment, time: service.serverTime)
    } catch {
      throw .vault(error)
    }
    try await service.run(exchange)
  }

  /// Stops recovery: an attempt under way, and all shares.
  public func stopRecovery() async throws(ClientError) {
    let exchange: WriteSlots
    do {
      exchange = try .withoutRecovery(compartment, time: service.serverTime)
    } catch {
      throw .vault(error)
    }
    try await service.run(exchange)
  }

  /// Marks the wallet as prepared for somebody.
  public func markPrepared() async throws(ClientError) {
    try await service.run(
      CommitChanges([.prepared], to: compartment, time: service.serverTime))
  }

  /// Locks the wallet until a time, and ends the session: it answers nothing any more.
  ///
  /// - Parameter until: by the server's clock, in seconds since 1970.
  /// - Throws: `.vault(.orderUnknown)` if it is not known whether it was done, as where the wallet answers
  ///   nothing now: another session may have locked, changed or deleted it.
  public func lock(until: UInt64) async throws(ClientError) {
    try await carryOut(.lock(until: until))
  }

  /// Orders something, and finds out whether it was done.
  func carryOut(_ order: SpaceOrder.Order) async throws(ClientError) {
    var wait: UInt64?
    do {
      let exchange = try SpaceOrder(order, of: compartment, now: service.serverTime)
      while !exchange.isDone {
        do {
          try await service.run(exchange)
        } catch .tooManyCalls(let seconds) {
          wait = seconds
          try exchange.answerWasLost(isRefused: true)
        } catch .unreachable {
          try exchange.answerWasLost()
        }
      }
    } catch let error as VaultError {
      throw .vault(error)
    } catch ClientError.vault(.noSuchWallet) {
      throw .vault(.orderUnknown)
    } catch ClientError.vault(.orderNotDone) {
      throw wait.map { .tooManyCalls(retryAfter: $0) } ?? .vault(.orderNotDone)
    } catch let error as ClientError {
      throw error
    } catch {
      throw .unreachable
    }
  }

  /// Revokes every grant that may be alive.
  public func revokeAll() async throws(ClientError) {
    let now = service.serverTime
    let live = compartment.state.grants.filter { $0.revokedAt == 0 && $0.expiry > now }
    for grant in live {
      guard let code = RevocationCode(canonical: grant.revocationCode) else { continue }
      let response = try await service.send(code.revokeRequest())
      do {
        try response.done()
      } catch {
        throw .vault(error)
      }
    }
    for start in stride(from: 0, to: live.count, by: Limits.entriesPerMessage) {
      let ended = live[start..<min(start + Limits.entriesPerMessage, live.count)]
      // Those that another session revoked meanwhile are as they were to be.
      let changes = ended.filter { compartment.state.grant($0.id)?.revokedAt == 0 }
        .map { Change.unshared($0.id) }
      if !changes.isEmpty {
        try await service.run(CommitChanges(changes, to: compartment, time: now))
      }
    }
  }

  /// Changes everything that opens the wallet; false if the new words are taken: draw others.
  ///
  /// Grants stay as they are: ``revokeAll()`` ends them before.
  /// - Parameter show: shows the holder the new secrets. It is called when everything is ready
  ///   and before anything changes, so that no cut leaves a person without what opens it.
  /// - Throws: `.changeUnknown` if what happened could not be found out.
  public func change(
    to credentials: consuming NewCredentials, show: () throws -> Void
  ) async throws -> Bool {
    let exchange: RekeyWallet
    do {
      exchange = try RekeyWallet(compartment, to: credentials, time: service.serverTime)
    } catch {
      throw ClientError.vault(error)
    }
    var isShown = false
    while true {
      do {
        while let request = try exchange.next() {
          if request.call == .rekey, !isShown {
            isShown = true
            try show()
          }
          try exchange.receive(await service.send(request))
        }
        break
      } catch let error as VaultError {
        throw ClientError.vault(error)
      } catch let error as ClientError {
        guard error.isOfNoAnswer, exchange.answerWasLost() else { throw error }
        try await findOut(exchange)
        break
      }
    }
    guard let changed = exchange.compartment else { return false }
    replace(with: changed)
    return true
  }

  /// Asks which of the two opens the wallet now.
  private func findOut(_ exchange: RekeyWallet) async throws(ClientError) {
    do {
      try await service.run(exchange)
    } catch {
      throw error.isOfNoAnswer ? .changeUnknown : error
    }
  }
}
