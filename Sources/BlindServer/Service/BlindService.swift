import HTTPTypes
import Logging
import Sodium
import Synchronization
import Wire

/// The service itself: each call, over a storage, with the limits and the clock.
///
/// It holds the server keys and nothing that could open what it stores.
final class BlindService: Sendable {
  let configuration: Configuration
  let storage: any Storage
  let keys: ServerKeys
  let clock: ClockGuard
  let gate: WorkGate
  let usedSignatures = UsedSignatures()
  let walletRate: WalletRate
  let pace: SourcePace
  let uploads = UploadTokens()
  let ledgerBudget = LedgerBudget()
  let memory = Pool(.memory)
  let uploadPool = Pool(.uploads)
  let uploadBudget: UploadBudget
  let grantBudget: GrantBudget
  let reserve: DiskReserve
  /// A key that nobody signs with: for spaces that aren't there, so that the same work
  /// is done.
  let dummyVerifyKey = SigningKey(seed: .random(byteCount: 32)).verifyKey
  private let publicName: Mutex<(authority: [UInt8], reader: [UInt8])>

  init(
    _ configuration: Configuration, storage: any Storage, keys: ServerKeys, time: TimeSource
  ) async throws {
    self.configuration = configuration
    self.storage = storage
    self.keys = keys
    let last = try await storage.lastClock()
    clock = ClockGuard(time, last: last, acceptsClock: configuration.acceptsClock)
    if last.served == nil {
      // From now on it is told by nothing else.
      let reading = clock.read()
      try await storage.setLastClock(
        ClockGuard.Last(seen: reading.settled, served: reading.served))
    }
    gate = WorkGate(time)
    pace = SourcePace(perSecond: max(1, configuration.callsPerSource))
    walletRate = WalletRate(time, perSecond: configuration.callsPerWallet)
    uploadBudget = UploadBudget(
      bytesPerWallet: configuration.uploadBytesPerWallet,
      bytesPerSource: configuration.uploadBytesPerSource)
    grantBudget = GrantBudget(mostBlocks: configuration.grantBlocks)
    grantBudget.set(stored: try await storage.countGrantBlocks())
    reserve = configuration.reserve ?? DiskReserve(time, paths: storage.paths)
    publicName = Mutex(([], []))
    setListening("\(configuration.host):\(configuration.port)")
  }

  /// What signatures are made for.
  var authority: [UInt8] { publicName.withLock { $0.authority } }
  var reader: [UInt8] { publicName.withLock { $0.reader } }

  /// Names the service after the address it listens on, where no other name was given.
  func setListening(_ address: String) {
    let authority = configuration.authority ?? address
    let reader = configuration.reader ?? "http://\(authority)"
    publicName.withLock { $0 = (Array(authority.utf8), Array(reader.utf8)) }
  }

  /// Does a call.
  /// - Throws: ``Refusal``, or an error that it makes one of.
  func answer(_ incoming: Incoming) async throws -> Answer {
    switch incoming.call {
    case .info: info()
    case .harden: try await harden(incoming)
    case .slotsRead: try await readSlots(incoming)
    case .createSpace: try await createSpace(incoming)
    case .openSpace: try await openSpace(incoming)
    case .journalGet: try await getJournal(incoming)
    case .journalAppend: try await appendJournal(incoming)
    case .blocksPut: try await putBlocks(incoming)
    case .blocksGet: try await getBlocks(incoming)
    case .slotsWrite: try await writeSlots(incoming)
    case .rekey: try await rekey(incoming)
    case .lock: try await lock(incoming)
    case .deleteSpace: try await deleteSpace(incoming)
    case .grantReserve: try await reserveGrant(incoming)
    case .grantBlocksPut: try await putGrantBlocks(incoming)
    case .grantPublish: try await publishGrant(incoming)
    case .grantCover: try await getCover(incoming)
    case .grantOpen: try await openGrant(incoming)
    case .grantBlocksGet: try await getGrantBlocks(incoming)
    case .revoke: try await revoke(incoming)
    case .receipts: try await getReceipts(incoming)
    }
  }

  /// Lets a call through if its source may make it, or brings work.
  func admit(
    _ incoming: Incoming, _ allowance: Allowance, work: [UInt8], body: [UInt8]
  ) throws {
    try gate.require(incoming.source, allowance, work: work, body: body)
  }

  /// Refuses what would store `byteCount` bytes more, if that would take from what is kept for revoking,
  /// locking, deleting and opening.
  func requireRoom(_ byteCount: Int) throws(Refusal) {
    let coming = uploadPool.used * Limits.blocksPerRequest * Limits.blockBytes
    try reserve.require(byteCount + coming)
  }

  /// Blocks as an answer: one at once, more as they are sent.
  func blocks(_ files: [FileName], in area: BlockArea) async throws -> Answer {
    if files.count == 1 {
      return Answer(
        status: .ok, body: .block(try await storage.read(files[0], 0..<Limits.blockBytes, in: area))
      )
    }
    return Answer(status: .ok, body: .blocks(files, area))
  }

  /// Deletes what has ended, while the clock is believed; writes down the time.
  func sweep() async throws {
    let reading = clock.read()
    // Before what can fail: what was not written down is served once more.
    try await noteTime()
    gate.sweep()
    walletRate.sweep()
    pace.sweep()
    uploads.sweep(now: reading.latest, served: reading.served)
    guard reading.isTrusted else {
      configuration.logger.error("the clock is in doubt: nothing is swept, no grant is made")
      try await storage.checkpoint()
      return
    }
    try await storage.sweep(now: reading.settled, served: reading.served)
    grantBudget.set(stored: try await storage.countGrantBlocks())
    let kept = UInt64(configuration.backupDays + 3) * CoarseTime.day
    try await storage.tendLedger(
      now: reading.served, keptFrom: reading.served - min(kept, reading.served))
  }

  /// Writes down the time if that was done `seconds` ago: what was not written down before a crash is
  /// served once more.
  func noteTime(after seconds: UInt64 = 60) async throws {
    let reading = clock.read()
    let last = try await storage.lastClock()
    if (last.served ?? 0) + seconds <= reading.served || last.seen + seconds <= reading.settled {
      try await storage.setLastClock(
        ClockGuard.Last(seen: reading.settled, served: reading.served))
    }
  }
}
