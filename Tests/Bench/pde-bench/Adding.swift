import BenchCore
import Client
import Share
import Sodium
import Vault
import Wire

/// Adding documents of one block to a wallet of 10 and to one of 10,000, in turns.
enum Adding {
  /// How many in a row: one of them finds a snapshot due.
  private static let additions = 256
  private static let bytes = randomBytes(100_000)

  static func inMemory(rounds: Int) throws {
    let small = try MemoryWallet(documentCount: 10)
    let large = try MemoryWallet(documentCount: 10_000)
    var means: [(small: Double, large: Double)] = []
    var sent: [(small: UInt64, large: UInt64)] = []
    for _ in 0..<rounds {
      let before = (small: small.server.receivedBytes, large: large.server.receivedBytes)
      var total = (small: 0.0, large: 0.0)
      for _ in 0..<additions {
        total.small += try seconds { try small.add(bytes) }
        total.large += try seconds { try large.add(bytes) }
      }
      means.append(mean(total))
      sent.append(
        (
          small.server.receivedBytes - before.small, large.server.receivedBytes - before.large
        ))
    }
    print(
      """
      {"small": \(means.map(\.small)), "large": \(means.map(\.large)), \
      "smallBytes": \(sent.map(\.small)), "largeBytes": \(sent.map(\.large))}
      """)
  }

  static func overHTTP(_ origin: String, rounds: Int) async throws {
    let service = try await Service.connect(to: origin)
    let small = try await filledWallet(service, number: 1, documentCount: 10)
    var large: Wallet?
    let filling = try await seconds {
      large = try await filledWallet(service, number: 2, documentCount: 10_000)
    }
    guard let large else { throw BenchError.usage("adding") }
    var means: [(small: Double, large: Double)] = []
    for _ in 0..<rounds {
      var total = (small: 0.0, large: 0.0)
      for _ in 0..<additions {
        total.small += try await seconds { try await add(to: small) }
        total.large += try await seconds { try await add(to: large) }
      }
      means.append(mean(total))
    }
    var openings: [(small: Double, large: Double)] = []
    for _ in 0..<5 {
      openings.append(
        (
          try await seconds { _ = try await open(service, number: 1) },
          try await seconds { _ = try await open(service, number: 2) }
        ))
    }
    print(
      """
      {"small": \(means.map(\.small)), "large": \(means.map(\.large)), \
      "openSmallBeyond": \(openings.map(\.small)), "openLargeBeyond": \(openings.map(\.large)), \
      "fillingSeconds": \(filling)}
      """)
  }

  private static func mean(
    _ total: (small: Double, large: Double)
  ) -> (small: Double, large: Double) {
    (total.small / Double(additions), total.large / Double(additions))
  }

  private static func add(to wallet: Wallet) async throws {
    _ = try await wallet.addNote(
      bytes, DocumentDescription(title: "Attestation de composition de ménage"))
  }

  // MARK: Wallets on a server

  /// A credential for each number, stretched already: what follows is beyond the derivation.
  private static func credential(_ number: UInt8) -> WordsCredential {
    WordsCredential(stretched: Secret(copying: [UInt8](repeating: number, count: 32)))
  }

  private static func open(_ service: Service, number: UInt8) async throws -> Wallet {
    try await Wallet.open(.words(credential(number)), on: service, pin: nil)
  }

  /// Makes a wallet and fills it with real documents, many a request; then opens it.
  private static func filledWallet(
    _ service: Service, number: UInt8, documentCount: Int
  ) async throws -> Wallet {
    let exchange = try CreateWallet(
      credential(number), language: .french, info: service.info, pin: nil,
      localTime: service.localTime)
    try await service.run(exchange)
    guard let compartment = exchange.compartment else { throw BenchError.usage("adding") }
    for count in BenchDocument.batches(of: documentCount) {
      var documents: [Document] = []
      for _ in 0..<count {
        documents.append(try BenchDocument.describe(byteCount: bytes.count))
      }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for start in stride(from: 0, to: count, by: Limits.blocksPerRequest) {
          let request = compartment.putRequest(
            documents[start..<min(start + Limits.blocksPerRequest, count)].map {
              let place = $0.place(in: compartment.spaceID)
              return (
                $0.content.blockName(0),
                Content.seal(bytes.rawSpan, as: $0.content, place: place)[0]
              )
            })
          group.addTask {
            let response = try await service.send(request)
            guard response.status == 204 else { throw BenchError.refused(response.status) }
          }
        }
        try await group.waitForAll()
      }
      try await service.run(
        CommitChanges(
          documents.map { .added($0) }, adopting: documents.flatMap { $0.content.blockNames },
          to: compartment, time: service.serverTime))
    }
    return try await open(service, number: number)
  }
}
