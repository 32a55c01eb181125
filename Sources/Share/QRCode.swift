import CQREncode
import Wire

/// A QR code as a square of modules.
///
/// The one file of this module with unsafe calls, over libqrencode.
public struct QRCode: Sendable {
  /// Modules a side, without the quiet zone.
  public let size: Int
  private let modules: [Bool]

  /// How much of the code may be lost and it still reads.
  public enum ErrorCorrection: Sendable {
    /// 15 %: for a screen.
    case screen
    /// 25 %: for paper that is folded and copied.
    case paper
  }

  /// The smallest code that holds `text`; nil if it is empty or does not fit any.
  public init?(_ text: [UInt8], _ correction: ErrorCorrection) {
    let level = correction == .screen ? QR_ECLEVEL_M : QR_ECLEVEL_Q
    var zeroEnded = text.map { CChar(bitPattern: $0) }
    zeroEnded.append(0)
    guard let code = unsafe QRcode_encodeString(zeroEnded, 0, level, QR_MODE_8, 1) else {
      return nil
    }
    defer { unsafe QRcode_free(code) }
    size = Int(unsafe code.pointee.width)
    var modules: [Bool] = []
    modules.reserveCapacity(size * size)
    for i in 0..<size * size { modules.append(unsafe code.pointee.data[i] & 1 == 1) }
    self.modules = modules
  }

  /// Whether the module is dark; those outside are light.
  public func isDark(row: Int, column: Int) -> Bool {
    guard (0..<size).contains(row), (0..<size).contains(column) else { return false }
    return modules[row * size + column]
  }

  /// The light border that readers need, in modules.
  public static let quietZone = 4

  /// A drawing of the code as SVG, black on white, one unit a module.
  public func svg() -> [UInt8] {
    let side = size + 2 * QRCode.quietZone
    var svg: [UInt8] = []
    func put(_ text: StaticString) { svg += asciiBytes(text) }
    func put(_ number: Int) { svg += decimalBytes(UInt64(number)) }
    put("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
    put(side)
    put(" ")
    put(side)
    put(
      "\" shape-rendering=\"crispEdges\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n<path d=\""
    )
    for row in 0..<size {
      var column = 0
      while column < size {
        guard isDark(row: row, column: column) else {
          column += 1
          continue
        }
        let start = column
        while column < size, isDark(row: row, column: column) { column += 1 }
        put("M")
        put(start + QRCode.quietZone)
        put(" ")
        put(row + QRCode.quietZone)
        put("h")
        put(column - start)
        put("v1h-")
        put(column - start)
        put("z")
      }
    }
    put("\"/>\n</svg>\n")
    return svg
  }
}
