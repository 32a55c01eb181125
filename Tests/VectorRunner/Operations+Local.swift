import Sodium
import Vault
import Wire

/// Specs/local.md.
let localOperations: [Operation] = [
  // The key and the check of a file
  Operation("local.key") { (input) throws(Failure) in
    let typed = try input.text("words")
    let salt = try input.bytes("salt", count: 16)
    let made = try named { () throws(VaultError) in
      try VaultVectors.localKey(Phrase(typed: typed), salt: salt)
    }
    var results = Results()
    results.bytes("localKey", made.key)
    results.bytes("check", made.check)
    return results
  },
  Operation("local.sync") { (input) throws(Failure) in
    let sync = try input.bytes("sync")
    let written = try named { () throws(CBORError) in try VaultVectors.rewritten(sync: sync) }
    guard written == sync else { throw .writtenDifferently }
    return Results()
  },
]
