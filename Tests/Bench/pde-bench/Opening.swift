import BenchCore

/// Opening a wallet in memory, beside Argon2id alone.
enum Opening {
  /// Prints the seconds of each try, in turns: what comes first in a process is slower, so the
  /// first of each kind stands apart.
  static func run(tries: Int) throws {
    let wallet = try MemoryWallet(documentCount: 10)
    var stretch: [Double] = []
    var open: [Double] = []
    for _ in 0..<tries {
      open.append(try seconds { try expect(wallet.open(), 10) })
      stretch.append(try seconds { try wallet.stretchAlone() })
    }
    let large = try MemoryWallet(documentCount: 10_000)
    var openLarge: [Double] = []
    for _ in 0..<5 {
      openLarge.append(try seconds { try expect(large.openStretched(), 10_000) })
    }
    print("{\"stretch\": \(stretch), \"open\": \(open), \"openLargeBeyond\": \(openLarge)}")
  }

  private static func expect(_ found: Int, _ documentCount: Int) {
    precondition(found == documentCount, "pde-bench: documents are missing")
  }
}
