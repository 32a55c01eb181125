import Sodium
import Vault
import Wire

// A sealed export, in pieces, so that the core never holds a whole wallet opened.

/// A sealed export on its way: what it holds was fixed when it began.
final class SealedExport {
  let sealer: SealExport
  /// In the manifest's order.
  let documents: [Document]
  var nextIndex = 0

  init(_ sealer: SealExport, _ documents: [Document]) {
    self.sealer = sealer
    self.documents = documents
  }
}

/// Begins a sealed export: its seven words, and the file's first bytes.
final class SealBegin: Operation {
  private let export: SealedExport
  private var words: [UInt8]

  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    let language = try WebHolder.language(input.bytes())
    let state = try session.compartment().state
    let phrase = Phrase.generateForFile(language)
    words = phrase.spelledOut()
    let sealer: SealExport
    do {
      sealer = try SealExport(phrase)
      try sealer.begin(ExportManifest(of: state, at: session.around.serverTime))
    } catch {
      throw .vault(error)
    }
    export = SealedExport(sealer, state.documents)
    session.sealedExport = export
  }

  deinit { wipe(&words) }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    json.object()
    json.key("words")
    json.array()
    for word in Phrase.split(words) { json.text(word) }
    json.end()
    json.number("count", UInt64(export.documents.count))
    json.number("byteCount", export.documents.reduce(0) { $0 + $1.content.length })
    json.text("bytesAre", "bytes")
    json.end()
    bytes.append(export.sealer.head)
    for block in export.sealer.takeBlocks() { bytes.append(block) }
  }
}

/// The next document of a sealed export, masked or not, with its thumbnail.
///
/// Nothing goes into the file before all of it is here: a call that failed can be made again.
final class SealNext: Operation {
  private let session: Session
  private let export: SealedExport
  private let document: Document
  private let read: Collected
  private var stage = 0

  init(_ session: Session) throws(CoreFailure) {
    self.session = session
    guard let export = session.sealedExport, export.nextIndex < export.documents.count else {
      throw .badCall
    }
    self.export = export
    document = export.documents[export.nextIndex]
    read = Collected(capacity: Int(document.content.length))
  }

  override func proceed() throws(CoreFailure) -> Activity? {
    let compartment = try session.compartment()
    stage += 1
    switch stage {
    case 1:
      guard let sheet = compartment.state.thumbnailSheet(of: document.id),
        session.sheet(sheet.id) == nil
      else { return try proceed() }
      return SheetDownload([sheet], session, compartment)
    case 2:
      let read = read
      return Download(
        document.content, place: document.place(in: compartment.spaceID), of: compartment
      ) { read.append($0) }
    default: return nil
    }
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    var image = SecretBuffer(capacity: 0)
    if let sheet = try session.compartment().state.thumbnailSheet(of: document.id),
      let item = sheet.item(of: document.id), let opened = session.sheet(sheet.id)
    {
      opened.withBytes(of: item) { image.append($0) }
    }
    let sealer = export.sealer
    image.withBytes { sealer.beginDocument(thumbnail: $0) }
    let content = read.take()
    content.withBytes { sealer.append($0) }
    export.nextIndex += 1
    json.object()
    json.text("bytesAre", "bytes")
    json.end()
    for block in sealer.takeBlocks() { bytes.append(block) }
  }
}

/// The end of a sealed export's file.
final class SealEnd: Operation {
  private let session: Session
  private let export: SealedExport

  init(_ session: Session) throws(CoreFailure) {
    self.session = session
    guard let export = session.sealedExport, export.nextIndex == export.documents.count else {
      throw .badCall
    }
    self.export = export
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    export.sealer.finish()
    session.sealedExport = nil
    json.object()
    json.text("bytesAre", "bytes")
    json.end()
    for block in export.sealer.takeBlocks() { bytes.append(block) }
  }
}
