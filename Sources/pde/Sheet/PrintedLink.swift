/// A grant's link as a person types it from paper: an address, and a key in groups of four.
///
/// Without its fragment an address is just the reader's page; the page asks for the key.
struct PrintedLink {
  /// `HTTPS://HOST/G#...`, what the QR code holds.
  let text: String
  /// `host/G`; with its scheme if that is not https, which browsers take by themselves.
  let address: String
  /// `ABCD EFGH ...`
  let groups: String

  init(_ text: String) {
    self.text = text
    let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let page = parts[0].dropLast(2).lowercased() + "/G"
    address = page.hasPrefix("https://") ? String(page.dropFirst(8)) : page
    var groups = ""
    for (index, character) in (parts.count > 1 ? parts[1] : "").enumerated() {
      if index > 0, index % 4 == 0 { groups += " " }
      groups.append(character)
    }
    self.groups = groups
  }
}
