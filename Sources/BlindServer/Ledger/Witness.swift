import Glibc
import Sodium
import Wire

/// The head of a ledger, held where the ledger isn't: on another disk, on another machine. It is what shows
/// that a copy of the ledger has all that was ever promised; without it every wallet rests after a
/// restore.
///
///     16 digits, space, 64 digits, newline     the number of the last record, and its chain
///
/// It is written before a change is committed, so it is never behind an answer. The file is the
/// operator's: it is there before the server starts, so that a disk that isn't mounted is no empty witness.
/// - SeeAlso: Specs/ledger.md, "Witness".
struct Witness: Sendable {
  static let byteCount = 82

  let path: String

  /// What the witness knows; nil if nothing yet, that is if the file is empty.
  func read() throws -> LedgerMark? {
    guard System.exists(path) else { throw WitnessError.missing }
    let text = try System.contents(of: path, upTo: Self.byteCount + 1)
    if text.isEmpty { return nil }
    guard text.count == Self.byteCount, text[16] == 0x20, text[81] == 0x0a,
      let number = hexDecode(Array(text[..<16])), let chain = hexDecode(Array(text[17..<81]))
    else { throw WitnessError.notAWitness }
    return LedgerMark(number + chain)
  }

  /// Writes in place, and returns once that is durable.
  func write(_ mark: LedgerMark) throws {
    let text = LedgerReader.digits(mark.count) + " " + hexEncode(mark.chain) + "\n"
    do {
      let file = try Descriptor(path, O_WRONLY)
      try Array(text.utf8).withUnsafeBytes { try System.write($0, to: file) }
      try file.sync()
    } catch {
      throw WitnessError.unwritable
    }
  }
}

/// Why a witness is of no use.
public enum WitnessError: Error, Equatable {
  case missing
  case notAWitness
  /// The change that it is about is not made.
  case unwritable
}
