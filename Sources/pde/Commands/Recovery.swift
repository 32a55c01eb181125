import ArgumentParser
import Client
import Sodium
import Vault
import Wire

/// Shares by which a wallet is opened again whose phrase is lost.
struct RecoveryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recovery",
    abstract: "Prepare, see or stop the recovery of the wallet by recovery sheets.",
    subcommands: [Prepare.self, Status.self, Stop.self])

  struct Prepare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make recovery sheets; prints one a line. Older sheets are void.")

    @OptionGroup var wallet: WalletOptions
    @Option(help: "How many sheets, 2 to 16.") var shares = 3
    @Option(help: "How many of them open the wallet, 2 to all.") var threshold = 2
    @Option(help: "How long they wait once they are used: 0h to 30d.") var wait = "7d"
    @Option(help: "Write a page to print for each sheet into this folder.") var sheets: String?

    func run() async throws {
      guard RecoveryShares.counts.contains(shares), (2...max(shares, 2)).contains(threshold)
      else { throw Failure.usage(.custody(.badCounts)) }
      let hours = try RecoveryCommand.hours(wait)
      try await wallet.withWallet { wallet in
        let recovery = RecoveryCredential.random()
        let made = recovery.withSecret {
          RecoveryShares.split($0, threshold: threshold, count: shares)
        }
        // The holder has them before they count: what is cut short leaves the older ones.
        let texts = made.map { String(decoding: $0.text(), as: UTF8.self) }
        if let sheets { try RecoveryCommand.write(texts, into: sheets) }
        for text in texts { try StandardOutput.line(text) }
        try await wallet.prepareRecovery(recovery, waitHours: hours)
        StandardError.line(
          .credential(.recoveryPrepared(threshold: threshold, count: shares)))
        StandardError.line(.credential(.recoveryWaits(hours: hours)))
      }
    }
  }

  struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say whether recovery is prepared, and whether somebody tried it.")

    @OptionGroup var wallet: WalletOptions

    func run() async throws {
      try await wallet.withWallet { wallet in
        guard wallet.isLayoutKnown else { throw Failure(VaultError.damaged(.slots)) }
        let message: CredentialMessage =
          wallet.recoveryWaitHours.map { .recoveryWaits(hours: $0) } ?? .recoveryNone
        try StandardOutput.line(Message.credential(message).text)
      }
    }
  }

  struct Stop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Stop recovery: an attempt under way, and every sheet.")

    @OptionGroup var wallet: WalletOptions

    func run() async throws {
      try await wallet.withWallet { wallet in
        try await wallet.stopRecovery()
        StandardError.line(.credential(.recoveryStopped))
      }
    }
  }

  /// Writes a page for each share: all names are taken before anything is written.
  private static func write(_ shares: [String], into folder: String) throws {
    let files = try (1...shares.count).map { number throws(ClientError) in
      try OutputFile(path: "\(folder)/share-\(number).html")
    }
    let paper = Paper(languages: [.french, .dutch])
    for (share, file) in zip(shares, files) {
      guard let page = paper.share(share) else { throw Failure(VaultError.invalid(.link)) }
      try file.write(page.span.bytes)
      try file.finish()
    }
  }

  /// A wait that was typed, in hours.
  private static func hours(_ text: String) throws(Failure) -> UInt16 {
    if ["0h", "0d", "0m", "0"].contains(text) { return 0 }
    guard let seconds = parseDuration(text), seconds % 3_600 == 0,
      seconds / 3_600 <= UInt64(Limits.maxWaitHours)
    else { throw .usage(.credential(.badWait)) }
    return UInt16(seconds / 3_600)
  }
}

struct Recover: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Open a wallet whose words are lost; prints its new words.",
    discussion: """
      Reads recovery sheets from standard input, one a line. The first time it begins the wait \
      and ends with code 2, as for sheets that open nothing; once the wait is over, it sets new \
      words and voids the sheets.
      """)

  @OptionGroup var wallet: WalletOptions

  func run() async throws {
    let pseudonym = try wallet.parsedPseudonym()
    var typed: [[UInt8]] = []
    while typed.count <= RecoveryShares.counts.upperBound, let line = StandardInput.line() {
      if !line.isEmpty { typed.append(line) }
    }
    let credential = try Recover.credential(typed)
    var isOpen = false
    do {
      try await wallet.withWallet(.recovery(credential), takesPrepared: true) { wallet in
        isOpen = true
        try await changeEverything(of: wallet, pseudonym: pseudonym)
        StandardError.line(.credential(.recovered))
      }
    } catch let failure as Failure
      where !isOpen && failure.exitCode == Failure.Code.noSuchWallet
    {
      throw Failure(
        .credential(.sharesWait), hint: .credential(.sharesWaitHint),
        exitCode: Failure.Code.noSuchWallet)
    }
  }

  private static func credential(_ typed: [[UInt8]]) throws(Failure) -> RecoveryCredential {
    let secret: Secret<RecoveryKey>
    do {
      secret = try RecoveryShares.join(typed: typed)
    } catch {
      throw Failure(error, isTyped: true)
    }
    do {
      return try RecoveryCredential(secret)
    } catch {
      throw Failure(error)
    }
  }
}
