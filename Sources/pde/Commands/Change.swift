import ArgumentParser
import Client
import Foundation
import Vault
import Wire

struct ChangeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "change",
    abstract: "Change everything that opens the wallet; prints its new words.",
    discussion: "The old words, card and recovery sheets open nothing afterwards.")

  @OptionGroup var wallet: WalletOptions
  @Flag(help: "Somebody has seen the words: end everything that is shared, too.")
  var seen = false

  func run() async throws {
    let pseudonym = try wallet.parsedPseudonym()
    try await wallet.withWallet(takesPrepared: true) { wallet in
      if seen { try await wallet.revokeAll() }
      try await changeEverything(of: wallet, pseudonym: pseudonym)
      StandardError.line(.credential(.changed))
      // What another session shared meanwhile; from now on none of them can share anything.
      if seen { try await wallet.revokeAll() }
    }
  }
}

/// Draws a new phrase, prints it, and changes everything that opens the wallet to it.
func changeEverything(of wallet: Wallet, pseudonym: Pseudonym?) async throws {
  while true {
    let phrase = Phrase.generate(wallet.language, withPseudonym: pseudonym != nil)
    let spelledOut = String(decoding: phrase.spelledOut(), as: UTF8.self)
    let words: WordsCredential
    do {
      words = try WordsCredential(phrase, pseudonym: pseudonym)
    } catch {
      throw Failure(error)
    }
    let isDone = try await wallet.change(to: NewCredentials(words: words)) {
      try StandardOutput.line(spelledOut)
      StandardError.line(.credential(.changeFirst))
    }
    // Words that somebody has already (2^-55): draw others.
    if isDone { return }
  }
}

struct Lock: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lock the wallet until a time, 72 hours at most; nobody can undo it.",
    discussion: "Without a time: until the end of this day in Brussels.")

  @OptionGroup var wallet: WalletOptions
  @Option(help: "Until when, as 2026-03-01T15:00:00Z.") var until: String?
  @Option(name: .customLong("for"), help: "For how long: 90m, 24h or 3d.")
  var duration: String?
  @Option(help: "Write a ticket to print, with that end and the shares' ends, to this .html file.")
  var stub: String?
  @OptionGroup var paper: PaperOptions

  func run() async throws {
    let paper = try paper.checked(for: stub)
    guard until == nil || duration == nil else { throw Failure.usage(.untilAndFor) }
    let time = try until.map { text throws(Failure) in
      guard let time = parseTime(text) else { throw Failure.usage(.badTime) }
      return time
    }
    let seconds = try duration.map { text throws(Failure) in
      guard let seconds = parseDuration(text) else { throw Failure.usage(.badDuration) }
      return seconds
    }
    try await wallet.withWallet { wallet in
      let now = wallet.serverTime
      let end = time ?? seconds.map { now + $0 } ?? Lock.endOfDay(after: now)
      let page = try stub.map { path throws(ClientError) in try OutputFile(path: path) }
      // The wallet says nothing any more once it is locked.
      let shares = wallet.liveGrants(at: now).map {
        Paper.RevocableShare(revocationCode: $0.printedRevocationCode, expiry: $0.expiry)
      }
      let text = paper.stub(shares, lockedUntil: end, mark: wallet.mark)
      try await wallet.lock(until: end)
      if let page { try Paper.write(text, to: page) }
      StandardError.line(.credential(.lockedUntil(timeText(end))))
    }
  }

  /// The next midnight in Brussels.
  private static func endOfDay(after seconds: UInt64) -> UInt64 {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(identifier: "Europe/Brussels") ?? TimeZone.current
    let now = Date(timeIntervalSince1970: TimeInterval(seconds))
    let start = calendar.startOfDay(for: now)
    let next = calendar.date(byAdding: .day, value: 1, to: start) ?? now.addingTimeInterval(86_400)
    return UInt64(next.timeIntervalSince1970)
  }
}
