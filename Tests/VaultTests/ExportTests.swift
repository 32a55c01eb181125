import Foundation
import Testing
@testable import Vault
import Wire

struct ExportTests {
  private static let part = Limits.partBytes

  private func words() throws -> Phrase {
    try Phrase(typed: Array("lampe nuage tortue citron panier velours abeille".utf8))
  }

  /// A wallet of documents of these lengths, and a sealed export of it, as blocks.
  private func export(_ lengths: [Int]) throws -> (head: [UInt8], blocks: [[UInt8]]) {
    let server = try TestServer()
    let compartment = try server.create()
    let contents = lengths.map { length in (0..<length).map { UInt8(truncatingIfNeeded: $0) } }
    for (index, bytes) in contents.enumerated() {
      _ = try server.add(bytes, title: "\(index)", to: compartment)
    }
    let sealer = try SealExport(words())
    try sealer.begin(ExportManifest(of: compartment.state, at: server.time))
    for bytes in contents {
      sealer.beginDocument(thumbnail: Array("image".utf8).rawSpan)
      sealer.append(bytes.rawSpan)
    }
    sealer.finish()
    return (sealer.head, sealer.takeBlocks())
  }

  /// The documents that blocks open to.
  private func open(
    _ head: [UInt8], _ blocks: [[UInt8]], words: String? = nil
  ) throws -> [[UInt8]] {
    let phrase = try words.map { try Phrase(typed: Array($0.utf8)) } ?? self.words()
    let opener = try OpenExport(phrase, head: head)
    var documents: [[UInt8]] = []
    for (index, block) in blocks.enumerated() {
      try opener.take(block.rawSpan, isLast: index == blocks.count - 1)
      while let piece = try opener.nextPiece() {
        let bytes = opener.withBytes(of: piece) { $0.copied() }
        if piece.part == .thumbnail {
          #expect(bytes == Array("image".utf8))
          documents.append([])
        } else {
          documents[documents.count - 1] += bytes
        }
      }
    }
    guard opener.isOver else { throw VaultError.damaged(.export) }
    return documents
  }

  @Test(arguments: [
    [], [0], [1], [0, 0, 5], [part - 1], [part], [part + 1], [2 * part, 0, 3], [100, 2 * part + 1],
  ])
  func documentsOfEveryBoundaryLengthComeBack(lengths: [Int]) throws {
    let (head, blocks) = try export(lengths)
    #expect(blocks.allSatisfy { $0.count == Limits.blockBytes })
    #expect(try open(head, blocks).map { $0.count } == lengths)
    #expect(
      try open(head, blocks).allSatisfy { bytes in
        bytes.indices.allSatisfy { bytes[$0] == UInt8(truncatingIfNeeded: $0) }
      })
  }

  /// The length of a document with which the stream ends exactly at a block's end.
  @Test func aStreamThatFillsItsLastBlockHasNoFurtherOne() throws {
    let (head, blocks) = try export([Self.part])
    let opener = try OpenExport(try words(), head: head)
    let first = blocks[0]
    try opener.take(first.rawSpan, isLast: false)
    var before = 0
    while let piece = try opener.nextPiece() {
      if piece.part == .content { before += piece.byteCount }
    }
    let (_, full) = try export([before])
    #expect(full.count == 1)
    #expect(try export([before + 1]).blocks.count == 2)
  }

  @Test func blocksThatAreAlteredCutSwappedOrDoubledAreDamage() throws {
    let (head, blocks) = try export([3 * Self.part])
    try #require(blocks.count == 4)
    func expectDamage(_ blocks: [[UInt8]]) {
      #expect(throws: VaultError.damaged(.export)) { try open(head, blocks) }
    }
    for index in blocks.indices {
      for place in [0, 40, 70, 100_000, Limits.blockBytes - 1] {
        var altered = blocks
        altered[index][place] ^= 1
        expectDamage(altered)
      }
      var less = blocks
      less.remove(at: index)
      expectDamage(less)
      expectDamage(blocks + [blocks[index]])
    }
    expectDamage([])
    expectDamage([blocks[0], blocks[2], blocks[1], blocks[3]])
    expectDamage(Array(blocks[..<3]) + [Array(blocks[3].dropLast())])
    // A block of another export of the same wallet.
    expectDamage([blocks[0], try export([3 * Self.part]).blocks[1], blocks[2], blocks[3]])
  }

  @Test func otherWordsAreToldFromDamage() throws {
    let (head, blocks) = try export([5])
    #expect(throws: VaultError.wrongWords) {
      try open(head, blocks, words: "abeille lampe nuage tortue citron panier velours")
    }
    #expect(throws: VaultError.invalid(.fileWordCount(6))) {
      try open(head, blocks, words: "lampe nuage tortue citron panier velours")
    }
    #expect(throws: VaultError.invalid(.exportFile)) { try open(Array(head.reversed()), blocks) }
    #expect(throws: VaultError.invalid(.exportFile)) { try open(Array(head.dropLast()), blocks) }
  }
}

struct FileNameTests {
  private func name(_ title: String, _ mediaType: String = "application/pdf") throws -> String {
    let type = try FileType(mediaType: Array(mediaType.utf8))
    return String(
      decoding: FileNames.name(Array(title.utf8), type, from: .oneself), as: UTF8.self)
  }

  @Test(arguments: [
    ("Bail", "Bail.pdf"), ("bail.PDF", "bail.PDF"), ("../../etc/passwd", "_.._etc_passwd.pdf"),
    ("..", "_.pdf"), ("", "_.pdf"), (" . ", "_.pdf"),
    ("a/b\\c:d*e?f\"g<h>i|j", "a_b_c_d_e_f_g_h_i_j.pdf"),
    ("CON", "_CON.pdf"), ("com1.txt", "_com1.txt.pdf"), ("COM10", "COM10.pdf"),
    ("مواعيد", "مواعيد.pdf"), (".hidden", "hidden.pdf"),
  ])
  func titlesBecomeSafeNames(title: String, expected: String) throws {
    #expect(try name(title) == expected)
  }

  @Test func theEndingIsThatOfTheBytes() throws {
    #expect(try name("photo.jpeg", "image/jpeg") == "photo.jpeg")
    #expect(try name("note", "text/plain; charset=utf-8") == "note.txt")
    #expect(try name("page.html", "application/octet-stream") == "page.html")
  }

  @Test func longTitlesAreCutBetweenCharacters() throws {
    let cut = try name(String(repeating: "é", count: 200))
    #expect(cut.utf8.count <= FileNames.maxBytes)
    #expect(cut == String(repeating: "é", count: 58) + ".pdf")
  }

  @Test func namesThatAreTakenAreNumbered() {
    var taken: Set<[UInt8]> = []
    let names = ["a.pdf", "A.PDF", "a.pdf", "b", "b"].map {
      String(decoding: FileNames.unused(Array($0.utf8), &taken), as: UTF8.self)
    }
    #expect(names == ["a.pdf", "A (2).PDF", "a (3).pdf", "b", "b (2)"])
  }
}

struct ClearExportTests {
  private static let texts = ClearExportTexts(
    language: Array("fr".utf8), title: Array("Mon <porte-documents>".utf8), notices: [], paper: [],
    person: [], addedAt: [], validUntil: [], masked: Array("masqué".utf8),
    unreadable: Array("illisible".utf8),
    kinds: [
      (Array("sante".utf8), Array("Santé".utf8)), (Array("autre".utf8), Array("Autre".utf8)),
    ], months: Array(repeating: Array("mois".utf8), count: 12), firstDay: Array("1er".utf8))

  private func plan(_ documents: [(title: String, kind: String)]) throws -> ClearExport {
    let server = try TestServer()
    let compartment = try server.create()
    let added = try documents.map {
      Change.added(
        try Document(
          content: ContentReference(length: 0), title: Array($0.title.utf8),
          kind: Array($0.kind.utf8), type: FileType(mediaType: Array("application/pdf".utf8)),
          addedAt: 1_767_225_660, validUntil: 2027_02_28))
    }
    let masking = try Change.masking(kinds: [Array("sante".utf8)])
    try server.run(CommitChanges(added + [masking], to: compartment, time: server.time))
    return ClearExport(of: compartment.state, Self.texts)
  }

  private func paths(_ plan: ClearExport) -> [String] {
    plan.files.map { String(decoding: $0.path, as: UTF8.self) }
  }

  @Test func documentsLieInTheFoldersOfTheirKinds() throws {
    let plan = try plan([
      ("Bail", ""), ("Vaccin", "sante"), ("Bail", "autre"), ("Chien", "animaux"), ("x", "../.."),
      ("y", "index.html"), ("z", "santé"),
    ])
    #expect(
      paths(plan) == [
        "Santé/Vaccin.pdf", "Autre/Bail.pdf", "Autre/Bail (2).pdf", "animaux/Chien.pdf", "_/x.pdf",
        "index (2).html/y.pdf", "santé (2)/z.pdf",
      ])
    #expect(plan.files.map { $0.isMasked } == [true, false, false, false, false, false, false])
  }

  @Test func whatATitleSaysIsNoMarkUpAndNoAddress() throws {
    let plan = try plan([("<script>alert('1')</script>&\"", "sante"), ("a#b?c%d e", "")])
    let page = String(decoding: plan.index(), as: UTF8.self)
    #expect(!page.contains("<script"))
    #expect(page.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&quot;"))
    #expect(page.contains("<a href=\"Autre/a%23b_c%25d%20e.pdf\">"))
    #expect(page.contains("<title>Mon &lt;porte-documents&gt;</title>"))
    #expect(page.contains("masqué"))
    #expect(page.contains("1er mois 2026"))
    #expect(page.contains("28 mois 2027"))
  }

  @Test func aDocumentThatCouldNotBeReadHasNoLink() throws {
    let plan = try plan([("Bail", "")])
    let page = String(
      decoding: plan.index(without: [plan.files[0].document.id]), as: UTF8.self)
    #expect(page.contains("illisible"))
    #expect(!page.contains("<a "))
  }

  @Test(arguments: [
    (0 as UInt64, "1970-1-1"), (86_399, "1970-1-1"), (951_782_400, "2000-2-29"),
    (4_107_542_400, "2100-3-1"), (253_402_300_799, "9999-12-31"),
  ])
  func daysAreThoseOfTheCalendar(seconds: UInt64, expected: String) {
    let date = CivilDate(secondsSince1970: seconds)
    #expect("\(date.year)-\(date.month)-\(date.day)" == expected)
  }
}

struct ArchiveTests {
  /// What another program says of an archive, as lines.
  private func unzip(_ archive: [UInt8], _ script: String) throws -> String {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "pde-archive-\(UInt64.random(in: 0 ... .max)).zip")
    try Data(archive).write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    let program = path.appendingPathExtension("py")
    let output = path.appendingPathExtension("txt")
    try Data(script.utf8).write(to: program)
    defer {
      try? FileManager.default.removeItem(at: program)
      try? FileManager.default.removeItem(at: output)
    }
    // Not Foundation's Process: see StretchingTests.
    #expect(system("python3 '\(program.path)' '\(path.path)' > '\(output.path)'") == 0)
    return String(decoding: try Data(contentsOf: output), as: UTF8.self)
  }

  private func archive(_ files: [(name: String, bytes: [UInt8], time: UInt64)]) throws -> [UInt8] {
    var archive = Archive()
    var all: [UInt8] = []
    for file in files {
      var sum = Checksum()
      sum.add(file.bytes.rawSpan)
      all += try archive.begin(
        Array(file.name.utf8), checksum: sum.value, length: file.bytes.count, time: file.time)
      all += file.bytes
    }
    return all + archive.end()
  }

  @Test func anotherProgramReadsIt() throws {
    let made = try archive([
      ("Santé/مواعيد.txt", Array("salut".utf8), 1_767_225_660), ("empty", [], 0),
      ("index.html", (0..<100_000).map { UInt8(truncatingIfNeeded: $0 * 7) }, 253_402_300_799),
    ])
    let said = try unzip(
      made,
      """
      import sys, zipfile, hashlib
      with zipfile.ZipFile(sys.argv[1]) as z:
          assert z.testzip() is None
          for i in z.infolist():
              print(i.filename, i.date_time, i.compress_type, hashlib.md5(z.read(i)).hexdigest())
      """)
    #expect(
      said == """
        Santé/مواعيد.txt (2026, 1, 1, 0, 1, 0) 0 3ed7dceaf266cafef032b9d5db224717
        empty (1980, 1, 1, 0, 0, 0) 0 d41d8cd98f00b204e9800998ecf8427e
        index.html (2107, 12, 31, 23, 59, 58) 0 8cb7f568752be648376cd32a342006af

        """)
  }

  @Test func theSameFilesGiveTheSameBytes() throws {
    let files = [("a", [1, 2, 3] as [UInt8], 1_767_225_660 as UInt64)]
    #expect(try archive(files) == archive(files))
  }

  @Test func moreThanFitsIsRefused() throws {
    var archive = Archive()
    _ = try archive.begin([0x61], checksum: 0, length: 4_294_967_000, time: 0)
    #expect(throws: VaultError.invalid(.archive)) {
      try archive.begin([0x62], checksum: 0, length: 300, time: 0)
    }
  }
}
