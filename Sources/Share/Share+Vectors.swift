import Sodium
package import Vault
package import Wire

/// What the vectors reach of this module, and nothing else does.
/// - SeeAlso: Specs/Vectors/README.md.
package enum ShareVectors {
  /// What follows from a grant's secret, a code and the server's key share.
  package static func grantKeys(
    secret: [UInt8], code: [UInt8], keyShare: [UInt8]
  ) throws(VaultError) -> (
    id: GrantID, coverKey: [UInt8], access: [UInt8], openAuth: [UInt8], bundleKey: [UInt8]
  ) {
    let s: Secret<GrantSecret> = Secret(copying: secret)
    let a = GrantKeys.access(s, code: code.isEmpty ? .none : try SpokenCode(typed: code))
    return (
      GrantKeys.id(s), GrantKeys.coverKey(s).exposedBytes(), a.exposedBytes(),
      GrantKeys.openAuth(a), GrantKeys.bundleKey(a, keyShare: keyShare).exposedBytes()
    )
  }

  /// What follows from a receipt's secret.
  package static func receiptKeys(
    _ secret: [UInt8]
  ) -> (id: ReceiptID, auth: [UInt8], secretKey: [UInt8], publicKey: [UInt8]) {
    let o: Secret<ReceiptSecret> = Secret(copying: secret)
    let secretKey = ReceiptKeys.secretKey(o)
    return (
      ReceiptKeys.id(o), ReceiptKeys.auth(o), secretKey.exposedBytes(),
      SealTo.publicKey(of: secretKey)
    )
  }

  /// A cover, opened with the link's secret.
  package static func cover(_ record: [UInt8], secret: [UInt8]) throws(VaultError) -> Cover {
    let s: Secret<GrantSecret> = Secret(copying: secret)
    return try Cover(record, with: s)
  }

  /// The name in an event of a receipt.
  package static func receiptName(
    _ sealed: [UInt8], secret: [UInt8], id: GrantID
  ) -> [UInt8]? {
    ReceiptName.open(sealed, with: SharedSecret(Secret(copying: secret)), id: id)
  }

  /// The CBOR of a manifest, read and written again.
  package static func rewritten(manifest: [UInt8]) throws(CBORError) -> [UInt8] {
    let manifest = try Manifest(reading: manifest.rawSpan)
    return manifest.withPrefix { $0.extracting(4..<$0.byteCount).copied() }
  }
}
