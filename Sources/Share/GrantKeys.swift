package import Sodium
package import Vault
import Wire

/// The key of a grant's cover.
enum CoverKey {}
/// a: what the link's secret and the spoken code make.
enum GrantAccess {}

/// What follows from a grant's secret.
///
///     id        = K(s, "pde1/g/id")[0..<16]     coverKey = K(s, "pde1/g/cover")
///     a         = K(s, "pde1/g/code", code)     openAuth = K(a, "pde1/g/open")
///     bundleKey = K(a, "pde1/g/bundle", keyShare)
/// - SeeAlso: Specs/grants.md, "Derivation".
enum GrantKeys {
  static func id(_ s: borrowing Secret<GrantSecret>) -> GrantID {
    GrantID(s.deriveOpenly(.grantID, byteCount: 16))!  // 16 bytes were asked for
  }

  static func coverKey(_ s: borrowing Secret<GrantSecret>) -> Secret<CoverKey> {
    s.derive(.grantCoverKey)
  }

  static func access(
    _ s: borrowing Secret<GrantSecret>, code: SpokenCode
  ) -> Secret<GrantAccess> {
    s.derive(.grantCode, data: code.digits)
  }

  static func openAuth(_ a: borrowing Secret<GrantAccess>) -> [UInt8] {
    a.deriveOpenly(.grantOpen)
  }

  static func bundleKey(
    _ a: borrowing Secret<GrantAccess>, keyShare: [UInt8]
  ) -> Secret<ContentKey> {
    a.derive(.grantBundle, data: keyShare)
  }
}

/// What follows from a receipt's secret.
///
///     receiptId   = K(o, "pde1/rc/id")[0..<16]   receiptAuth = K(o, "pde1/rc/auth")
///     receiptSk   = K(o, "pde1/rc/sk")           receiptPk   = X25519(receiptSk, 9)
/// - SeeAlso: Specs/grants.md, "Receipts".
package enum ReceiptKeys {
  static func id(_ o: borrowing Secret<ReceiptSecret>) -> ReceiptID {
    ReceiptID(o.deriveOpenly(.receiptID, byteCount: 16))!  // 16 bytes were asked for
  }

  static func auth(_ o: borrowing Secret<ReceiptSecret>) -> [UInt8] {
    o.deriveOpenly(.receiptAuth)
  }

  package static func secretKey(_ o: borrowing Secret<ReceiptSecret>) -> Secret<Agreement> {
    o.derive(.receiptKey)
  }
}
