import Foundation
import Sodium
import VectorRunner

func httpVectors() -> VectorFile {
  var file = VectorFile("http", spec: "Specs/http.md")
  let id = Seed.bytes("http/space", 16)
  let sign: [(String, Input)] = [
    ("path", .text("/v1/space/open")), ("authority", .text("pde.example")),
    ("body", .hex([0xa0])), ("created", .number(1_780_000_000)),
    ("nonce", seeded("http/nonce", 16)), ("spaceId", .hex(id)),
    ("seed", seeded("http/seed")),
  ]
  let signed = file.add(
    "a signed call", "method, authority, path and digest, in this order", "http.sign", sign,
    intermediate: ["base"])
  file.add(
    "a signed call on a port", "the port is part of the authority", "http.sign",
    sign.with("authority", .text("127.0.0.1:8080")), intermediate: ["base"])
  file.add(
    "a signed PUT", "the method is signed: PUT", "http.sign",
    sign.with("path", .text("/v1/space/blocks")).with("body", .repeated([0xab], times: 131_088)),
    intermediate: ["base"])
  file.add(
    "a path that is no call", "nothing else is signed", "http.sign",
    sign.with("path", .text("/v1/space/open?")), expect: "refused")

  func text(_ value: String) -> String {
    guard case .text(let bytes) = signed[value]! else { preconditionFailure("not text") }
    return String(decoding: bytes, as: UTF8.self)
  }
  file.add(
    "a call signed again", "another nonce, another signature", "http.sign",
    sign.with("nonce", seeded("http/otherNonce", 16)), intermediate: ["base"])
  let input = text("signatureInput")
  let nonce = hexEncode(Seed.bytes("http/nonce", 16))
  func parse(_ name: String, _ comment: String, _ value: String, expect: String = "refused") {
    file.add(
      "signature-input: \(name)", comment, "http.signatureInput",
      [("signatureInput", .text(value))], expect: expect)
  }
  func changed(_ from: String, _ to: String) -> String {
    guard let range = input.range(of: from) else { preconditionFailure("no \(from)") }
    return input.replacingCharacters(in: range, with: to)
  }
  parse("as signed", "time, nonce and space", input, expect: "ok")
  parse("another label", "one signature, called pde", changed("pde=", "sig="))
  parse("a component less", "the body would not be signed", changed(" \"content-digest\"", ""))
  parse(
    "components in another order", "one list, in one order",
    changed("\"@method\" \"@authority\"", "\"@authority\" \"@method\""))
  parse("a leading zero", "one spelling of a number", changed("created=", "created=0"))
  parse("no time", "a number has a digit", changed("created=1780000000", "created="))
  parse(
    "a time of 20 digits", "more than 64 bits",
    changed("created=1780000000", "created=99999999999999999999"))
  parse("a negative time", "no sign", changed("created=", "created=-"))
  parse("no nonce", "a signature is good for one use", changed(";nonce=\"\(nonce)\"", ""))
  parse("a nonce too short", "31 digits", changed(nonce, String(nonce.dropLast())))
  parse("a nonce too long", "34 digits", changed(nonce, nonce + "00"))
  parse("capitals in the nonce", "one spelling", changed(nonce, nonce.uppercased()))
  parse(
    "the nonce behind the key", "one order",
    changed(";nonce=\"\(nonce)\"", "").replacingOccurrences(
      of: ";tag=", with: ";nonce=\"\(nonce)\";tag="))
  parse(
    "capitals in the key", "one spelling of a name",
    changed(hexEncode(id), hexEncode(id).uppercased()))
  parse("a key too short", "31 digits", changed(hexEncode(id), String(hexEncode(id).dropLast())))
  parse("a key too long", "34 digits", changed(hexEncode(id), hexEncode(id) + "00"))
  parse("another tag", "a signature for another protocol", changed("tag=\"pde1\"", "tag=\"pde2\""))
  parse("no tag", "a signature for any protocol", changed(";tag=\"pde1\"", ""))
  parse("a parameter more", "what is not understood is refused", input + ";alg=\"ed25519\"")
  parse("a second signature", "one, and nothing behind it", input + ", b=()")
  parse("a space at the end", "not skipped", input + " ")
  parse("nothing", "no field", "")

  addRekeyProofs(to: &file)

  let signature = text("signature")
  func field(_ name: String, _ comment: String, _ value: String, expect: String = "refused") {
    file.add(
      "signature: \(name)", comment, "http.signature", [("signature", .text(value))],
      expect: expect)
  }
  field("as signed", "64 bytes", signature, expect: "ok")
  field("another label", "called pde", "sig" + signature.dropFirst(3))
  field("no colons", "bytes stand between colons", signature.filter { $0 != ":" })
  field("63 bytes", "a signature has 64", "pde=:" + String(repeating: "AAAA", count: 21) + ":")
  field("66 bytes", "a signature has 64", "pde=:" + String(repeating: "AAAA", count: 22) + ":")
  field("something behind", "one, and nothing behind it", signature + ";a")
  field("no bytes", "a signature has 64", "pde=::")
  field("one colon", "two are needed", "pde=:")

  let digest = text("contentDigest")
  func content(_ name: String, _ comment: String, _ value: String, expect: String = "refused") {
    file.add(
      "content-digest: \(name)", comment, "http.contentDigest", [("contentDigest", .text(value))],
      expect: expect)
  }
  content("as signed", "SHA-512 of the body", digest, expect: "ok")
  content("sha-256", "one hash, no choice", "sha-256" + digest.dropFirst(7))
  content("capitals", "one spelling", "SHA-512" + digest.dropFirst(7))
  content("two digests", "one, and nothing behind it", digest + ", " + digest)
  content("a short digest", "64 bytes", "sha-512=:AAAA:")
  content("nothing", "no field", "")
  return file
}

private func addRekeyProofs(to file: inout VectorFile) {
  func body(proof: UInt8, entry: UInt8 = 0x5e) -> Input {
    let slot = Item.array([.bytes(16), .bytes(1_024), .number(0)])
    let waiting = Item.array([.bytes(16), .bytes(1_024), .number(168)])
    let members: [Item] = [
      .number(1), .number(7), .bytes(32), .bytes(32),
      .exactly([UInt8](repeating: proof, count: 64)), .array([slot, waiting, slot, slot]),
      .copies(.bytes(16), 4), .exactly([UInt8](repeating: entry, count: 1_024)),
      .copies(.bytes(16), 2), .array([]),
    ]
    return Item.map(members.enumerated().map { (UInt64($0.offset + 1), $0.element) }).input
  }
  let prove: [(String, Input)] = [
    ("spaceId", seeded("http/space", 16)), ("seed", seeded("http/newSeed")),
    ("encoded", body(proof: 0)),
  ]
  file.add(
    "a rekey's proof", "over the space and the body without member 5, keys as they are",
    "http.rekeyProof", prove)
  file.add(
    "a rekey's proof with another in the body", "what stands there is not signed",
    "http.rekeyProof", prove.with("encoded", body(proof: 0x77)))
  file.add(
    "a rekey's proof of another body", "all the rest is signed", "http.rekeyProof",
    prove.with("encoded", body(proof: 0, entry: 0x5f)))
  file.add(
    "a rekey's proof for another space", "a body can't be taken to another space",
    "http.rekeyProof", prove.with("spaceId", seeded("http/otherSpace", 16)))
}
