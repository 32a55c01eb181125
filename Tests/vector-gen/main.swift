import Foundation
import VectorMaker

// Makes the vectors of Specs/Vectors anew:  vector-gen FOLDER
guard CommandLine.arguments.count == 2 else {
  FileHandle.standardError.write(Data("usage: vector-gen FOLDER\n".utf8))
  exit(64)
}
let folder = URL(filePath: CommandLine.arguments[1], directoryHint: .isDirectory)
for file in allVectorFiles() {
  try Data(file.json).write(to: folder.appending(path: file.fileName))
  print("\(file.fileName): \(file.successes) succeed, \(file.failures) are refused")
}
