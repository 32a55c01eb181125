import ArgumentParser
import Client
import Vault

/// A file, such as the server keys, in the custody of several people.
struct CustodyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "custody",
    abstract: "Keep a file, such as the server keys, in pieces of which some get it back.",
    subcommands: [Split.self, Join.self])

  struct Split: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the files of the pieces; prints their names.",
      discussion: """
        Each person gets one. The file comes back from any THRESHOLD of them, and nothing of \
        it from fewer. Before it reports success, what was written is read and joined.
        """)

    @Argument(help: "The file, at most 16 MiB.") var file: String
    @Option(help: "How many pieces, 2 to 16.") var shares = 3
    @Option(help: "How many of them get the file back, 2 to all.") var threshold = 2
    @Option(help: "The folder for share-1, share-2, ...; made if it is not there.")
    var output: String

    func run() async throws {
      guard RecoveryShares.counts.contains(shares), (2...max(shares, 2)).contains(threshold) else {
        throw Failure.usage(.custody(.badCounts))
      }
      let paths: [String]
      do throws(CustodyFiles.Failed) {
        paths = try CustodyFiles.split(file, threshold: threshold, count: shares, into: output)
      } catch {
        throw Failure(error)
      }
      for path in paths { try StandardOutput.line(path) }
      StandardError.line(.custody(.written(count: shares, threshold: threshold)))
    }
  }

  struct Join: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Get the file back from as many pieces as it takes.")

    @Argument(help: "The files of the pieces.") var shareFiles: [String]
    @Option(help: "The name of the file to write.") var output: String

    func run() async throws {
      do throws(CustodyFiles.Failed) {
        for position in try CustodyFiles.join(shareFiles, into: output) {
          StandardError.line(.custody(.copyDamaged(position: position)))
        }
      } catch {
        throw Failure(error)
      }
    }
  }
}

extension Failure {
  fileprivate init(_ error: CustodyFiles.Failed) {
    switch error {
    case .file(.tooLarge): self = .input(.custody(.fileTooLarge))
    case .file(let problem): self.init(ClientError.file(problem))
    case .shares(let error): self.init(error)
    case .check: self.init(.custody(.checkFailed), exitCode: Code.disk)
    }
  }
}
