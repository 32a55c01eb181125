import VectorRunner

extension Value {
  var hexInput: Input { .hex(bytes) }
}

func hardeningVectors() -> VectorFile {
  var file = VectorFile("hardening", spec: "Specs/hardening.md")
  let epochInfo: [UInt8] = Array("pde1/epoch/".utf8) + [0, 0, 0, 1]
  let derive: [(String, Input)] = [("seed", seeded("epoch/seed")), ("info", .hex(epochInfo))]
  let key = file.add(
    "the key of epoch 1", "the epoch's number is part of the info, as four bytes",
    "poprf.deriveKeyPair", derive)
  let other = file.add(
    "the key of epoch 2", "another epoch is another key, of the same seed too",
    "poprf.deriveKeyPair",
    derive.with("info", .hex(Array("pde1/epoch/".utf8) + [0, 0, 0, 2])))

  // "pde1/" || u8 class || cardTag, of words
  let info: [UInt8] = Array("pde1/".utf8) + [0] + [UInt8](repeating: 0, count: 16)
  let stretched = seeded("harden/stretched")
  let blind = reducedScalar("harden/blind")
  let blinded = file.add(
    "blinding", "the stretched secret is mapped to the group and multiplied by the blind",
    "poprf.blind", [("input", stretched), ("blind", .hex(blind))])
  file.add(
    "blinding by zero", "the identity would go out, and the answer say nothing",
    "poprf.blind", [("input", stretched), ("blind", .repeated([0], times: 32))],
    expect: "invalidInput")
  file.add(
    "a blind that is not reduced", "scalars above the order are refused, not reduced",
    "poprf.blind", [("input", stretched), ("blind", .repeated([0xff], times: 32))],
    expect: "invalidInput")

  let evaluate: [(String, Input)] = [
    ("secretKey", key["secretKey"]!.hexInput), ("element", blinded["element"]!.hexInput),
    ("info", .hex(info)), ("proofNonce", .hex(reducedScalar("harden/nonce"))),
  ]
  let answer = file.add(
    "evaluation", "by the inverse of the key with the tweak added, not by the key",
    "poprf.evaluate", evaluate)
  let card = file.make(
    "poprf.evaluate",
    evaluate.with("info", .hex(Array("pde1/".utf8) + [1] + Seed.bytes("harden/card", 16))))
  file.add(
    "evaluating zeros", "the identity is a valid encoding in libsodium 1.0.18, and refused here",
    "poprf.evaluate", evaluate.with("element", .repeated([0], times: 32)), expect: "refused")
  file.add(
    "a key of zero", "no key at all", "poprf.evaluate",
    evaluate.with("secretKey", .repeated([0], times: 32)), expect: "invalidInput")

  let finalize: [(String, Input)] = [
    ("input", stretched), ("blind", .hex(blind)), ("evaluated", answer["evaluated"]!.hexInput),
    ("proof", answer["proof"]!.hexInput), ("info", .hex(info)),
    ("publicKey", key["publicKey"]!.hexInput),
  ]
  file.add(
    "finalizing", "64 bytes, of input, info and the unblinded element", "poprf.finalize", finalize)
  let second = reducedScalar("harden/blind2")
  let again = file.make("poprf.blind", [("input", stretched), ("blind", .hex(second))])
  let answered = file.make(
    "poprf.evaluate", evaluate.with("element", again["element"]!.hexInput))
  file.add(
    "finalizing under another blind", "the same output: the blind is gone from it",
    "poprf.finalize",
    finalize.with("blind", .hex(second)).with("evaluated", answered["evaluated"]!.hexInput)
      .with("proof", answered["proof"]!.hexInput))

  let refused = "proofFailed"
  let proof = answer["proof"]!.bytes
  for (part, index) in [("c", 0), ("c, last byte", 31), ("s", 32), ("s, last byte", 63)] {
    file.add(
      "a proof changed in \(part)", "an answer without proof may be of any key",
      "poprf.finalize", finalize.with("proof", .hex(flipped(proof, at: index))), expect: refused)
  }
  file.add(
    "a proof of zeros", "the equations hold trivially where zeros are not refused",
    "poprf.finalize", finalize.with("proof", .repeated([0], times: 64)), expect: refused)
  file.add(
    "a proof cut short", "63 bytes", "poprf.finalize",
    finalize.with("proof", .hex(Array(proof.dropLast()))), expect: refused)
  file.add(
    "a proof with more behind", "65 bytes", "poprf.finalize",
    finalize.with("proof", .hex(proof + [0])), expect: refused)
  file.add(
    "the proof's halves swapped", "c comes first", "poprf.finalize",
    finalize.with("proof", .hex(Array(proof[32...] + proof[..<32]))), expect: refused)
  file.add(
    "a server with another key",
    "a wrong key gives a wrong slot: the holder would be told that "
      + "the phrase is wrong", "poprf.finalize",
    finalize.with("publicKey", other["publicKey"]!.hexInput), expect: refused)
  file.add(
    "an answer for another class", "the server used the info of a card", "poprf.finalize",
    finalize.with("evaluated", card["evaluated"]!.hexInput).with("proof", card["proof"]!.hexInput),
    expect: refused)
  file.add(
    "another info", "the client checks against the info that it meant", "poprf.finalize",
    finalize.with("info", .hex([])), expect: refused)
  file.add(
    "another element", "the proof is of one pair of elements", "poprf.finalize",
    finalize.with("evaluated", blinded["element"]!.hexInput), expect: refused)
  file.add(
    "another blind", "the proof is of what was sent", "poprf.finalize",
    finalize.with("blind", .hex(second)), expect: refused)
  file.add(
    "an evaluated element of zeros", "the identity is refused before any proof",
    "poprf.finalize", finalize.with("evaluated", .repeated([0], times: 32)), expect: "refused")

  func element(_ name: String, _ comment: String, _ encoded: [UInt8], expect: String) {
    file.add(name, comment, "ristretto255.element", [("encoded", .hex(encoded))], expect: expect)
  }
  element("an element", "its canonical encoding", key["publicKey"]!.bytes, expect: "ok")
  element(
    "the identity", "32 zeros", [UInt8](repeating: 0, count: 32), expect: "refused")
  element(
    "a negative field element", "the lowest bit is set: RFC 9496, appendix A.2",
    [1] + [UInt8](repeating: 0, count: 31), expect: "refused")
  element(
    "a field element above p", "not canonical: RFC 9496, appendix A.2",
    [UInt8](repeating: 0xff, count: 32), expect: "refused")
  element(
    "31 bytes", "another length", Array(key["publicKey"]!.bytes.dropLast()), expect: "refused")
  element("33 bytes", "another length", key["publicKey"]!.bytes + [0], expect: "refused")
  element("no bytes, no element", "another length", [], expect: "refused")
  return file
}

/// 32 bytes that are below the group's order: 252 of their bits are anything.
private func reducedScalar(_ name: String) -> [UInt8] {
  var bytes = Seed.bytes(name)
  bytes[31] &= 0x0f
  return bytes
}
