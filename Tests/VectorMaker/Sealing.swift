func sealingVectors() -> VectorFile {
  var file = VectorFile("sealing", spec: "Specs/sealing.md")
  addSeal(to: &file)
  addSealTo(to: &file)
  addPad(to: &file)
  return file
}

private func addSeal(to file: inout VectorFile) {
  let key: [(String, Input)] = [
    ("key", seeded("seal/key")), ("label", .text("pde1/slot")),
    ("context", seeded("seal/context", 16)),
  ]
  let plain: [(String, Input)] =
    key + [("message", .text("")), ("salt", seeded("seal/salt"))]
  let message = Input.hex(Array("Attestation de domicile".utf8))
  let sealed = file.add(
    "seal", "the commitment covers key, label, salt and context", "seal",
    plain.with("message", message), intermediate: ["commitment"])["sealed"]!.bytes
  file.add(
    "seal nothing", "80 bytes come out, and open", "seal", plain.with("message", .hex([])),
    intermediate: ["commitment"])
  file.add(
    "seal without a context", "the context's hash is there, of nothing", "seal",
    plain.with("message", message).with("context", .hex([])), intermediate: ["commitment"])
  file.add(
    "seal with a key of 64 bytes", "the key is not cut to 32", "seal",
    plain.with("message", message).with("key", seeded("seal/key64", 64)),
    intermediate: ["commitment"])

  let open = key + [("sealed", .hex(sealed))]
  file.add("open", "what was sealed", "seal.open", open)
  file.add(
    "open nothing", "a message of no bytes is a message", "seal.open",
    open.with(
      "sealed", file.make("seal", plain.with("message", .hex([])))["sealed"]!.hexInput))
  let refused = "authenticationFailed"
  file.add(
    "another key", "the commitment differs before anything is decrypted", "seal.open",
    open.with("key", .hex(flipped(Seed.bytes("seal/key"), at: 31))), expect: refused)
  file.add(
    "another label", "a slot's record must not open as a cover", "seal.open",
    open.with("label", .text("pde1/cover")), expect: refused)
  file.add(
    "another context", "a record moved to another slot must not open", "seal.open",
    open.with("context", .hex(flipped(Seed.bytes("seal/context", 16), at: 0))), expect: refused)
  file.add(
    "no context", "a reader that leaves the context out accepts a moved record", "seal.open",
    open.with("context", .hex([])), expect: refused)
  file.add(
    "a longer context", "the context is hashed whole", "seal.open",
    open.with("context", .hex(Seed.bytes("seal/context", 16) + [0])), expect: refused)
  for (part, index) in [
    ("first byte of the salt", 0), ("last byte of the salt", 31),
    ("first byte of the commitment", 32), ("last byte of the commitment", 63),
    ("first byte of the ciphertext", 64), ("last byte of the ciphertext", sealed.count - 17),
    ("first byte of the tag", sealed.count - 16), ("last byte of the tag", sealed.count - 1),
  ] {
    file.add(
      "changed: \(part)", "one bit, whichever, is found", "seal.open",
      open.with("sealed", .hex(flipped(sealed, at: index, bit: 0x80))), expect: refused)
  }
  file.add(
    "the last byte is missing", "a shorter message with a tag that does not fit", "seal.open",
    open.with("sealed", .hex(sealed.dropLast())), expect: refused)
  file.add(
    "a byte follows", "what follows the tag is not ignored", "seal.open",
    open.with("sealed", .hex(sealed + [0])), expect: refused)
  file.add(
    "79 bytes", "too short to be a seal: told apart before a key is used", "seal.open",
    open.with("sealed", .hex(Array(sealed[..<79]))), expect: "truncated")
  file.add(
    "no bytes", "too short to be a seal", "seal.open", open.with("sealed", .hex([])),
    expect: "truncated")
  file.add(
    "80 zeros", "the smallest size of a seal, and none", "seal.open",
    open.with("sealed", .repeated([0], times: 80)), expect: refused)
  let other = file.make(
    "seal", plain.with("message", message).with("salt", seeded("seal/salt2")))["sealed"]!.bytes
  file.add(
    "the salt of one seal with the rest of another",
    "a reader that takes the one-time key from elsewhere accepts a mixture", "seal.open",
    open.with("sealed", .hex(Array(other[..<32] + sealed[32...]))), expect: refused)
  file.add(
    "the head of one seal with the ciphertext of another",
    "the commitment fits and the tag does not", "seal.open",
    open.with("sealed", .hex(Array(other[..<64] + sealed[64...]))), expect: refused)
}

private func addSealTo(to file: inout VectorFile) {
  let secretKey = seeded("sealto/secret")
  let publicKey = file.make("x25519.public", [("secretKey", secretKey)])["publicKey"]!.bytes
  let plain: [(String, Input)] = [
    ("publicKey", .hex(publicKey)), ("label", .text("pde1/rc/name")),
    ("context", seeded("sealto/context", 16)), ("message", .hex(Array("Bureau 12".utf8))),
    ("ephemeral", seeded("sealto/ephemeral")), ("salt", seeded("sealto/salt")),
  ]
  let sealed = file.add(
    "seal to a public key", "both public values are hashed with the shared one", "sealto", plain
  )["sealed"]!.bytes
  file.add(
    "seal to a public key nothing", "112 bytes come out", "sealto", plain.with("message", .hex([])))
  for (name, point) in lowOrderPoints {
    file.add(
      "seal to a point of low order: \(name)",
      "the shared value is zero for every ephemeral key: anyone could open it", "sealto",
      plain.with("publicKey", .hex(point)), expect: "authenticationFailed")
  }

  let open: [(String, Input)] = [
    ("secretKey", secretKey), ("label", .text("pde1/rc/name")),
    ("context", seeded("sealto/context", 16)), ("sealed", .hex(sealed)),
  ]
  file.add("open with the secret key", "what was sealed", "sealto.open", open)
  let refused = "authenticationFailed"
  file.add(
    "another secret key", "the shared value differs", "sealto.open",
    open.with("secretKey", seeded("sealto/other")), expect: refused)
  file.add(
    "another label, sealed to", "a reader's name must not open as a deposit", "sealto.open",
    open.with("label", .text("pde1/b/head")), expect: refused)
  file.add(
    "another context, sealed to", "a name moved to another grant must not open", "sealto.open",
    open.with("context", .hex([])), expect: refused)
  for (part, index) in [("the element", 0), ("the salt", 32), ("the tag", sealed.count - 1)] {
    file.add(
      "changed, sealed to: \(part)", "one bit, whichever, is found", "sealto.open",
      open.with("sealed", .hex(flipped(sealed, at: index))), expect: refused)
  }
  file.add(
    "the top bit of the element",
    "X25519 ignores this bit, so the shared value is the same: the element is hashed as sent",
    "sealto.open", open.with("sealed", .hex(flipped(sealed, at: 31, bit: 0x80))), expect: refused)
  for (name, point) in lowOrderPoints {
    file.add(
      "an element of low order: \(name)", "the shared value is zero whoever's key it is",
      "sealto.open", open.with("sealed", .hex(point + sealed[32...])), expect: refused)
  }
  file.add(
    "111 bytes, sealed to", "too short: told apart before a key is used", "sealto.open",
    open.with("sealed", .hex(Array(sealed[..<111]))), expect: "truncated")
  file.add(
    "a byte follows, sealed to", "what follows the tag is not ignored", "sealto.open",
    open.with("sealed", .hex(sealed + [0])), expect: refused)
}

/// Points whose multiples by any X25519 secret key are zero (RFC 7748, section 6.1).
private let lowOrderPoints: [(String, [UInt8])] = [
  ("0", [UInt8](repeating: 0, count: 32)),
  ("1", [1] + [UInt8](repeating: 0, count: 31)),
  ("p - 1", [0xec] + [UInt8](repeating: 0xff, count: 30) + [0x7f]),
  ("p, not canonical", [0xed] + [UInt8](repeating: 0xff, count: 30) + [0x7f]),
]

private func addPad(to file: inout VectorFile) {
  func pad(_ message: [UInt8], _ length: UInt64) -> [(String, Input)] {
    [("message", .hex(message)), ("length", .number(length))]
  }
  file.add("pad", "a length of two bytes in front, zeros behind", "pad", pad([1, 2, 3], 16))
  file.add("pad nothing", "zeros, all of it", "pad", pad([], 16))
  file.add("pad to the full", "no zero follows", "pad", pad(Seed.bytes("pad", 14), 16))
  file.add(
    "pad one too many", "the length is part of what fits", "pad", pad(Seed.bytes("pad", 15), 16),
    expect: "refused")
  func unpad(_ name: String, _ comment: String, _ padded: [UInt8], expect: String = "ok") {
    file.add(name, comment, "pad.open", [("padded", .hex(padded))], expect: expect)
  }
  unpad("unpad", "the message alone", [0, 3, 1, 2, 3, 0, 0, 0])
  unpad("unpad nothing", "a message of no bytes", [0, 0, 0, 0])
  unpad("unpad a full one", "no zero has to follow", [0, 2, 9, 9])
  unpad(
    "unpad: zeros belong to the message", "its length says so, not the first zero from behind",
    [0, 3, 1, 0, 0, 0])
  unpad(
    "unpad: something behind the message", "a place to hide bytes from the holder",
    [0, 3, 1, 2, 3, 0, 0, 1], expect: "refused")
  unpad(
    "unpad: longer than there is", "a read behind the end", [0, 3, 1, 2], expect: "refused")
  unpad(
    "unpad: the length's order of bytes", "0x0300 is not 3", [3, 0, 1, 2, 3, 0], expect: "refused")
  unpad("unpad: one byte", "not even a length", [0], expect: "refused")
  unpad("unpad: no bytes", "not even a length", [], expect: "refused")
}
