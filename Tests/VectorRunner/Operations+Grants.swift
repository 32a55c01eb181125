import Share
import Sodium
import Vault
import Wire

/// Specs/grants.md.
let grantOperations: [Operation] = [
  // All that follows from s, the code (empty: none) and the server's key share
  Operation("grant.keys") { (input) throws(Failure) in
    let secret = try input.bytes("secret", count: 16)
    let code = try input.text("code")
    let keyShare = try input.bytes("keyShare", count: 32)
    let keys = try named { () throws(VaultError) in
      try ShareVectors.grantKeys(secret: secret, code: code, keyShare: keyShare)
    }
    var results = Results()
    results.bytes("id", keys.id.bytes)
    results.bytes("coverKey", keys.coverKey)
    results.bytes("access", keys.access)
    results.bytes("openAuth", keys.openAuth)
    results.bytes("bundleKey", keys.bundleKey)
    return results
  },
  Operation("grant.receiptKeys") { (input) throws(Failure) in
    let keys = ShareVectors.receiptKeys(try input.bytes("secret", count: 32))
    var results = Results()
    results.bytes("id", keys.id.bytes)
    results.bytes("auth", keys.auth)
    results.bytes("secretKey", keys.secretKey)
    results.bytes("publicKey", keys.publicKey)
    return results
  },
  Operation("grant.link") { (input) throws(Failure) in
    let typed = try input.text("typed")
    let link = try named { () throws(VaultError) in try GrantLink(typed: typed) }
    var results = Results()
    results.text("origin", link.origin)
    results.secret("secret", link.secret)
    results.text("link", link.text())
    return results
  },
  Operation("grant.code") { (input) throws(Failure) in
    let typed = try input.text("typed")
    let code = try named { () throws(VaultError) in try SpokenCode(typed: typed) }
    return .text("code", code.digits)
  },
  Operation("grant.revocation") { (input) throws(Failure) in
    let code = try required(RevocationCode(typed: try input.text("typed")))
    var results = Results()
    results.text("canonical", code.canonical)
    results.text("printed", code.printed)
    return results
  },
  Operation("grant.cover") { (input) throws(Failure) in
    let secret = try input.bytes("secret", count: 16)
    let record = try input.bytes("record", count: Limits.recordBytes)
    let cover = try named { () throws(VaultError) in
      try ShareVectors.cover(record, secret: secret)
    }
    var results = Results()
    results.number("expiry", cover.expiry)
    results.number("needsCode", cover.needsCode ? 1 : 0)
    results.bytes("receiptPublicKey", cover.receiptPublicKey)
    results.text("purpose", cover.purpose)
    results.text("name", cover.name)
    return results
  },
  // The name in a receipt, which may also be random bytes
  Operation("grant.name") { (input) throws(Failure) in
    let name = ShareVectors.receiptName(
      try input.bytes("sealed", count: 256), secret: try input.bytes("secret", count: 32),
      id: try input.identifier("id"))
    return .text("name", try required(name))
  },
  Operation("grant.manifest") { (input) throws(Failure) in
    let manifest = try input.bytes("manifest")
    let written = try named { () throws(CBORError) in
      try ShareVectors.rewritten(manifest: manifest)
    }
    guard written == manifest else { throw .writtenDifferently }
    return Results()
  },
  // The modules row by row, dark is 1, and the hash of the drawing
  Operation("qr") { (input) throws(Failure) in
    let paper = try input.number("paper") == 1
    let code = try required(QRCode(try input.text("content"), paper ? .paper : .screen))
    var rows: [Value] = []
    for row in 0..<code.size {
      rows.append(.text((0..<code.size).map { code.isDark(row: row, column: $0) ? 0x31 : 0x30 }))
    }
    var results = Results()
    results.add("modules", .list(rows))
    results.bytes("svg", blake2b256(code.svg()))
    return results
  },
]
