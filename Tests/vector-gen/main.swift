import Foundation
import VectorMaker

// Makes the vectors of Specs/Vectors anew:  vector-gen FOLDER
guard CommandLine.arguments.count == 2 else {
  FileHandle.standardError.write(Data("usage: vector-gen FOLDER\n".utf8))
  exit(64)
}
let folder = URL(filePath: CommandLine.arguments[1], directoryHint: .isDirectory)
var status: Int32 = 0
for file in allVectorFiles() {
  guard file.problems.isEmpty else {
    for problem in file.problems { print("\(file.fileName): \(problem)") }
    status = 1
    continue
  }
  try Data(file.json).write(to: folder.appending(path: file.fileName))
  print("\(file.fileName): \(file.successes) succeed, \(file.failures) are refused")
}
exit(status)
