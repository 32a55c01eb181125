import ArgumentParser
import Client
import Share
import Vault
import Wire

#if canImport(Glibc)
  import Glibc
#endif

struct Open: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Open a share: reads its link, and its code if asked, from standard input.",
    discussion: """
      Writes the documents into a folder, which is made if it isn't there, never over a file and \
      never outside it: where a name is taken, the document's gets a number.
      """)

  @OptionGroup var service: ServiceOptions
  @Option(name: .shortAndLong, help: "The folder to write the documents to.")
  var output = "."

  func run() async throws {
    guard let line = StandardInput.line(), !line.isEmpty else { throw Failure.usage(.noLink) }
    let link = try parse(line)
    try makeFolder()
    let origin = try service.origin(fallback: String(decoding: link.origin, as: UTF8.self))
    do {
      let service = try await Service.connect(to: origin)
      let reader = try await Reader(link, on: service)
      StandardError.line(.shownUntil(timeText(reader.cover.expiry)))
      let manifest = try await reader.open(code: try code(for: reader.cover))
      if !manifest.purpose.isEmpty {
        StandardError.line(.shownFor(String(decoding: manifest.purpose, as: UTF8.self)))
      }
      try await write(manifest, from: reader)
    } catch let error as ClientError {
      throw Failure(error)
    }
  }

  private func parse(_ line: [UInt8]) throws(Failure) -> GrantLink {
    do {
      return try GrantLink(typed: line)
    } catch {
      throw Failure(error)
    }
  }

  private func code(for cover: Cover) throws(Failure) -> SpokenCode {
    guard cover.needsCode else { return .none }
    let typed = StandardInput.line() ?? Prompt.secret(.codePrompt)
    guard let typed else { throw .usage(.noCode) }
    do {
      return try SpokenCode(typed: typed)
    } catch {
      throw Failure(error)
    }
  }

  /// Before an opening is counted: the folder has to be there and take files.
  private func makeFolder() throws(Failure) {
    // One level: a longer path that isn't there is more likely mistyped.
    if mkdir(output, 0o700) == 0 { return }
    var status = stat()
    guard stat(output, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
      access(output, W_OK | X_OK) == 0
    else { throw .input(.folderMissing) }
  }

  private func write(_ manifest: Manifest, from reader: Reader) async throws {
    var names: [String] = []
    for item in manifest.items {
      let name = FileNames.name(item.title, item.type, from: .another)
      names.append(unused(name, in: names))
    }
    let files: [OutputFile]
    do {
      // All names are taken before anything is fetched: all documents are written or none.
      files = try names.map { try OutputFile(path: output + "/" + $0) }
    } catch {
      StandardError.line(.openedButNotWritten)
      throw error
    }
    for (index, file) in files.enumerated() {
      try await reader.read(document: index) { bytes throws(ClientError) in
        try file.write(bytes)
      }
    }
    for (file, name) in zip(files, names) {
      try file.finish()
      StandardError.line(.documentWritten(name))
    }
  }

  /// `name`, or with a number if the grant has two of it or the folder has one.
  private func unused(_ name: [UInt8], in names: [String]) -> String {
    let free = FileNames.unused(name) {
      let candidate = String(decoding: $0, as: UTF8.self)
      var status = stat()
      return names.contains(candidate) || lstat(output + "/" + candidate, &status) == 0
    }
    return String(decoding: free, as: UTF8.self)
  }
}
