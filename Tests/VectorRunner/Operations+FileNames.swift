import Vault

/// Specs/file-names.md.
let fileNameOperations: [Operation] = [
  Operation("fileName.parts") { (input) throws(Failure) in
    let parts = FileNameParts(
      try input.bytes("name"), mediaType: try input.bytes("mediaType"))
    var results = Results()
    results.bytes("title", parts.title)
    results.bytes("ending", parts.ending)
    return results
  },
  Operation("fileName.name") { (input) throws(Failure) in
    let title = try input.bytes("title")
    let mediaType = try input.bytes("mediaType")
    let ending = try input.bytes("ending")
    let fromAnother = try input.number("fromAnother") == 1
    let type = try named { () throws(VaultError) in
      try FileType(mediaType: mediaType, ending: ending)
    }
    var results = Results()
    results.bytes("name", FileNames.name(title, type, from: fromAnother ? .another : .oneself))
    return results
  },
]
