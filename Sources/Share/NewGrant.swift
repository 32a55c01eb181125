import Sodium
public import Vault
public import Wire

/// A document as a grant shows it.
public struct SharedDocument: Sendable {
  public let id: DocumentID
  public let title: [UInt8]
  public let type: FileType
  /// In bytes.
  public let length: UInt64
  /// As the number yyyymmdd, or 0.
  public let validUntil: UInt32

  /// The document as it is.
  public init(_ document: Document) {
    id = document.id
    title = document.title
    type = document.type
    length = document.content.length
    validUntil = document.validUntil
  }

  /// A copy of the document with other bytes: reduced, or with parts blacked out.
  ///
  /// - Throws: `.invalid` for a text or size that a grant does not take.
  public init(
    copyOf document: Document, title: [UInt8], type: FileType, length: UInt64
  ) throws(VaultError) {
    guard length <= UInt64(Limits.documentBytes) else { throw .invalid(.documentTooLarge) }
    id = document.id
    self.title = try Texts.line(title, maxBytes: Texts.titleBytes)
    self.type = type
    self.length = length
    validUntil = document.validUntil
  }
}

/// What a holder chooses for a grant.
public struct GrantTerms: Sendable {
  public var documents: [SharedDocument]
  /// At most 240 bytes of UTF-8, may be empty.
  public var purpose: [UInt8]
  /// Who shares, may be empty.
  public var name: [UInt8]
  public var code: SpokenCode
  /// In seconds since 1970.
  public var expiry: UInt64
  public var maxOpenings: UInt32

  public init(
    documents: [SharedDocument], purpose: [UInt8], name: [UInt8] = [], code: SpokenCode,
    expiry: UInt64, maxOpenings: UInt32
  ) {
    self.documents = documents
    self.purpose = purpose
    self.name = name
    self.code = code
    self.expiry = expiry
    self.maxOpenings = maxOpenings
  }
}

/// A grant in the making. In this order, so that no live grant exists that the wallet
/// does not know: reserve, blocks, the journal's entries, publish.
/// - SeeAlso: Specs/grants.md, "Making a grant".
public final class NewGrant {
  /// What goes into the holder's journal.
  public let record: GrantRecord
  /// The bundle's blocks.
  public let blockCount: UInt32
  private let terms: GrantTerms
  private let manifest: Manifest
  private let length: UInt64
  private let compartment: Compartment
  private var answer: GrantReserveAnswer?

  /// - Parameter time: the server's time, in seconds since 1970.
  /// - Throws: `.invalid` for terms that the service does not take.
  public init(
    _ terms: GrantTerms, from compartment: Compartment, time: UInt64
  ) throws(VaultError) {
    guard terms.expiry > time, terms.expiry <= time + Limits.grantSeconds else {
      throw .invalid(.expiry)
    }
    guard (1...Limits.grantOpenings).contains(terms.maxOpenings) else {
      throw .invalid(.openings)
    }
    guard (1...Manifest.maxItems).contains(terms.documents.count) else {
      throw .invalid(.grantSize)
    }
    var terms = terms
    terms.purpose = try Texts.line(
      terms.purpose, maxBytes: Texts.purposeBytes, mayBeEmpty: true)
    terms.name = try Texts.line(terms.name, maxBytes: Texts.titleBytes, mayBeEmpty: true)
    self.terms = terms
    self.compartment = compartment
    manifest = Manifest(
      purpose: terms.purpose, name: terms.name, documents: terms.documents)
    length =
      manifest.withPrefix { UInt64($0.byteCount) }
      + terms.documents.reduce(0) { $0 + $1.length }
    guard length <= Content.maxLength else { throw .invalid(.grantSize) }
    blockCount = Content.bundleBlockCount(length: length)
    let most = Limits.grantBlockOpenings / UInt64(blockCount)
    guard UInt64(terms.maxOpenings) <= most else {
      throw .invalid(.grantOpenings(most: UInt32(most)))
    }
    let secret = SharedSecret<GrantSecret>(.random(byteCount: 16))
    record = GrantRecord(
      id: GrantKeys.id(secret.secret), secret: secret,
      receipt: SharedSecret(.random(byteCount: 32)),
      revocationCode: RevocationCode.random().canonical, madeAt: time, expiry: terms.expiry,
      maxOpenings: terms.maxOpenings, code: terms.code.digits, purpose: terms.purpose,
      documents: terms.documents.map { $0.id })
  }

  private var access: Secret<GrantAccess> {
    GrantKeys.access(record.secret.secret, code: terms.code)
  }

  public func reserveRequest() -> Request {
    Request(
      .grantReserve,
      GrantReserveRequest(
        id: record.id, openAuth: GrantKeys.openAuth(access),
        revocationCode: record.revocationCode, receiptID: ReceiptKeys.id(record.receipt.secret),
        receiptAuth: ReceiptKeys.auth(record.receipt.secret), blockCount: blockCount),
      signer: compartment.signer)
  }

  /// Takes the answer to ``reserveRequest()`` and gives what seals the bundle.
  public func reserved(_ response: Response) throws(VaultError) -> BundleSealer {
    let answer: GrantReserveAnswer
    do {
      answer = try response.message()
    } catch .refused(.notFound) {
      throw .noSuchWallet
    }
    self.answer = answer
    let sealer = BundleSealer(
      key: GrantKeys.bundleKey(access, keyShare: answer.keyShare), id: record.id,
      blockCount: blockCount)
    manifest.withPrefix { sealer.append($0) }
    return sealer
  }

  /// A request that puts numbered blocks of the bundle, at most 16.
  public func putRequest(_ blocks: [(number: UInt16, block: [UInt8])]) -> Request {
    var body = answer?.uploadToken ?? []
    body.reserveCapacity(body.count + blocks.count * (2 + Limits.blockBytes))
    for (number, block) in blocks {
      body += bigEndianBytes(number)
      body += block
    }
    return Request(.grantBlocksPut, body: body)
  }

  public func publishRequest() -> Request {
    let cover = Cover(
      expiry: record.expiry, needsCode: terms.code != .none,
      receiptPublicKey: SealTo.publicKey(of: ReceiptKeys.secretKey(record.receipt.secret)),
      purpose: terms.purpose, name: terms.name)
    return Request(
      .grantPublish,
      GrantPublishRequest(
        uploadToken: answer?.uploadToken ?? [], cover: cover.seal(with: record.secret.secret),
        expiry: record.expiry, maxOpenings: record.maxOpenings))
  }
}

/// Cuts the bytes of a bundle, given one after the other, into sealed blocks.
public final class BundleSealer {
  private let key: Secret<ContentKey>
  private let place: Place
  private let blockCount: UInt32
  private var part = SecretBuffer(capacity: Limits.partBytes)
  private var nextNumber: UInt32 = 0
  private var finished: [(number: UInt16, block: [UInt8])] = []

  init(key: consuming Secret<ContentKey>, id: GrantID, blockCount: UInt32) {
    self.key = key
    place = .grant(id)
    self.blockCount = blockCount
  }

  /// Takes the bundle's next bytes.
  public func append(_ bytes: RawSpan) {
    var offset = 0
    while offset < bytes.byteCount {
      let count = min(Limits.partBytes - part.byteCount, bytes.byteCount - offset)
      part.append(bytes.extracting(offset..<offset + count))
      offset += count
      if part.byteCount == Limits.partBytes { sealPart() }
    }
  }

  /// Seals what is left, and the blocks that make the count a power of two.
  public func finish() {
    while nextNumber < blockCount { sealPart() }
  }

  /// The blocks that were finished since the last call, in order.
  public func takeBlocks() -> [(number: UInt16, block: [UInt8])] {
    defer { finished = [] }
    return finished
  }

  private func sealPart() {
    precondition(nextNumber < blockCount, "Share: more bytes than the grant was reserved for")
    var block = [UInt8](repeating: 0, count: Limits.blockBytes)
    part.withBytes { part in
      block.withMutableBytes {
        Content.sealBlock(
          part, key: key, place: place, index: nextNumber, count: blockCount, into: &$0)
      }
    }
    finished.append((UInt16(nextNumber), block))
    nextNumber += 1
    part = SecretBuffer(capacity: Limits.partBytes)
  }
}
