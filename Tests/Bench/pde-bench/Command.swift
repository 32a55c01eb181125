import Client
import Vault

#if canImport(Glibc)
  import Glibc
#endif

/// The part of the benchmarks that is measured from inside. Each command prints one line of
/// JSON; Tests/Bench/run calls them, beside what they are compared with.
///
///     seal IN OUT [IN OUT]...                      file to file
///     open BYTES IN OUT [IN OUT]...                every content is BYTES long
///     opening TRIES                                a wallet in memory, beside Argon2id alone
///     adding ROUNDS [URL]                          to wallets of 10 and 10,000
///     space URL FILE                               makes a space and notes its key
///     requests put|get FILES TAG COUNT BLOCKS TIMES OURS PLAIN     signed requests for `load`
@main
struct Command {
  static func main() async {
    let arguments = Array(CommandLine.arguments.dropFirst())
    do {
      try await run(arguments.first ?? "", Array(arguments.dropFirst()))
    } catch {
      complain("error: \(error)")
      exit(1)
    }
  }

  private static func run(_ command: String, _ arguments: [String]) async throws {
    switch (command, arguments.count) {
    case ("seal", 2...): try printSeconds { try Sealing.seal(arguments) }
    case ("open", 3...):
      let byteCount = try number(arguments[0])
      try printSeconds { try Sealing.open(Array(arguments.dropFirst()), byteCount: byteCount) }
    case ("opening", 1): try Opening.run(tries: number(arguments[0]))
    case ("adding", 1): try Adding.inMemory(rounds: number(arguments[0]))
    case ("adding", 2): try await Adding.overHTTP(arguments[1], rounds: number(arguments[0]))
    case ("space", 2): try await BenchSpace.create(on: arguments[0], notedIn: arguments[1])
    case ("requests", 8):
      let spaces = try arguments[1].split(separator: ",").map {
        try BenchSpace(notedIn: String($0))
      }
      try PreparedRequests(spaces, tag: UInt64(number(arguments[2])))
        .write(
          arguments[0], count: number(arguments[3]), blocks: number(arguments[4]),
          times: number(arguments[5]), ours: arguments[6], plain: arguments[7])
    default:
      complain("usage: pde-bench seal|open|opening|adding|space|requests ...")
      exit(64)
    }
  }

  private static func number(_ text: String) throws -> Int {
    guard let number = Int(text), number >= 0 else { throw BenchError.usage(text) }
    return number
  }

  private static func printSeconds(_ body: () throws -> Void) rethrows {
    print("{\"seconds\": \(try seconds(body))}")
  }

  private static func complain(_ line: String) {
    _ = Array((line + "\n").utf8).withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
  }
}

enum BenchError: Error {
  case usage(String)
  case file(String)
  case refused(Int)
}

/// How long `body` takes, in seconds.
func seconds(_ body: () throws -> Void) rethrows -> Double {
  let start = ContinuousClock.now
  try body()
  return (ContinuousClock.now - start) / .seconds(1)
}

/// As above, of a body that waits.
func seconds(_ body: () async throws -> Void) async rethrows -> Double {
  let start = ContinuousClock.now
  try await body()
  return (ContinuousClock.now - start) / .seconds(1)
}
