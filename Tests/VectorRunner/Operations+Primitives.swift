import CSodium
import Sodium
import Wire

/// The primitives by themselves, for the vectors that their own specifications publish.
let primitiveOperations: [Operation] = [
  // RFC 7693
  Operation("blake2b") { (input) throws(Failure) in
    let message = try input.bytes("message")
    let key = input.has("key") ? try input.bytes("key") : []
    let length: Int = try input.integer("length")
    guard (16...64).contains(length), key.count <= 64 else { throw .badVector }
    var hash = [UInt8](repeating: 0, count: length)
    let status = unsafe crypto_generichash(
      &hash, length, message, UInt64(message.count), key, key.count)
    return status == 0 ? .bytes("hash", hash) : try refuse()
  },
  Operation("blake2b256") { (input) throws(Failure) in
    .bytes("hash", blake2b256(try input.bytes("message")))
  },
  // FIPS 180-4; the message comes in pieces
  Operation("sha512") { (input) throws(Failure) in
    var hash = SHA512()
    for piece in try input.bytesList("pieces") { hash.update(piece.rawSpan) }
    return .bytes("hash", hash.finalize())
  },
  // RFC 2104 with FIPS 180-4
  Operation("hmacSHA256") { (input) throws(Failure) in
    let key = try input.bytes("key")
    let message = try input.bytes("message")
    let tag: Secret<Never> = HMACSHA256.authenticate(message.rawSpan, key: key.rawSpan)
    return .secret("tag", tag)
  },
  // RFC 8018 with the former
  Operation("pbkdf2SHA256") { (input) throws(Failure) in
    let password = try input.bytes("password")
    let salt = try input.bytes("salt")
    let iterations: Int = try input.integer("iterations")
    let length: Int = try input.integer("length")
    guard iterations >= 1, (1...1_024).contains(length) else { throw .badVector }
    let derived: Secret<Never> = PBKDF2.derive(
      password: password.rawSpan, salt: salt.rawSpan, iterations: iterations, byteCount: length)
    return .secret("derived", derived)
  },
  // RFC 8032
  Operation("ed25519.sign") { (input) throws(Failure) in
    let key = SigningKey(seed: Secret(copying: try input.bytes("seed", count: 32)))
    var results = Results()
    results.bytes("verifyKey", key.verifyKey)
    results.bytes("signature", key.sign(try input.bytes("message")))
    return results
  },
  Operation("ed25519.verify") { (input) throws(Failure) in
    guard
      verifySignature(
        try input.bytes("signature"), of: try input.bytes("message"),
        verifyKey: try input.bytes("verifyKey"))
    else { throw .refused }
    return Results()
  },
  // RFC 7748
  Operation("x25519.public") { (input) throws(Failure) in
    .bytes("publicKey", SealTo.publicKey(of: try secretKey(&input)))
  },
  Operation("x25519.agree") { (input) throws(Failure) in
    let secretKey = try secretKey(&input)
    let publicKey = try input.bytes("publicKey", count: 32)
    let shared = try named { () throws(SealError) in
      try SealTo.agree(secretKey, with: publicKey)
    }
    return .secret("shared", shared)
  },
  // draft-irtf-cfrg-xchacha
  Operation("xchacha20poly1305") { (input) throws(Failure) in
    let key = try input.bytes("key", count: 32)
    let nonce = try input.bytes("nonce", count: 24)
    let data = try input.bytes("associatedData")
    let message = try input.bytes("message")
    var sealed = [UInt8](repeating: 0, count: message.count + 16)
    _ = unsafe crypto_aead_xchacha20poly1305_ietf_encrypt(
      &sealed, nil, message, UInt64(message.count), data, UInt64(data.count), nil, nonce, key)
    return .bytes("sealed", sealed)
  },
  Operation("xchacha20poly1305.open") { (input) throws(Failure) in
    let key = try input.bytes("key", count: 32)
    let nonce = try input.bytes("nonce", count: 24)
    let data = try input.bytes("associatedData")
    let sealed = try input.bytes("sealed")
    guard sealed.count >= 16 else { throw .refused }
    var message = [UInt8](repeating: 0, count: max(sealed.count - 16, 1))
    let status = unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
      &message, nil, nil, sealed, UInt64(sealed.count), data, UInt64(data.count), nonce, key)
    guard status == 0 else { throw .refused }
    return .bytes("message", Array(message[..<(sealed.count - 16)]))
  },
]

private func refuse() throws(Failure) -> Results { throw .refused }

private func secretKey(_ input: inout Arguments) throws(Failure) -> Secret<Agreement> {
  Secret(copying: try input.bytes("secretKey", count: 32))
}
