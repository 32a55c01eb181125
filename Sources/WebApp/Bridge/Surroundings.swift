import Sodium
import Vault
import Wire

/// What every call of a module needs: the service as it said of itself, and this machine's clock.
final class Surroundings {
  /// In seconds since 1970.
  var localTime: UInt64 = 0
  /// What the service said of itself, and this machine's time then.
  private(set) var known: (info: Info, at: UInt64)?
  /// Whether a wallet or a grant is open.
  var isOpen = false

  func know(_ info: Info) { known = (info, localTime) }

  func info() throws(CoreFailure) -> Info {
    guard let known else { throw .notOpen }
    return known.info
  }

  var authority: [UInt8] { known?.info.authority ?? [] }
  /// Scheme and host of the second operator; empty when there is none.
  var hardener: [UInt8] { known?.info.hardener ?? [] }

  /// The server's time, in seconds since 1970, as far as it is known here.
  var serverTime: UInt64 {
    guard let known else { return localTime }
    return UInt64(
      clamping: Int64(clamping: localTime) + Int64(clamping: known.info.time)
        - Int64(clamping: known.at))
  }
}

/// Asks the service what it says of itself.
final class ReadInfo: Operation {
  private let around: Surroundings
  private var isAsked = false

  init(_ around: Surroundings) {
    self.around = around
  }

  override func proceed() throws(CoreFailure) -> Activity? {
    guard !isAsked else { return nil }
    isAsked = true
    let around = around
    return RequestsActivity([Request(.info, body: [])]) { (response) throws(VaultError) in
      let info: Info = try response.message()
      around.know(info)
    }
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    let info = try around.info()
    json.object()
    json.number("time", info.time)
    json.text("authority", info.authority)
    json.text("reader", info.reader)
    json.number("spaceBytes", UInt64(info.spaceBlocks) * UInt64(Limits.partBytes))
    json.number("documentBytes", UInt64(Limits.documentBytes))
    json.number("thumbnailBytes", UInt64(Limits.thumbnailBytes))
    json.number("titleBytes", UInt64(Texts.titleBytes))
    json.number("kindBytes", UInt64(Texts.kindBytes))
    json.number("personBytes", UInt64(Texts.personBytes))
    json.number("purposeBytes", UInt64(Texts.purposeBytes))
    json.number("grantSeconds", Limits.grantSeconds)
    json.number("grantOpenings", UInt64(Limits.grantOpenings))
    json.end()
  }
}
