import Sodium

func derivationVectors() -> VectorFile {
  var file = VectorFile("derivation", spec: "Specs/derivation.md")
  let k: [(String, Input)] = [
    ("key", seeded("k/key")), ("label", .text("pde1/slot/key")), ("data", seeded("k/data", 20)),
  ]
  file.add(
    "K", "BLAKE2b is keyed by the key, not fed with it: H(key || ...) gives another value", "k", k)
  file.add(
    "K without data", "the label's length stands before it, whether data follows or not", "k",
    k.with("data", .hex([])))
  file.add(
    "K of the shortest key", "a key of 16 bytes is used as it is, never padded or hashed first",
    "k", k.with("key", seeded("k/key16", 16)))
  file.add(
    "K of the longest key", "a key of 64 bytes is used whole", "k",
    k.with("key", seeded("k/key64", 64)))
  file.add(
    "label and data do not run together, 1",
    "without the length before the label, this and the next are the same value", "k",
    k.with("label", .text("pde1/s")).with("data", .hex(Array("lot".utf8))))
  file.add(
    "label and data do not run together, 2",
    "without the length before the label, this and the one before are the same value", "k",
    k.with("label", .text("pde1/slot")).with("data", .hex([])))
  file.add(
    "the longest label", "the length is one byte, unsigned: 255 is 255", "k",
    k.with("label", .text(String(repeating: "l", count: 255))))
  file.add(
    "an identifier is the beginning of K",
    "16 bytes are cut from the 32; BLAKE2b asked for 16 gives others", "k.openly",
    k.with("label", .text("pde1/slot/id")) + [("length", .number(16))])

  let h: [(String, Input)] = [
    ("length", .number(32)), ("label", .text("pde1/ctx")), ("data", seeded("h/data", 40)),
  ]
  file.add("H of 32 bytes", "unkeyed, and asked for 32: not the beginning of 64", "h", h)
  file.add(
    "H of 16 bytes", "asked for 16: not the beginning of 32", "h", h.with("length", .number(16)))
  file.add("H of 64 bytes", "asked for 64", "h", h.with("length", .number(64)))
  file.add("H of nothing", "the label is hashed all the same", "h", h.with("data", .hex([])))
  file.add(
    "H over more than one block of BLAKE2b", "128 bytes fill a block with the label's in front",
    "h", h.with("data", seeded("h/long", 300)))

  let words = "abricot balcon cabane dauphin ecole facade"
  let salt = labelledHash(16, Label(vector: Array("pde1/salt".utf8)), [])
  let stretch: [(String, Input)] = [
    ("secret", .hex(Array(words.utf8))), ("salt", .hex(salt)),
  ]
  file.add(
    "stretching words",
    "3 passes, 64 MiB, one lane, version 1.3, 32 bytes, the salt of no pseudonym",
    "stretch", stretch)
  file.add(
    "stretching with another salt", "a pseudonym changes everything", "stretch",
    stretch.with("salt", seeded("stretch/salt", 16)))
  file.add(
    "stretching nothing", "an empty secret is a secret", "stretch",
    stretch.with("secret", .hex([])))

  let fake: [(String, Input)] = [("key", seeded("fake/key")), ("id", seeded("fake/id", 16))]
  file.add(
    "a fake record", "always the same for the same identifier, and 1,024 bytes", "fakeRecord", fake)
  file.add(
    "the fake record of the next identifier", "nothing of the one before is in it", "fakeRecord",
    fake.with("id", .hex(flipped(Seed.bytes("fake/id", 16), at: 15))))
  return file
}
