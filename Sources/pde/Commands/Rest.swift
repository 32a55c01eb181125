import ArgumentParser
import Client
import Vault
import Wire

struct Remove: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take a document away; it can be restored for 30 days.")

  @OptionGroup var wallet: WalletOptions
  @OptionGroup var removal: RemovalArguments

  func run() async throws {
    let removal = try removal.parsed()
    try await wallet.withWallet { try await $0.remove(removal) }
  }
}

struct LocalRemove: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Take a document out of the file; it can be restored for 30 days.")

  @OptionGroup var local: LocalFile
  @OptionGroup var removal: RemovalArguments

  func run() async throws {
    let removal = try removal.parsed()
    try await local.withWallet { try await $0.remove(removal) }
  }
}

/// Which document goes, and how.
struct RemovalArguments: ParsableArguments {
  @Argument(help: "The document's id.") var id: String
  @Flag(help: "Delete it for good, also if it was removed before.") var now = false

  func parsed() throws(Failure) -> (id: DocumentID, isForGood: Bool) {
    (try parseIdentifier(id), now)
  }
}

struct Removed: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List what was removed or replaced, and until when it can be had back.")

  @OptionGroup var wallet: WalletOptions
  @OptionGroup var shown: RemovedOptions

  func run() async throws {
    try await wallet.withWallet { try $0.listRemoved(shown) }
  }
}

struct LocalRemoved: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "removed",
    abstract: "List what was removed from the file or replaced in it.")

  @OptionGroup var local: LocalFile
  @OptionGroup var shown: RemovedOptions

  func run() async throws {
    try await local.withWallet { try $0.listRemoved(shown) }
  }
}

struct RemovedOptions: ParsableArguments {
  @Flag(help: "As JSON.") var json = false
  @Flag(help: "List hidden documents too.") var masked = false
}

struct Restore: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Bring a removed document back.")

  @OptionGroup var wallet: WalletOptions
  @Argument(help: "The document's id.") var id: String

  func run() async throws {
    let id: DocumentID = try parseIdentifier(id)
    try await wallet.withWallet { try await $0.bringBack(id) }
  }
}

struct LocalRestore: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Bring a document back into the file.")

  @OptionGroup var local: LocalFile
  @Argument(help: "The document's id.") var id: String

  func run() async throws {
    let id: DocumentID = try parseIdentifier(id)
    try await local.withWallet { try await $0.bringBack(id) }
  }
}

extension Wallet {
  fileprivate func remove(_ removal: (id: DocumentID, isForGood: Bool)) async throws {
    guard removal.isForGood else { return try await remove(removal.id) }
    if documents.contains(where: { $0.id == removal.id }) {
      try await removeForGood(removal.id)
    } else {
      try await forgetResting(removal.id)
    }
  }

  /// Prints what rests.
  fileprivate func listRemoved(_ options: RemovedOptions) throws {
    let items = resting.filter { options.masked || !isMasked($0) }
    let present = Set(documents.map { $0.id })
    if options.json {
      try JSON.array(items.map { $0.json(isEarlier: present.contains($0.document.id)) }).print()
      return
    }
    for item in items {
      let columns = [
        item.document.id.text, String(item.document.version), timeText(item.endsAt),
        String(decoding: item.document.title, as: UTF8.self),
      ]
      try StandardOutput.line(columns.joined(separator: "\t"))
    }
    if !options.masked { StandardError.line(.maskedNotListed) }
  }
}

extension RestingDocument {
  fileprivate func json(isEarlier: Bool) -> JSON {
    .object([
      "id": .string(document.id.text), "version": .number(UInt64(document.version)),
      "title": .string(String(decoding: document.title, as: UTF8.self)),
      "mediaType": .string(String(decoding: document.type.mediaType, as: UTF8.self)),
      "byteCount": .number(document.content.length), "removedAt": .string(timeText(restedAt)),
      "until": .string(timeText(endsAt)), "earlierVersion": .flag(isEarlier),
    ])
  }
}
