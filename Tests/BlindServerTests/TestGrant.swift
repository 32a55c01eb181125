import Sodium
import Wire

@testable import BlindServer

/// A grant as its maker has it.
struct TestGrant: Sendable {
  var id = GrantID.random()
  var openAuth = randomBytes(32)
  var code = Array("0123456789".utf8.shuffled())
  var receiptID = ReceiptID.random()
  var receiptAuth = randomBytes(32)
  var blocks: [[UInt8]]
  var cover = randomBytes(1024)

  init(blockCount: Int = 1) {
    blocks = (0..<blockCount).map { _ in randomBytes(Limits.blockBytes) }
  }

  var reservation: GrantReserveRequest {
    GrantReserveRequest(
      id: id, openAuth: openAuth, revocationCode: code, receiptID: receiptID,
      receiptAuth: receiptAuth, blockCount: UInt32(blocks.count))
  }

  func opening(
    nonce: [UInt8] = randomBytes(16), auth: [UInt8]? = nil, name: [UInt8] = randomBytes(256)
  ) -> GrantOpenRequest {
    GrantOpenRequest(id: id, openAuth: auth ?? openAuth, openNonce: nonce, name: name)
  }
}

extension Caller {
  func upload(_ grant: TestGrant, token: [UInt8]) async throws -> Reply {
    var body = token
    for (number, block) in grant.blocks.enumerated() {
      body += bigEndianBytes(UInt16(number)) + block
    }
    return try await call(.grantBlocksPut, body)
  }

  func publish(
    _ grant: TestGrant, token: [UInt8], openings: UInt32 = 10, seconds: UInt64 = 3_600
  ) async throws -> Reply {
    try await call(
      .grantPublish,
      GrantPublishRequest(
        uploadToken: token, cover: grant.cover, expiry: clock.now + seconds,
        maxOpenings: openings))
  }

  /// A live grant.
  func newGrant(
    _ grant: TestGrant = TestGrant(), by space: TestSpace, openings: UInt32 = 10,
    seconds: UInt64 = 3_600
  ) async throws -> (grant: TestGrant, keyShare: [UInt8]) {
    let answer: GrantReserveAnswer = try await signed(
      .grantReserve, grant.reservation, by: space
    ).decoded()
    guard try await upload(grant, token: answer.uploadToken).status == 204,
      try await publish(
        grant, token: answer.uploadToken, openings: openings, seconds: seconds
      ).status == 204
    else { throw TestFailure("publish") }
    return (grant, answer.keyShare)
  }
}

extension Caller {
  func reserve(_ grant: TestGrant, by space: TestSpace) async throws -> GrantReserveAnswer {
    try await signed(.grantReserve, grant.reservation, by: space).decoded()
  }

  func cover(_ grant: TestGrant) async throws -> Reply {
    try await call(.grantCover, GrantCoverRequest(id: grant.id))
  }

  func open(
    _ grant: TestGrant, nonce: [UInt8] = randomBytes(16), auth: [UInt8]? = nil,
    name: [UInt8] = randomBytes(256)
  ) async throws -> Reply {
    try await call(.grantOpen, grant.opening(nonce: nonce, auth: auth, name: name))
  }

  func blocks(_ token: [UInt8], _ numbers: [UInt16]) async throws -> Reply {
    try await call(.grantBlocksGet, GrantBlocksGetRequest(token: token, numbers: numbers))
  }

  func receipts(_ grant: TestGrant) async throws -> Reply {
    try await call(
      .receipts, ReceiptsRequest(receiptID: grant.receiptID, receiptAuth: grant.receiptAuth))
  }

  func events(_ grant: TestGrant) async throws -> [ReceiptEvent] {
    let answer: ReceiptsAnswer = try await receipts(grant).decoded()
    return answer.events
  }
}
