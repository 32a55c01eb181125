import Sodium
import Vault
import Wire

/// Specs/pseudonym.md; Specs/slots.md.
let credentialOperations: [Operation] = [
  Operation("pseudonym") { (input) throws(Failure) in
    let typed = try input.bytes("typed")
    let pseudonym = try named { () throws(PseudonymError) in try Pseudonym(typed) }
    return .bytes("canonical", pseudonym.canonical)
  },
  // The stretched secret of what was typed; without a pseudonym where none is given
  Operation("words") { (input) throws(Failure) in
    let typed = try input.text("words")
    var pseudonym: Pseudonym?
    if input.has("pseudonym") {
      let name = try input.text("pseudonym")
      pseudonym = try named { () throws(PseudonymError) in try Pseudonym(name) }
    }
    let read = try named { () throws(VaultError) in try stretchedWords(typed, pseudonym) }
    var results = Results()
    results.text("phrase", read.phrase)
    results.bytes("stretched", read.stretched)
    return results
  },
  // A card's text as it was typed, its code, and what they come to
  Operation("card") { (input) throws(Failure) in
    let typed = try input.text("card")
    let code = try input.text("code")
    let read = try named { () throws(VaultError) in
      try VaultVectors.card(typed: typed, code: code)
    }
    var results = Results()
    results.text("text", read.text)
    results.bytes("stretched", read.stretched)
    results.bytes("tag1", read.tags[0])
    results.bytes("tag2", read.tags[1])
    return results
  },
  // slotId and slotKey of R
  Operation("recovery") { (input) throws(Failure) in
    let keys = VaultVectors.recoverySlot(try input.bytes("secret", count: 32))
    var results = Results()
    results.bytes("slotId", keys.slotID.bytes)
    results.bytes("slotKey", keys.slotKey)
    return results
  },
  // N, slotId and slotKey of the stretched secret and the output of one operator or of both
  Operation("slotKeys") { (input) throws(Failure) in
    var outputs = [try input.bytes("output", count: 64)]
    if input.has("output2") { outputs.append(try input.bytes("output2", count: 64)) }
    let keys = VaultVectors.slotKeys(
      stretched: try input.bytes("stretched", count: 32), outputs: outputs)
    var results = Results()
    results.bytes("hardened", keys.hardened)
    results.bytes("slotId", keys.slotID.bytes)
    results.bytes("slotKey", keys.slotKey)
    return results
  },
  // A slot's record, opened and read
  Operation("slot.open") { (input) throws(Failure) in
    let key: Secret<Never> = try input.key("slotKey")
    let id = try input.bytes("slotId", count: 16)
    let record = try input.bytes("record", count: Limits.recordBytes)
    let padded: Secret<Never> = try named { () throws(SealError) in
      try Seal.open(record.rawSpan, with: key, label: .slot, context: id)
    }
    let contents = try named { () throws(VaultError) in
      try VaultVectors.slotContents(padded.exposedBytes())
    }
    var results = Results()
    results.bytes("spaceId", contents.spaceID.bytes)
    results.bytes("root", contents.root)
    results.number("generation", contents.generation)
    results.number("floorSeq", contents.floorSeq)
    results.bytes("epochListHash", contents.epochListHash)
    return results
  },
  Operation("epochs.hash") { (input) throws(Failure) in
    .bytes("hash", try epochs(&input).hash)
  },
  // Whether a hash is that of the list or of its beginning
  Operation("epochs.hasBeginning") { (input) throws(Failure) in
    let hash = try input.bytes("hash", count: 32)
    guard try epochs(&input).beginning(hash: hash) != nil else { throw .refused }
    return Results()
  },
  Operation("slots.hash") { (input) throws(Failure) in
    var slots: [Slot] = []
    for encoded in try input.bytesList("slots") {
      slots.append(try named { () throws(CBORError) in try Slot(decoding: encoded) })
    }
    return .bytes("hash", Slot.hash(slots))
  },
]

private func epochs(_ input: inout Arguments) throws(Failure) -> EpochList {
  let encoded = try input.bytes("epochs")
  return try named { () throws(CBORError) in try EpochList(decoding: encoded) }
}

private func stretchedWords(
  _ typed: [UInt8], _ pseudonym: Pseudonym?
) throws(VaultError) -> (phrase: [UInt8], stretched: [UInt8]) {
  let phrase = try Phrase(typed: typed)
  let spelledOut = phrase.spelledOut()
  let credential = try WordsCredential(phrase, pseudonym: pseudonym)
  return (spelledOut, VaultVectors.stretched(credential))
}
