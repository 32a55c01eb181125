import Sodium
import Vault
import Wire

/// Specs/pseudonym.md; Specs/slots.md.
let credentialOperations: [Operation] = [
  Operation("pseudonym") { (input) throws(Failure) in
    let typed = try input.bytes("typed")
    let pseudonym = try named { () throws(PseudonymError) in try Pseudonym(typed) }
    return .bytes("canonical", pseudonym.canonical)
  }
]
