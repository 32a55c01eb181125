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
  let uploads = UploadTokens()
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
    clock = ClockGuard(
      time, lastSeen: try await storage.lastSeen(), acceptsClock: configuration.acceptsClock)
    gate = WorkGate(time)
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
    gate.sweep()
    uploads.sweep(now: reading.latest, settled: reading.settled)
    guard reading.isTrusted else {
      configuration.logger.error("the clock is in doubt: nothing is swept, no grant is made")
      try await storage.checkpoint()
      return
    }
    try await storage.sweep(now: reading.settled)
    let kept = UInt64(configuration.backupDays + 3) * CoarseTime.day
    try await storage.tendLedger(
      now: reading.settled, keptFrom: reading.settled - min(kept, reading.settled))
    if try await storage.lastSeen() + 60 <= reading.settled {
      try await storage.setLastSeen(reading.settled)
    }
  }
}
