import Wire

/// What files of a type are called, and which endings say nothing or too much.
/// - SeeAlso: Specs/file-names.md.
enum FileEndings {
  private static let types: [(mediaType: StaticString, endings: StaticString)] = [
    ("application/pdf", "pdf"),
    ("image/jpeg", "jpg jpeg jpe jfif"),
    ("image/png", "png"),
    ("image/gif", "gif"),
    ("image/webp", "webp"),
    ("image/heic", "heic heif hif"),
    ("image/avif", "avif"),
    ("image/tiff", "tif tiff"),
    ("image/bmp", "bmp dib"),
  ]

  /// Of programs and half-loaded files that give any kind of file.
  private static let passing: StaticString =
    "asp aspx bin cgi crdownload dat do download file jsp part php tmp"

  /// Of programs, and of pages that can run one.
  private static let running: StaticString = """
    apk app appinstaller application appref-ms appx bat chm cmd com command cpl desktop dll \
    docm dotm exe gadget hta htm html img inf ins iqy iso jar jnlp js jse library-ms lnk \
    mht mhtml msc msi msix msp mst msu pif potm ppam pptm ps1 ps1xml psm1 py pyw rdp reg \
    scf scr sct search-ms settingcontent-ms sh shb shs shtml sldm slk svg swf terminal url \
    vb vbe vbs vhd vhdx wsb wsc wsf wsh xht xhtml xlam xll xlsm xltm
    """

  /// Those that files of a type may have, the usual one first; empty for a type that has no line.
  static func endings(of mediaType: [UInt8]) -> [[UInt8]] {
    for (known, endings) in types where asciiBytes(known) == mediaType {
      return words(endings)
    }
    return []
  }

  /// Whether the ending says a type of its own, wrongly for one whose bytes say another, or none.
  static func saysNothing(_ ending: [UInt8]) -> Bool {
    words(passing).contains(ending) || types.contains { words($0.endings).contains(ending) }
  }

  /// Whether a file that ends so runs, or opens a page that can, at a double click.
  static func runs(_ ending: [UInt8]) -> Bool { words(running).contains(ending) }

  static func words(_ list: StaticString) -> [[UInt8]] {
    asciiBytes(list).split(separator: 0x20).map { Array($0) }
  }
}
