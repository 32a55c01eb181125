import Sodium
import Vault
import Wire

/// An export in the clear that is under way: what goes into the archive next.
final class ClearExportRun {
  let plan: ClearExport
  var archive = Archive()
  var next = 0
  var unreadable: Set<DocumentID> = []

  init(_ plan: ClearExport) {
    self.plan = plan
  }
}

/// Begins an export in the clear; masked documents are in it too. The page puts the bytes of every
/// ``ExportNext`` and of ``ExportEnd`` one behind the other: that is the archive.
final class ExportBegin: Operation {
  private let session: Session
  private let run: ClearExportRun

  init(_ session: Session, _ input: Input) throws(CoreFailure) {
    self.session = session
    let language = try input.bytes()
    let title = try input.bytes()
    let notices = try input.texts()
    let words = try input.texts()
    let kinds = try input.texts()
    let names = try input.texts()
    let months = try input.texts()
    let firstDay = try input.bytes()
    guard words.count == 6, months.count == 12, !kinds.isEmpty, kinds.count == names.count else {
      throw .badCall
    }
    let texts = ClearExportTexts(
      language: language, title: title, notices: notices, paper: words[0], person: words[1],
      addedAt: words[2], validUntil: words[3], masked: words[4], unreadable: words[5],
      kinds: zip(kinds, names).map { (kind: $0, name: $1) }, months: months, firstDay: firstDay)
    run = ClearExportRun(ClearExport(of: try session.compartment().state, texts))
    session.export = run
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    json.object()
    json.number("count", UInt64(run.plan.files.count))
    json.number(
      "byteCount", run.plan.files.reduce(0) { $0 + $1.document.content.length })
    json.end()
  }
}

/// The next document of an export, as the archive has it.
final class ExportNext: Operation {
  private let session: Session
  private let run: ClearExportRun
  private let file: ClearExport.File
  private let read: Collected
  private let sum = Summed()
  private var isAsked = false

  init(_ session: Session) throws(CoreFailure) {
    self.session = session
    guard let run = session.export, run.next < run.plan.files.count else { throw .badCall }
    self.run = run
    file = run.plan.files[run.next]
    read = Collected(capacity: Int(file.document.content.length))
  }

  override func proceed() throws(CoreFailure) -> Activity? {
    guard !isAsked else { return nil }
    isAsked = true
    let compartment = try session.compartment()
    let read = self.read
    let sum = self.sum
    return Download(
      file.document.content, place: file.document.place(in: compartment.spaceID), of: compartment
    ) {
      read.append($0)
      sum.checksum.add($0)
    }
  }

  /// One document that can't be read does not keep the others from their holder.
  override func absorbs(_ failure: CoreFailure) -> Bool {
    switch failure {
    case .missing, .vault(.damaged):
      run.unreadable.insert(file.document.id)
      return true
    default: return false
    }
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    run.next += 1
    let isThere = !run.unreadable.contains(file.document.id)
    json.object()
    json.flag("isThere", isThere)
    json.text("bytesAre", "bytes")
    json.end()
    guard isThere else { return }
    let content = read.take()
    let run = self.run
    let file = self.file
    let checksum = sum.checksum.value
    let length = content.byteCount
    let head = try core { () throws(VaultError) in
      try run.archive.begin(
        file.path, checksum: checksum, length: length, time: file.document.addedAt)
    }
    bytes = SecretBuffer(capacity: head.count + length)
    bytes.append(head)
    content.withBytes { bytes.append($0) }
  }
}

/// The page of an export and what ends the archive.
final class ExportEnd: Operation {
  private let run: ClearExportRun

  init(_ session: Session) throws(CoreFailure) {
    guard let run = session.export, run.next == run.plan.files.count else { throw .badCall }
    self.run = run
    session.export = nil
  }

  override func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    json.object()
    json.number("unreadable", UInt64(run.unreadable.count))
    json.text("bytesAre", "bytes")
    json.end()
    let page = run.plan.index(without: run.unreadable)
    var sum = Checksum()
    sum.add(page.rawSpan)
    let run = self.run
    let checksum = sum.value
    // No time of its own: the same wallet gives the same bytes.
    let head = try core { () throws(VaultError) in
      try run.archive.begin(
        ClearExport.indexName, checksum: checksum, length: page.count, time: 0)
    }
    bytes = SecretBuffer(capacity: head.count + page.count)
    bytes.append(head)
    bytes.append(page)
    bytes.append(run.archive.end())
  }
}

/// A checksum that a closure goes on with.
private final class Summed {
  var checksum = Checksum()
}

extension Input {
  func texts() throws(CoreFailure) -> [[UInt8]] {
    var texts: [[UInt8]] = []
    for _ in 0..<(try count()) { texts.append(try bytes()) }
    return texts
  }
}
