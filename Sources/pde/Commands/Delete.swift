import ArgumentParser
import Client
import Vault
import Wire

struct Delete: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Delete the whole wallet: after seven days, at a time, or at once.",
    discussion: """
      Until the time comes only who opens the wallet sees it, and can cancel it. Shares that would \
      outlive the wallet are stopped when the deletion is ordered.
      """)

  @OptionGroup var wallet: WalletOptions
  @Option(help: "When, as 2026-03-01T15:00:00Z.") var at: String?
  @Flag(help: "At once; with a terminal it asks whether you are sure.") var now = false
  @Flag(help: "Let the wallet be.") var cancel = false

  static let graceSeconds: UInt64 = 7 * 86_400

  func validate() throws {
    guard [at != nil, now, cancel].count(where: { $0 }) <= 1 else {
      throw ValidationError("Give one of --at, --now and --cancel.")
    }
  }

  func run() async throws {
    let time = try at.map { text throws(Failure) -> UInt64 in
      guard let time = parseTime(text) else { throw .usage(.badTime) }
      return time
    }
    try await wallet.withWallet { wallet in
      if cancel {
        try await wallet.cancelDeletion()
        StandardError.line(.deletionCancelled)
        return
      }
      guard !now else {
        guard Prompt.agrees(.deleteNowPrompt) else { throw Failure.usage(.notDeleted) }
        try await wallet.delete()
        StandardError.line(.deleted)
        return
      }
      let time = time ?? wallet.serverTime + Delete.graceSeconds
      guard time > wallet.serverTime else { throw Failure.input(.deletionInThePast) }
      try await wallet.delete(at: time)
      StandardError.line(.deletionAt(timeText(time)))
    }
  }
}
