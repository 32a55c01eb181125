import CSodium

/// The key of the fake records, of the server alone.
public enum FakeKeyPurpose {}

/// The 1,024 bytes that stand for a slot that is not there: the XChaCha20 stream
/// under K(FAKE, "pde1/fake", id), nonce 0. The same identifier has the same fake
/// for ever.
/// - SeeAlso: Specs/slots.md, "Reading".
public func fakeRecord(for id: [UInt8], key: borrowing Secret<FakeKeyPurpose>) -> [UInt8] {
  let streamKey: Secret<Never> = key.derive(.fakeRecord, data: id)
  return streamKey.withBytes { key in
    unsafe bytes(1024) { out in
      let nonce = [UInt8](repeating: 0, count: 24)
      _ = unsafe key.withPointer { unsafe crypto_stream_xchacha20(out, 1024, nonce, $0) }
    }
  }
}

/// `a` where `choice` is 1, `b` where it is 0, both of one length, in a time and
/// with memory accesses that do not depend on `choice`.
public func constantTimeSelect(_ choice: UInt8, _ a: [UInt8], _ b: [UInt8]) -> [UInt8] {
  precondition(a.count == b.count && choice <= 1, "Sodium: select takes equal lengths")
  let mask = 0 &- choice
  var out = b
  for i in out.indices { out[i] ^= mask & (a[i] ^ b[i]) }
  return out
}
