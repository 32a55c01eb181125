import ArgumentParser
import Client
import Share
import Vault

/// A card that opens the wallet with six digits.
struct CardCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "card",
    abstract: "Make a card that opens the wallet, or void it; prints its six digits.",
    discussion: """
      A new card voids the one before. Without --qr or --sheet the card's text is printed behind the \
      digits. To open with a card, put its text in a file that PDE_CARD_FILE names; the digits \
      are asked on the terminal, or are the first line of the file that PDE_CODE_FILE names.
      """)

  @OptionGroup var wallet: WalletOptions
  @Option(help: "Write the card's QR code to this .svg or .png file.") var qr: String?
  @Option(help: "Write the card to print to this .html file.") var sheet: String?
  @Flag(help: "Void the card; make none.") var void = false

  func run() async throws {
    if let qr, !qr.hasSuffix(".svg"), !qr.hasSuffix(".png") { throw Failure.usage(.badQRName) }
    if let sheet, !sheet.hasSuffix(".html") { throw Failure.usage(.badSheetName) }
    guard !void || (qr == nil && sheet == nil) else {
      throw Failure.usage(.credential(.oneQRorSheet))
    }
    try await wallet.withWallet { wallet in
      if void {
        try await wallet.voidCard()
        StandardError.line(.credential(.cardVoided))
      } else {
        try await make(wallet)
      }
    }
  }

  private func make(_ wallet: Wallet) async throws {
    let image = try qr.map { path throws(ClientError) in try OutputFile(path: path) }
    let paper = try sheet.map { path throws(ClientError) in try OutputFile(path: path) }
    let card = CardSecret.random()
    let code = CardCode.random()
    let text = String(decoding: card.text(), as: UTF8.self)
    let credential: CardCredential
    do {
      credential = try CardCredential(card, code: code)
    } catch {
      throw Failure(error)
    }
    // The holder has it before it counts: what is cut short leaves the older card.
    if let image { try writeQRCode(text, to: image, named: qr ?? "") }
    if let paper {
      guard let page = Paper(languages: [.french, .dutch]).card(text, mark: wallet.mark) else {
        throw Failure(VaultError.invalid(.link))
      }
      try paper.write(page.span.bytes)
      try paper.finish()
    }
    try StandardOutput.line(String(decoding: code.spelledOut(), as: UTF8.self))
    if image == nil, paper == nil { try StandardOutput.line(text) }
    try await wallet.writeCard(credential)
    StandardError.line(.credential(.cardMade))
  }
}

/// Writes a text as a QR code to an image whose kind its name says.
func writeQRCode(_ text: String, to image: OutputFile, named name: String) throws {
  guard let code = QRCode(Array(text.utf8), .paper) else {
    throw Failure(VaultError.invalid(.link))
  }
  let bytes = name.hasSuffix(".svg") ? code.svg() : png(of: code, scale: 8)
  try image.write(bytes.span.bytes)
  try image.finish()
}
