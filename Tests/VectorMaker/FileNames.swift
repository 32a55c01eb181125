func fileNameVectors() -> VectorFile {
  var file = VectorFile("file-names", spec: "Specs/file-names.md")
  addParts(to: &file)
  addNames(to: &file)
  return file
}

/// From a file's name: the bytes, which need not be UTF-8, and the readable name as comment.
private func addParts(to file: inout VectorFile) {
  func parts(_ name: String, _ mediaType: String, _ why: String) {
    bytes(Array(name.utf8), mediaType, "parts: \(name)", why)
  }
  func parts(_ name: String, _ why: String) { parts(name, "application/octet-stream", why) }
  func bytes(_ name: [UInt8], _ mediaType: String, _ title: String, _ why: String) {
    file.add(
      title, why, "fileName.parts",
      [("name", .hex(name)), ("mediaType", .hex(Array(mediaType.utf8)))])
  }
  let pdf = "application/pdf"
  let jpeg = "image/jpeg"
  parts("Lettre du CPAS.docx", "the ending is what opens it again")
  parts("Lettre du CPAS.DOCX", "small letters")
  parts("archive.tar.gz", "the last one")
  parts("dossier/sous.dossier/bail.odt", "folders are left out")
  parts("bail", "no ending")
  parts(".profile", "a dot that comes first ends nothing")
  parts("bail.", "nothing follows the dot")
  parts("Loyer 12.11.2026", "digits alone are a date")
  parts("M.Dupont", "more than four letters, large and small ones, are a name")
  parts("film.Mp4", "four may be both")
  parts("carnet.webarchive", "ten at most")
  parts("carnet.webarchives", "eleven")
  parts("mes docs. Suite", "a space is no ending")
  parts("facture_mars__2026.pdf", pdf, "underscores are spaces")
  parts("scan.tmp", pdf, "a passing ending goes; scan is a device's word")
  parts("attestation.php", pdf, "as a download calls it")
  parts("attestation.jpg", pdf, "another type's ending goes")
  parts("bail v1.final", pdf, "any other stays in the title")
  parts("photo de classe.jpeg", jpeg, "one of the four of JPEG")
  parts("photo de classe", jpeg, "the type's usual one where there is none")
  parts("rapport.csv", "text/plain; charset=utf-8", "texts have many endings")
  parts("IMG_20261129_153000.jpg", jpeg, "the day on which it was taken")
  parts("PXL_20261129_093012345.MP.jpg", jpeg, "the same of another camera")
  parts("WhatsApp Image 2026-11-29 at 10.11.12.jpeg", jpeg, "the same of a messenger")
  parts("signal-2026-11-29-101112_001.jpg", jpeg, "the same of another")
  parts("Screenshot_2026-11-29-10-22-33.png", "image/png", "the same of a screen")
  parts("Capture d\u{2019}écran 2026-11-29 101112.png", "image/png", "in French, composed")
  parts(
    "Capture d\u{2019}e\u{301}cran 2026-11-29.png", "image/png",
    "in French, with the mark by itself")
  parts("Schermafbeelding 2026-11-29 om 10.11.12.png", "image/png", "in Dutch")
  parts("Scan 29 nov. 2026.pdf", pdf, "a scanner, with the name of a month")
  parts("3f2504e0-4f89-11d3-9a0c-0305e82c3301.jpg", jpeg, "a number in hexadecimal")
  parts("20261129.pdf", pdf, "a day alone")
  parts("003.pdf", pdf, "few digits number somebody's papers")
  parts("Scan passeport.pdf", pdf, "a word of somebody's: a title")
  parts("2026-11-29 plainte.pdf", pdf, "a day beside a word is the person's")
  parts("photo\u{202e}gpj.exe", "without the override the name shows as what it is")
  parts("Aide so\u{ad}ciale.pdf", pdf, "a soft hyphen")
  parts("a\nb\tc.txt", "text/plain; charset=utf-8", "line ends and tabs")
  parts("\u{a0}\u{202f}bail \u{3000}.odt", "spaces of all kinds")
  parts(String(repeating: "é", count: 130) + ".pdf", pdf, "at most 240 bytes, whole characters")
  bytes(
    [0x61, 0xff, 0x62, 0xe9] + Array(".txt".utf8), "text/plain; charset=windows-1252",
    "parts: bytes of another system", "each byte that is no UTF-8 is an underscore, so a space")
  bytes([], "application/pdf", "parts: nothing", "no name is no title")
}

/// To a file's name.
private func addNames(to file: inout VectorFile) {
  func name(
    _ title: String, _ mediaType: String, _ ending: String, _ why: String,
    fromAnother: Bool = false
  ) {
    file.add(
      "name: \(title), \(mediaType), \(ending)\(fromAnother ? ", from another" : "")", why,
      "fileName.name",
      [
        ("title", .hex(Array(title.utf8))), ("mediaType", .hex(Array(mediaType.utf8))),
        ("ending", .hex(Array(ending.utf8))), ("fromAnother", .number(fromAnother ? 1 : 0)),
      ])
  }
  let word = "application/octet-stream"
  name("Lettre", word, "docx", "the ending that it had")
  name("Lettre.DOCX", word, "docx", "not twice")
  name("Lettre", word, "", "an unknown type without an ending has none")
  name("Scan", "application/pdf", "", "the type's")
  name("Photo.JPEG", "image/jpeg", "jpg", "JPEG has two names")
  name("Note", "text/plain; charset=utf-8", "", "a text")
  name("..", "application/pdf", "", "dots at the ends go")
  name("../../evil", word, "sh", "no way out of the folder")
  name("CON", "application/pdf", "pdf", "a device of Windows")
  name("com1.2026", word, "txt", "with anything behind it")
  name("a:b*c?d\"e<f>g|h\\i/j", word, "odt", "what a system can't hold")
  name(String(repeating: "é", count: 100), word, "docx", "120 bytes with the ending")
  name("facture", word, "exe", "a program, from oneself")
  name("facture", word, "exe", "a program: it does not start", fromAnother: true)
  name("facture.HTML", word, "", "a page, by its title", fromAnother: true)
  name("facture.exe", "application/pdf", "pdf", "a PDF with an odd title", fromAnother: true)
  name("lettre", word, "docx", "a text of an office does not run", fromAnother: true)
  name("lettre", word, "docm", "one with macros does", fromAnother: true)
  name(
    "Attestation", "application/octet-stream", "jnlp", "what starts a program of another place",
    fromAnother: true)
  name(
    "recherche.search-ms", "application/octet-stream", "", "an ending with a hyphen, in the title",
    fromAnother: true)
}
