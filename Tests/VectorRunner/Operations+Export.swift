import Sodium
import Vault
import Wire

/// Specs/export.md.
let exportOperations: [Operation] = [
  // The key and the head of a file
  Operation("export.key") { (input) throws(Failure) in
    let typed = try input.text("words")
    let salt = try input.bytes("salt", count: 16)
    let made = try named { () throws(VaultError) in
      try VaultVectors.exportKey(Phrase(typed: typed), salt: salt)
    }
    var results = Results()
    results.bytes("exportKey", made.key)
    results.bytes("head", made.head)
    return results
  },
  // Whether these words open a file that begins so
  Operation("export.head") { (input) throws(Failure) in
    let typed = try input.text("words")
    let head = try input.bytes("head")
    try named { () throws(VaultError) in _ = try OpenExport(Phrase(typed: typed), head: head) }
    return Results()
  },
  Operation("export.manifest") { (input) throws(Failure) in
    let manifest = try input.bytes("manifest")
    let written = try named { () throws(CBORError) in
      try VaultVectors.rewritten(manifest: manifest)
    }
    guard written == manifest else { throw .writtenDifferently }
    return Results()
  },
  // Blocks as a file has them: parts, each sealed with the number and `last` that are given
  Operation("export.open") { (input) throws(Failure) in
    let key = try input.bytes("exportKey", count: 32)
    var blocks: [[UInt8]] = []
    for part in try input.bytesList("parts") {
      // The part's own number and `last` stand before it, as they were sealed.
      guard part.count > 2 else { throw .badVector }
      let secret: Secret<Never> = Secret(copying: key)
      var context = CBORWriter()
      context.array(2)
      context.unsigned(part[0])
      context.unsigned(part[1])
      blocks.append(
        Seal.seal(
          Array(part[2...]).rawSpan, with: secret, label: .exportBlock,
          context: context.exposedBytes(), salt: [UInt8](repeating: part[0], count: 32)))
    }
    let opened = try named { () throws(VaultError) in
      try VaultVectors.openExport(key: key, blocks: blocks)
    }
    var results = Results()
    results.number("documents", opened.documents)
    results.bytes("bytes", opened.bytes)
    results.bytes("blocks", blake2b256(Array(blocks.joined())))
    return results
  },
]
