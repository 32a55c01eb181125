import Sodium
import Wire

/// Specs/derivation.md.
let derivationOperations: [Operation] = [
  // K(key, label, data)
  Operation("k") { (input) throws(Failure) in
    let key: Secret<Never> = try input.key("key")
    let derived: Secret<Never> = key.derive(try input.label(), data: try input.bytes("data"))
    return .secret("derived", derived)
  },
  // K(key, label, data)[0..<length], as openly used
  Operation("k.openly") { (input) throws(Failure) in
    let key: Secret<Never> = try input.key("key")
    let label = try input.label()
    let data = try input.bytes("data")
    let length: Int = try input.integer("length")
    guard (1...32).contains(length) else { throw .badVector }
    return .bytes("derived", key.deriveOpenly(label, data: data, byteCount: length))
  },
  // H(length, label, data)
  Operation("h") { (input) throws(Failure) in
    let length: Int = try input.integer("length")
    guard (16...64).contains(length) else { throw .badVector }
    return .bytes("hash", labelledHash(length, try input.label(), try input.bytes("data")))
  },
  // Argon2id, t 3, m 64 MiB, 32 bytes
  Operation("stretch") { (input) throws(Failure) in
    let secret: Secret<Never> = try input.secret("secret")
    let salt = try input.bytes("salt", count: 16)
    let stretched: Secret<Never> = try named { () throws(StretchError) in
      try stretch(secret, salt: salt)
    }
    return .secret("stretched", stretched)
  },
  // The record that stands for a slot that is not there
  Operation("fakeRecord") { (input) throws(Failure) in
    let key: Secret<FakeKeyPurpose> = try input.key("key")
    return .bytes("record", fakeRecord(for: try input.bytes("id", count: 16), key: key))
  },
]
