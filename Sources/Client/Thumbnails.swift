import Sodium
import Vault
import Wire

/// Reads thumbnails of a wallet, the sheet that was read last kept for the next.
final class ThumbnailReader {
  private let wallet: Wallet
  private var last: (id: SheetID, sheet: OpenedSheet?)?

  init(_ wallet: Wallet) {
    self.wallet = wallet
  }

  /// A document's thumbnail; no bytes if there is none, or none that can be read.
  func thumbnail(of document: DocumentID) async throws(ClientError) -> SecretBuffer {
    var image = SecretBuffer(capacity: 0)
    let compartment = wallet.compartment
    guard let sheet = compartment.state.thumbnailSheet(of: document),
      let item = sheet.item(of: document)
    else { return image }
    if last?.id != sheet.id {
      let response = try await wallet.service.send(
        compartment.getRequest(sheet.content.blockNames))
      last = (sheet.id, try? OpenedSheet(response, of: sheet, in: compartment.spaceID))
    }
    last?.sheet?.withBytes(of: item) { image.append($0) }
    return image
  }
}
