/// What kind of credential is hardened.
public enum HardenClass: UInt8, Sendable {
  case words = 0
  case card = 1
}

/// The body of `POST /v1/harden`: always 99 bytes.
public struct HardenRequest: WireMessage, Equatable {
  public var credentialClass: HardenClass
  /// 16 bytes; zeros for words.
  public var cardTag: [UInt8]
  /// The blinded element, 32 bytes.
  public var element: [UInt8]
  /// See ``Work``; zeros when none was asked for.
  public var work: [UInt8]

  public init(
    credentialClass: HardenClass, cardTag: [UInt8], element: [UInt8], work: [UInt8] = Work.none
  ) {
    self.credentialClass = credentialClass
    self.cardTag = cardTag
    self.element = element
    self.work = work
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readMap(count: 4)
    try reader.readKey(1)
    let start = reader.offset
    guard let value = HardenClass(rawValue: try reader.readInteger()) else {
      throw reader.refuse(at: start)
    }
    credentialClass = value
    try reader.readKey(2)
    cardTag = try reader.readBytes(count: 16)
    try reader.readKey(3)
    element = try reader.readBytes(count: 32)
    try reader.readKey(4)
    work = try reader.readBytes(count: Work.byteCount)
  }

  public func write(to writer: inout CBORWriter) {
    writer.map(4)
    writer.key(1)
    writer.unsigned(credentialClass.rawValue)
    writer.key(2)
    writer.bytes(cardTag)
    writer.key(3)
    writer.bytes(element)
    writer.key(4)
    writer.bytes(work)
  }

  /// The POPRF's public input: "pde1/" || u8 class || cardTag.
  public var info: [UInt8] {
    asciiBytes("pde1/") + [credentialClass.rawValue] + cardTag
  }
}

/// What the server answers for one epoch.
public struct Evaluation: WireMessage, Equatable {
  public var epoch: UInt32
  /// The evaluated element, 32 bytes.
  public var element: [UInt8]
  /// c || s, 64 bytes.
  public var proof: [UInt8]

  public init(epoch: UInt32, element: [UInt8], proof: [UInt8]) {
    self.epoch = epoch
    self.element = element
    self.proof = proof
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    try reader.readArray(count: 3)
    epoch = try reader.readInteger()
    element = try reader.readBytes(count: 32)
    proof = try reader.readBytes(count: 64)
  }

  public func write(to writer: inout CBORWriter) {
    writer.array(3)
    writer.unsigned(epoch)
    writer.bytes(element)
    writer.bytes(proof)
  }
}

/// The answer of `POST /v1/harden`: one evaluation for each epoch, oldest first.
public struct HardenAnswer: WireMessage, Equatable {
  public var evaluations: [Evaluation]

  public init(evaluations: [Evaluation]) {
    self.evaluations = evaluations
  }

  public init(from reader: inout CBORReader) throws(CBORError) {
    evaluations = try reader.readMessages(1...Limits.epochs)
  }

  public func write(to writer: inout CBORWriter) {
    writer.messages(evaluations)
  }
}
