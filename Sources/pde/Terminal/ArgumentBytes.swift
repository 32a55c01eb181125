#if canImport(Glibc)
  import Glibc
#endif

/// The bytes of arguments, which are no UTF-8 where a file was named on another system.
///
/// - Parameter texts: Some of the process's arguments, in their order, as Swift reads them.
func argumentBytes(of texts: [String]) -> [[UInt8]] {
  var given: [[UInt8]] = (1..<max(1, Int(CommandLine.argc))).compactMap {
    CommandLine.unsafeArgv[$0].map { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
  }
  return texts.map { text in
    guard text.unicodeScalars.contains("\u{fffd}"),
      let at = given.firstIndex(where: { String(decoding: $0, as: UTF8.self) == text })
    else { return Array(text.utf8) }
    return given.remove(at: at)
  }
}
