import Foundation
import GRDB
import HTTPTypes
import Logging
import NIOCore
import Sodium
import Synchronization
import Wire

@testable import BlindServer

/// Lines that a server logged.
final class LogLines: Sendable {
  private let lines = Mutex<[String]>([])
  var all: [String] { lines.withLock { $0 } }
  func append(_ line: String) { lines.withLock { $0.append(line) } }
}

private struct CollectingHandler: LogHandler {
  let lines: LogLines
  var logLevel: Logger.Level = .info
  var metadata: Logger.Metadata = [:]
  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }
  func log(event: LogEvent) {
    lines.append("\(event.level) \(event.message) \(metadata) \(event.metadata ?? [:])")
  }
}

/// A server on a folder of its own, with a clock that moves when told.
final class TestServer: Sendable {
  let path: String
  let folder: DataFolder
  let service: BlindService
  let clock: MovedClock
  let log: LogLines

  init(
    at path: String? = nil, clock: MovedClock = MovedClock(), witness: String? = nil,
    _ configure: (inout BlindServer.Configuration) -> Void = { _ in }
  ) async throws {
    self.path = path ?? Self.newPath()
    self.clock = clock
    let log = LogLines()
    self.log = log
    folder = try DataFolder.open(at: self.path, witness: witness)
    var configuration = BlindServer.Configuration()
    configuration.port = 0
    configuration.authority = "pde.example"
    configuration.logger = Logger(label: "test") { _ in CollectingHandler(lines: log) }
    configuration.callsPerSource = 1_000_000
    configure(&configuration)
    service = try await BlindService(
      configuration, storage: folder.storage, keys: folder.keys, time: clock.source)
    try await folder.storage.endReservations()
  }

  static func newPath() -> String {
    NSTemporaryDirectory() + "pde-test-" + hexEncode(randomBytes(8))
  }

  /// Runs a test against the router, then closes and removes the folder.
  static func run<R>(
    _ configure: (inout BlindServer.Configuration) -> Void = { _ in },
    _ reach: Reach = .router, sweeps: Bool = true,
    _ test: @Sendable (TestServer, Caller) async throws -> R
  ) async throws -> R {
    let server = try await TestServer(configure)
    defer { try? FileManager.default.removeItem(atPath: server.path) }
    let result = try await server.use(reach, sweeps: sweeps, test)
    try server.folder.close()
    return result
  }

  func use<R>(
    _ reach: Reach = .router, sweeps: Bool = true, idleTimeout: Duration = .seconds(60),
    _ test: @Sendable (TestServer, Caller) async throws -> R
  ) async throws -> R {
    try await withClient(reach, of: service, sweeps: sweeps, idleTimeout: idleTimeout) { client in
      try await test(self, Caller(client: client, clock: clock))
    }
  }

  /// The names of all files below the data folder.
  func files(under folder: String = "") -> [String] {
    let all = FileManager.default.enumerator(atPath: path + "/" + folder)?.allObjects ?? []
    return all.compactMap { $0 as? String }.filter {
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(
        atPath: path + "/" + folder + "/" + $0, isDirectory: &isFolder)
      return !isFolder.boolValue
    }
  }
}

/// What came back.
struct Reply: Sendable {
  var status: Int
  var headers: HTTPFields
  var body: [UInt8]

  func decoded<M: WireMessage>(_ type: M.Type = M.self) throws -> M {
    try M(decoding: body)
  }

  var problem: Problem? { Problem(status: status, body: body) }
}

/// Makes calls, signed where a space makes them.
struct Caller: Sendable {
  let client: any TestClient
  let clock: MovedClock
  var authority = "pde.example"
  var source: String?

  func call(
    _ call: Call, _ body: [UInt8], headers: HTTPFields = [:]
  ) async throws -> Reply {
    try await raw(method: "\(call.method)", path: "\(call.path)", body, headers: headers)
  }

  func call(_ call: Call, _ message: some WireMessage) async throws -> Reply {
    try await self.call(call, message.encoded())
  }

  func raw(
    method: String, path: String, _ body: [UInt8] = [], headers: HTTPFields = [:]
  ) async throws -> Reply {
    var headers = headers
    if let source { headers[.forwardedFor] = source }
    return try await client.send(HTTPRequest.Method(method)!, path, headers, body)
  }

  /// The header fields of a signed call.
  func signature(
    _ call: Call, _ body: [UInt8], by space: TestSpace, created: UInt64? = nil,
    nonce: [UInt8] = randomBytes(16), digest: [UInt8]? = nil
  ) -> HTTPFields {
    let contentDigest = HTTPSignature.contentDigest(sha512: digest ?? SHA512.hash(body))
    let parameters = HTTPSignature.Parameters(
      created: created ?? clock.now, nonce: nonce, keyID: space.id)
    let signature = space.key.sign(
      HTTPSignature.base(
        call: call, authority: Array(authority.utf8), contentDigest: contentDigest,
        parameters: parameters))
    return [
      .contentDigest: String(decoding: contentDigest, as: UTF8.self),
      .signatureInput: String(decoding: parameters.signatureInput, as: UTF8.self),
      .signature: String(decoding: HTTPSignature.signatureField(signature), as: UTF8.self),
    ]
  }

  func signed(_ call: Call, _ body: [UInt8], by space: TestSpace) async throws -> Reply {
    try await self.call(call, body, headers: signature(call, body, by: space))
  }

  func signed(
    _ call: Call, _ message: some WireMessage, by space: TestSpace
  ) async throws -> Reply {
    try await signed(call, message.encoded(), by: space)
  }
}

/// A space as its holder has it: with bytes that only look like sealed ones.
final class TestSpace: Sendable {
  let id: SpaceID
  let key: SigningKey
  let slots: [Slot]
  let firstEntry: [UInt8]
  let cardTags: [[UInt8]]

  init(
    id: SpaceID = .random(), slotIDs: [SlotID?] = [], waits: [UInt16] = [0, 0, 0, 168],
    cardTags: [[UInt8]] = []
  ) {
    self.id = id
    self.cardTags = cardTags + (cardTags.count..<4).map { _ in randomBytes(16) }
    key = SigningKey(seed: .random(byteCount: 32))
    slots = (0..<4).map {
      Slot(
        id: ($0 < slotIDs.count ? slotIDs[$0] : nil) ?? .random(), record: randomBytes(1024),
        waitHours: waits[$0])
    }
    firstEntry = randomBytes(1024)
  }

  var creation: CreateSpaceRequest {
    CreateSpaceRequest(
      spaceID: id, verifyKey: key.verifyKey, slots: slots,
      cardTags: cardTags, entry: firstEntry)
  }

  /// Four slots that stay.
  var keepingAll: SlotsWriteRequest {
    SlotsWriteRequest(
      expectGeneration: 1, expectSlotsHash: Slot.hash(slots), slots: [nil, nil, nil, nil],
      cardTags: cardTags)
  }

  /// Everything of `new` for this one, whose journal has its first entry only.
  func rekey(
    to new: TestSpace, adopt: [BlockName] = [], drop: [BlockName] = []
  ) -> RekeyRequest {
    var request = RekeyRequest(
      expectGeneration: 1, expectSeq: 1, expectHash: blake2b256(firstEntry),
      newKey: new.key.verifyKey, proof: [UInt8](repeating: 0, count: 64), slots: new.slots,
      cardTags: new.cardTags, entry: new.firstEntry, adopt: adopt, drop: drop)
    request.proof = new.key.sign(request.proofMessage(space: id))
    return request
  }

  /// An append after `entries`, the whole journal so far.
  static func append(
    _ new: [[UInt8]], after entries: [[UInt8]], adopt: [BlockName] = [], drop: [BlockName] = [],
    base: UInt64 = 0
  ) -> JournalAppendRequest {
    JournalAppendRequest(
      expectSeq: UInt64(entries.count), expectHash: blake2b256(entries.last!), entries: new,
      adopt: adopt, drop: drop, base: base)
  }
}

/// A block with its name, as PUT takes it.
struct TestBlock: Sendable {
  var name = BlockName.random()
  var bytes = randomBytes(Limits.blockBytes)
  var frame: [UInt8] { name.bytes + bytes }
}

extension Caller {
  /// A new space on the server.
  func newSpace(_ space: TestSpace = TestSpace()) async throws -> TestSpace {
    let reply = try await signed(.createSpace, space.creation, by: space)
    guard reply.status == 201 else { throw TestFailure("create: \(reply.status)") }
    return space
  }

  func put(_ blocks: [TestBlock], by space: TestSpace) async throws -> Reply {
    try await signed(.blocksPut, blocks.flatMap(\.frame), by: space)
  }
}

struct TestFailure: Error {
  let reason: String
  init(_ reason: String) { self.reason = reason }
}

extension Caller {
  func open(_ space: TestSpace) async throws -> OpenSpaceAnswer {
    try await signed(.openSpace, NoFields(), by: space).decoded()
  }

  func get(_ names: [BlockName], by space: TestSpace) async throws -> Reply {
    try await signed(.blocksGet, BlocksGetRequest(names: names), by: space)
  }

  /// Gives the status.
  func lock(_ space: TestSpace, until: UInt64) async throws -> Int {
    try await signed(.lock, LockRequest(until: until), by: space).status
  }

  func delete(_ space: TestSpace, at time: UInt64) async throws -> Reply {
    try await signed(.deleteSpace, DeleteSpaceRequest(at: time), by: space)
  }

  func read(_ ids: [SlotID]) async throws -> [[UInt8]] {
    let answer: SlotsReadAnswer = try await call(.slotsRead, SlotsReadRequest(ids: ids)).decoded()
    return answer.records
  }

  func read(_ id: SlotID) async throws -> [UInt8] {
    try await read([id, .random()])[0]
  }
}

extension TestServer {
  /// What the call `lock` will do to the row.
  func lock(_ space: TestSpace, until: UInt64) async throws {
    try await folder.storage.rows.write { database, _ in
      try database.run(
        "UPDATE spaces SET lockedUntil = ? WHERE id = ?", [integer(until), blob(space.id)])
    }
  }

  /// The number of rows of a table, of either database.
  func count(_ table: String) async throws -> Int {
    let isGrants = ["grants", "grantBlocks", "openings", "receipts", "events"].contains(table)
    let pool = isGrants ? folder.storage.grants.pool : folder.storage.rows.pool
    return try await pool.read {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") ?? -1
    }
  }
}

func modificationTime(_ path: String) -> Int {
  let attributes = try? FileManager.default.attributesOfItem(atPath: path)
  return (attributes?[.modificationDate] as? Date).map { Int($0.timeIntervalSince1970) } ?? -1
}

extension TestServer {
  func bytes(of file: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: path + "/" + file))
  }

  /// Whether these bytes stand anywhere in the data folder.
  func occurs(_ bytes: [UInt8]) throws -> Bool {
    try files().contains { try self.bytes(of: $0).range(of: Data(bytes)) != nil }
  }
}

extension Data {
  func contains(_ bytes: [UInt8]) -> Bool { range(of: Data(bytes)) != nil }
}
