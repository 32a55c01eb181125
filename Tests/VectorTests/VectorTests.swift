import Foundation
import Testing
import VectorMaker
import VectorRunner

@Suite("vectors, natively") struct VectorTests {
  @Test func thereAreVectors() {
    #expect(!VectorFile.names.isEmpty)
  }

  /// Each vector of a file; notes down the names of those that pass, which the run in
  /// WebAssembly compares with its own.
  @Test(arguments: VectorFile.names) func pass(file name: String) throws {
    let file = try VectorFile(named: name)
    var passed: [String] = []
    for vector in file.vectors {
      let difference = try file.difference(vector)
      #expect(difference == nil, "\(vector.name)")
      if difference == nil { passed.append(vector.name) }
    }
    #expect(Set(file.vectors.map(\.name)).count == file.vectors.count, "names are unique")
    let folder = VectorFile.root.appending(path: ".build/vectors")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try JSONEncoder().encode(passed).write(to: folder.appending(path: name))
  }

  @Test(arguments: VectorFile.names) func belongToASpecOfTheRepository(file name: String) throws {
    let spec = VectorFile.root.appending(path: try VectorFile(named: name).spec)
    #expect(FileManager.default.fileExists(atPath: spec.path))
  }

  /// An operation that no vector runs is a hole.
  @Test func coverEveryOperation() throws {
    let used = try Set(
      VectorFile.names.flatMap { try VectorFile(named: $0).vectors }
        .map { Array($0.operation.utf8) })
    for name in VectorRunner.operationNames {
      #expect(used.contains(name), "\(String(decoding: name, as: UTF8.self))")
    }
  }

  @Test func areMadeAnewByteForByte() throws {
    for file in allVectorFiles() {
      #expect(file.problems.isEmpty)
      let kept = try Data(contentsOf: VectorFile.folder.appending(path: file.fileName))
      #expect(Data(file.json) == kept, "\(file.fileName): make vectors")
    }
  }

  @Test func refuseMoreThanTheyAccept() throws {
    let vectors = try VectorFile.names.flatMap { try VectorFile(named: $0).vectors }
    #expect(vectors.count { $0.expect != "ok" } > vectors.count / 2)
  }
}
