import Sodium
import Wire

/// The encryption of SLIP-0039, between a secret and what is shared of it: four Feistel rounds
/// with PBKDF2 in each.
struct MasterSecretCipher {
  /// Printable ASCII, or empty.
  let passphrase: [UInt8]
  /// 2,500 * 2^exponent iterations a round.
  let exponent: Int
  /// "shamir" and the identifier, or empty if the set is extendable.
  let saltPrefix: [UInt8]

  init(passphrase: [UInt8], parameters: SharedParameters) {
    self.passphrase = passphrase
    exponent = Int(parameters.iterationExponent)
    saltPrefix =
      parameters.isExtendable
      ? [] : asciiBytes("shamir") + bigEndianBytes(parameters.identifier)
  }

  func encrypt<P>(_ secret: borrowing Secret<P>) -> Secret<ShareValue> {
    rounds(secret, [0, 1, 2, 3])
  }

  func decrypt<P>(_ encrypted: borrowing Secret<ShareValue>) -> Secret<P> {
    rounds(encrypted, [3, 2, 1, 0])
  }

  private func rounds<P, Q>(_ input: borrowing Secret<P>, _ numbers: [UInt8]) -> Secret<Q> {
    let half = input.byteCount / 2
    var left: Secret<ShareValue> = input.withBytes { Secret(copying: $0.extracting(0..<half)) }
    var right: Secret<ShareValue> = input.withBytes {
      Secret(copying: $0.extracting(half..<2 * half))
    }
    for number in numbers {
      let mixed = xor(left, round(number, right))
      left = right
      right = mixed
    }
    var output = SecretBuffer(capacity: 2 * half)
    right.withBytes { output.append($0) }
    left.withBytes { output.append($0) }
    return output.withBytes { Secret(copying: $0) }
  }

  private func round(
    _ number: UInt8, _ half: borrowing Secret<ShareValue>
  ) -> Secret<ShareValue> {
    var password = SecretBuffer()
    password.append(number)
    password.append(passphrase)
    var salt = SecretBuffer()
    salt.append(saltPrefix)
    half.withBytes { salt.append($0) }
    let byteCount = half.byteCount
    return password.withBytes { password in
      salt.withBytes { salt in
        PBKDF2.derive(
          password: password, salt: salt, iterations: 2_500 << exponent, byteCount: byteCount)
      }
    }
  }

  private func xor(
    _ a: borrowing Secret<ShareValue>, _ b: borrowing Secret<ShareValue>
  ) -> Secret<ShareValue> {
    var bytes = a.exposedBytes()
    defer { wipe(&bytes) }
    b.withBytes { b in
      for i in 0..<bytes.count {
        bytes[i] ^= unsafe b.unsafeLoad(fromByteOffset: i, as: UInt8.self)
      }
    }
    return Secret(copying: bytes)
  }
}
