public import Wire

/// What a holder said of a document's mask.
public enum Mask: UInt8, Sendable {
  case shown = 0
  case masked = 1
  /// Masked if its kind is: what every document is at first.
  case byKind = 2
  /// Masked; that it ends soon may be said all the same, without its words.
  case reminding = 3
}

/// Which documents don't show until their holder asks for them.
/// - SeeAlso: Specs/journal.md, "Masks".
struct Masks: Sendable {
  /// Kinds whose documents are masked, unless something else was said of one.
  private(set) var kinds: [[UInt8]] = []
  /// What was said of single documents: all but ``Mask/byKind``.
  private var byDocument: [DocumentID: Mask] = [:]

  static let maxKinds = 24

  /// Nothing is masked at first.
  init() {}

  func mask(of document: DocumentID) -> Mask { byDocument[document] ?? .byKind }

  func isMasked(_ document: Document) -> Bool { isMasked(document, as: mask(of: document.id)) }

  func isMasked(_ document: Document, as mask: Mask) -> Bool {
    switch mask {
    case .shown: false
    case .masked, .reminding: true
    case .byKind: kinds.contains(document.kind)
    }
  }

  mutating func set(_ mask: Mask, of document: DocumentID) {
    byDocument[document] = mask == .byKind ? nil : mask
  }

  mutating func set(kinds: [[UInt8]]) {
    self.kinds = kinds
  }

  mutating func forget(_ document: DocumentID) {
    byDocument[document] = nil
  }

  // MARK: Format

  static func write(kinds: [[UInt8]], to writer: inout CBORWriter) {
    writer.array(kinds.count)
    for kind in kinds { writer.text(kind) }
  }

  /// Reads at most 24 kinds, none empty, none twice.
  static func readKinds(from reader: inout CBORReader) throws(CBORError) -> [[UInt8]] {
    var kinds: [[UInt8]] = []
    for _ in 0..<(try reader.readArray(0...maxKinds)) {
      let start = reader.offset
      let kind = try Texts.readLine(from: &reader, maxBytes: Texts.kindBytes)
      guard !kinds.contains(kind) else { throw reader.refuse(at: start) }
      kinds.append(kind)
    }
    return kinds
  }

  /// Writes what stands in a snapshot: the kinds, and what was said of `documents`.
  func write(to writer: inout CBORWriter, of documents: [Document]) {
    writer.array(2)
    Masks.write(kinds: kinds, to: &writer)
    let said = documents.filter { byDocument[$0.id] != nil }
    writer.array(said.count)
    for document in said {
      writer.array(2)
      writer.identifier(document.id)
      writer.unsigned(mask(of: document.id).rawValue)
    }
  }

  /// - Parameter isThere: whether the state has a document of this identifier.
  init(
    from reader: inout CBORReader, where isThere: (DocumentID) -> Bool
  ) throws(CBORError) {
    try reader.readArray(count: 2)
    kinds = try Masks.readKinds(from: &reader)
    for _ in 0..<(try reader.readArray(0...1_000_000)) {
      try reader.readArray(count: 2)
      let start = reader.offset
      let document: DocumentID = try reader.readIdentifier()
      guard isThere(document), byDocument[document] == nil,
        let mask = Mask(rawValue: try reader.readInteger()), mask != .byKind
      else { throw reader.refuse(at: start) }
      byDocument[document] = mask
    }
  }
}

extension WalletState {
  /// Whether a document does not show until its holder asks for it.
  public func isMasked(_ document: Document) -> Bool { masks.isMasked(document) }
  /// What its holder said of a document's mask.
  public func mask(of document: DocumentID) -> Mask { masks.mask(of: document) }
  /// Kinds whose documents are masked, unless something else was said of one.
  public var maskedKinds: [[UInt8]] { masks.kinds }
}

extension Change {
  /// Which kinds are masked from now on.
  ///
  /// - Throws: `.invalid` for a kind that is none, for one that is named twice, and for more
  ///   than 24.
  public static func masking(kinds: [[UInt8]]) throws(VaultError) -> Change {
    guard kinds.count <= Masks.maxKinds else { throw .invalid(.maskedKinds) }
    var checked: [[UInt8]] = []
    for kind in kinds {
      let kind = try Texts.line(kind, maxBytes: Texts.kindBytes)
      guard !checked.contains(kind) else { throw .invalid(.maskedKinds) }
      checked.append(kind)
    }
    return .maskedKinds(checked)
  }
}
