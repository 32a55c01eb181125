import Foundation
import Sodium
import Testing
import Wire

@testable import BlindServer

@Suite struct OrderTests {
  /// How many pairs of rows in one page lie there in the order in which they came, less those
  /// that don't: SQLite puts what is new below what is there.
  private func order(of spaces: [TestSpace], in server: TestServer) throws -> Int {
    let file = try Data(contentsOf: URL(fileURLWithPath: server.path + "/store/rows.sqlite"))
    var pages: [Int: [Int]] = [:]
    for space in spaces {
      let row = Data(space.id.bytes + space.key.verifyKey)
      let place = try #require(file.range(of: row)).lowerBound
      pages[place / 8_192, default: []].append(place)
    }
    return pages.values.reduce(0) { sum, places in
      sum
        + places.indices.reduce(0) { count, later in
          count + places[..<later].reduce(0) { $0 + ($1 > places[later] ? 1 : -1) }
        }
    }
  }

  @Test func aStartAndANightForgetWhichSpacesWereMadeAfterEachOther() async throws {
    try await TestServer.run { server, caller in
      try await server.service.sweep()
      var spaces: [TestSpace] = []
      for _ in 0..<30 {
        // A source may make five an hour.
        caller.clock.pass(720)
        spaces.append(try await caller.newSpace())
      }
      try await server.service.sweep()
      // One page, in which they lie as they came: 435 pairs.
      #expect(try order(of: spaces, in: server) == 435)
      caller.clock.pass(CoarseTime.day)
      try await server.service.sweep()
      // Chance gives 0, and 56 for one standard deviation.
      #expect(abs(try order(of: spaces, in: server)) < 400)
      let sorted = spaces.sorted { $0.id.bytes.lexicographicallyPrecedes($1.id.bytes) }
      #expect(abs(try order(of: sorted, in: server)) == 435)
      for space in spaces { #expect(try await caller.open(space).generation == 1) }
    }
  }
}
