/// A label of the key derivation: what a derived value is for.
///
/// 1...255 ASCII bytes. Each label of ``Label`` is used once in the whole
/// project, so that no two values can ever coincide.
/// - SeeAlso: Specs/derivation.md, "Labels".
public struct Label: Sendable {
  /// The label's bytes.
  public let bytes: [UInt8]

  init(_ text: StaticString) {
    self.init(
      vector: unsafe Array(
        UnsafeBufferPointer(
          start: text.utf8Start, count: text.utf8CodeUnitCount)))
  }

  /// A label that is not of the list below: for vectors only.
  package init(vector bytes: [UInt8]) {
    precondition(bytes.count <= 255, "Sodium: label over 255 bytes")
    self.bytes = bytes
  }

  /// The number of bytes of the label.
  public var byteCount: Int { bytes.count }
}

// Credentials.
extension Label {
  public static let pseudonymSalt = Label("pde1/salt")
  public static let hardened = Label("pde1/n")
  public static let cardSalt = Label("pde1/card/salt")
  public static let cardTag = Label("pde1/card/tag")
  public static let recoveryID = Label("pde1/rec/id")
  public static let recoveryKey = Label("pde1/rec/key")
  public static let slotID = Label("pde1/slot/id")
  public static let slotKey = Label("pde1/slot/key")
  public static let slot = Label("pde1/slot")
  public static let slots = Label("pde1/slots")
  public static let slotHash = Label("pde1/slot/hash")
  public static let epochs = Label("pde1/epochs")
}

// Compartments.
extension Label {
  public static let spaceSign = Label("pde1/space/sign")
  public static let rekey = Label("pde1/rekey")
  public static let journal = Label("pde1/journal")
  public static let mark = Label("pde1/mark")
  public static let entry = Label("pde1/entry")
  public static let markDigits = Label("pde1/m")
}

// Sealing and content.
extension Label {
  public static let context = Label("pde1/ctx")
  public static let sealTo = Label("pde1/sealto")
  public static let block = Label("pde1/block")
  public static let blockName = Label("pde1/block/name")
}

// Grants.
extension Label {
  public static let grantID = Label("pde1/g/id")
  public static let grantCoverKey = Label("pde1/g/cover")
  public static let grantCode = Label("pde1/g/code")
  public static let grantOpen = Label("pde1/g/open")
  public static let grantBundle = Label("pde1/g/bundle")
  public static let cover = Label("pde1/cover")
  public static let receiptID = Label("pde1/rc/id")
  public static let receiptAuth = Label("pde1/rc/auth")
  public static let receiptKey = Label("pde1/rc/sk")
  public static let receiptName = Label("pde1/rc/name")
}

// Export.
extension Label {
  public static let exportKey = Label("pde1/export/key")
  public static let exportCheck = Label("pde1/export/check")
  public static let exportBlock = Label("pde1/export")
}

// A local vault file.
extension Label {
  public static let localKey = Label("pde1/local/key")
  public static let localCheck = Label("pde1/local/check")
  public static let localRecord = Label("pde1/local")
  public static let localSync = Label("pde1/local/sync")
}

// The server's own.
extension Label {
  public static let checkFake = Label("pde1/check/fake")
  public static let checkToken = Label("pde1/check/t")
  public static let fakeRecord = Label("pde1/fake")
  public static let serverVerify = Label("pde1/t/verify")
  public static let serverShare = Label("pde1/t/share")
  public static let serverTag = Label("pde1/t/tag")
  public static let verifier = Label("pde1/v")
  public static let keyShare = Label("pde1/s")
  public static let revocation = Label("pde1/r")
  public static let serverBudget = Label("pde1/f/budget")
  public static let serverLedger = Label("pde1/f/ledger")
  public static let cardCounter = Label("pde1/bud")
  public static let cardOwner = Label("pde1/own")
  public static let ledgerTag = Label("pde1/l")
  public static let work = Label("pde1/work")
  public static let workTry = Label("pde1/work/try")
}

// Recovery shares.
extension Label {
  public static let custody = Label("pde1/custody")
}
