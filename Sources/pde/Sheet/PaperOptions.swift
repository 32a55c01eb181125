import ArgumentParser
import Client
import Vault

/// In which languages a paper is printed.
struct PaperOptions: ParsableArguments {
  @Option(
    name: .customLong("sheet-language"),
    help: "The paper's language, once or twice: fr, nl or en (usual: fr and nl).")
  var languages: [Create.PhraseLanguage] = []

  /// - Parameter name: the file that it is to be written to, if one is.
  func checked(for name: String?) throws(Failure) -> Paper {
    if let name, !name.hasSuffix(".html") { throw .usage(.badSheetName) }
    // Three would not fit on one page, and one twice is a mistake.
    guard languages.isEmpty || name != nil, languages.count <= 2,
      Set(languages).count == languages.count
    else { throw .usage(.badSheetLanguages) }
    return Paper(
      languages: languages.isEmpty ? [.french, .dutch] : languages.map { $0.language })
  }
}

extension Paper {
  /// Writes a page to a file.
  static func write(_ page: [UInt8], to file: OutputFile) throws(ClientError) {
    try file.write(page.span.bytes)
    try file.finish()
  }
}
