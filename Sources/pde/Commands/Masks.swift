import ArgumentParser
import Client
import Vault
import Wire

struct Mask: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Hide documents, or kinds of them: `list` does not show them.",
    discussion: """
      A hidden paper is kept from whoever looks on. It is not locked: the same words show it \
      again, with `list --masked`. At first nothing is hidden.
      """)

  @OptionGroup var wallet: WalletOptions
  @Argument(help: "The documents' ids.") var ids: [String] = []
  @Option(name: .customLong("kind"), help: "A kind to hide; may be given several times.")
  var kinds: [String] = []
  @Flag(help: "Hide the documents as their kinds are.") var byKind = false
  @Flag(help: "Let the wallet say when the documents end, and nothing else of them.")
  var remind = false

  func run() async throws {
    let mask: Vault.Mask = byKind ? .byKind : remind ? .reminding : .masked
    try await change(ids, to: mask, of: wallet) { masked in
      masked + kinds.filter { !masked.contains($0) }
    }
  }

  func validate() throws {
    guard !ids.isEmpty || !kinds.isEmpty else { throw ValidationError("Give an id or --kind.") }
    guard !(byKind && remind) else { throw ValidationError("Give --by-kind or --remind.") }
  }
}

struct Unmask: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show hidden documents, or kinds of them, again.")

  @OptionGroup var wallet: WalletOptions
  @Argument(help: "The documents' ids.") var ids: [String] = []
  @Option(name: .customLong("kind"), help: "A kind to show; may be given several times.")
  var kinds: [String] = []

  func run() async throws {
    try await change(ids, to: .shown, of: wallet) { masked in
      masked.filter { !kinds.contains($0) }
    }
  }

  func validate() throws {
    guard !ids.isEmpty || !kinds.isEmpty else { throw ValidationError("Give an id or --kind.") }
  }
}

/// Changes what is masked: documents, and the list of kinds.
private func change(
  _ ids: [String], to mask: Vault.Mask, of wallet: WalletOptions,
  _ kinds: @escaping ([String]) -> [String]
) async throws {
  let ids = try ids.map { text throws(Failure) -> DocumentID in try parseIdentifier(text) }
  try await wallet.withWallet { wallet in
    let before = wallet.maskedKinds.map { String(decoding: $0, as: UTF8.self) }
    let after = kinds(before)
    try await wallet.mask(
      ids, as: mask, kinds: after == before ? nil : after.map { Array($0.utf8) })
  }
}
