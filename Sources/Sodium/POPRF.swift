/// The errors of the hardening function.
public enum POPRFError: Error, Equatable, Sendable {
  /// A scalar or element came out zero, which RFC 9497 refuses (probability 2^-252).
  case invalidInput
  /// The proof does not show that the pinned key was used.
  case proofFailed
}

/// POPRF(ristretto255, SHA-512): RFC 9497, mode 2, one element at a time.
/// - SeeAlso: Specs/hardening.md.
public enum POPRF {
  static let contextString: [UInt8] =
    Array("OPRFV1-".utf8) + [2] + Array("-ristretto255-SHA512".utf8)

  /// The public key of `secretKey`; nil of zero.
  static func publicKey(of secretKey: borrowing Scalar) -> Element? {
    .base(times: secretKey)
  }

  // MARK: Client

  /// What the client keeps between blinding and finalizing.
  public struct Blinded: ~Copyable, Sendable {
    let blind: Scalar
    /// The element that goes to the server.
    public let element: Element
  }

  /// Blinds `input` (at most 65,535 bytes) with a random scalar.
  public static func blind<P>(_ input: borrowing Secret<P>) throws(POPRFError) -> Blinded {
    try blind(input, with: .random())
  }

  /// As ``blind(_:)`` with the scalar's 32 bytes given: for vectors only.
  package static func blind<P>(
    _ input: borrowing Secret<P>, blind: [UInt8]
  ) throws(POPRFError) -> Blinded {
    guard let scalar = Scalar(canonical: blind) else { throw .invalidInput }
    return try POPRF.blind(input, with: scalar)
  }

  private static func blind<P>(
    _ input: borrowing Secret<P>, with blind: consuming Scalar
  ) throws(POPRFError) -> Blinded {
    var uniform = input.withBytes { ExpandMessage.expand($0, "HashToGroup-", contextString, 64) }
    defer { wipe(&uniform) }
    guard let hashed = Element.mapping(uniform), let element = hashed.times(blind) else {
      throw .invalidInput
    }
    return Blinded(blind: blind, element: element)
  }

  /// The 64-byte output, after the server's proof was checked against `publicKey`.
  ///
  /// - Throws: `.proofFailed` if `proof` (64 bytes) does not show that `evaluated`
  ///   was made with the key of `publicKey` tweaked by `info`.
  public static func finalize<P, Q>(
    _ input: borrowing Secret<P>, _ blinded: borrowing Blinded, evaluated: Element,
    proof: [UInt8], info: [UInt8], publicKey: Element, as purpose: Q.Type = Q.self
  ) throws(POPRFError) -> Secret<Q> {
    guard let tweak = Element.base(times: tweak(info)), let tweakedKey = publicKey.adding(tweak)
    else { throw .invalidInput }
    guard
      DLEQ.verify(
        proof, base: .generator(), key: tweakedKey, from: evaluated, to: blinded.element)
    else { throw .proofFailed }
    guard let inverse = blinded.blind.inverted(), let unblinded = evaluated.times(inverse) else {
      throw .invalidInput
    }
    var output = unblinded.bytes
    defer { wipe(&output) }
    var message = SecretBuffer(capacity: 256)
    input.withBytes { input in
      message.append(lengthPrefix(input.byteCount))
      message.append(input)
    }
    message.append(lengthPrefixed(info))
    message.append(lengthPrefix(output.count))
    message.append(output)
    message.append(Array("Finalize".utf8))
    var digest = message.withBytes { SHA512.hash($0) }
    defer { wipe(&digest) }
    return Secret(copying: digest)
  }

  // MARK: Server

  /// A server's key for one epoch.
  public struct ServerKey: ~Copyable, Sendable {
    let secretKey: Scalar
    /// What clients pin.
    public let publicKey: Element

    #if !hasFeature(Embedded)
      /// As ``Secret/lockInMemory()``.
      public borrowing func lockInMemory() -> Bool { secretKey.secret.lockInMemory() }
    #endif

    /// RFC 9497, DeriveKeyPair, mode 2, of a 32-byte seed.
    public init<P>(seed: borrowing Secret<P>, info: [UInt8]) throws(POPRFError) {
      var counter: UInt8 = 0
      while true {
        var input = SecretBuffer(capacity: 128)
        seed.withBytes { input.append($0) }
        input.append(lengthPrefixed(info))
        input.append(counter)
        var uniform = input.withBytes {
          ExpandMessage.expand($0, "DeriveKeyPair", contextString, 64)
        }
        defer { wipe(&uniform) }
        let scalar = Scalar.reducing(uniform)
        if let element = POPRF.publicKey(of: scalar) {
          secretKey = scalar
          publicKey = element
          return
        }
        guard counter < 255 else { throw .invalidInput }
        counter += 1
      }
    }

    /// For vectors only.
    package init(secretKey bytes: [UInt8]) throws(POPRFError) {
      guard let scalar = Scalar(canonical: bytes), let element = POPRF.publicKey(of: scalar)
      else { throw .invalidInput }
      secretKey = scalar
      publicKey = element
    }

    package var secretKeyBytes: [UInt8] { secretKey.bytes }

    /// The evaluated element and its proof of 64 bytes, in a time that does not
    /// depend on either.
    public borrowing func evaluate(
      _ element: Element, info: [UInt8]
    ) throws(POPRFError) -> (evaluated: Element, proof: [UInt8]) {
      try evaluate(element, info: info, nonce: .random())
    }

    /// As ``evaluate(_:info:)`` with the proof's random scalar given: for vectors only.
    package borrowing func evaluate(
      _ element: Element, info: [UInt8], proofNonce: [UInt8]
    ) throws(POPRFError) -> (evaluated: Element, proof: [UInt8]) {
      guard let nonce = Scalar(canonical: proofNonce) else { throw .invalidInput }
      return try evaluate(element, info: info, nonce: nonce)
    }

    private borrowing func evaluate(
      _ element: Element, info: [UInt8], nonce: consuming Scalar
    ) throws(POPRFError) -> (evaluated: Element, proof: [UInt8]) {
      let t = secretKey.adding(tweak(info))
      guard let inverse = t.inverted(), let evaluated = element.times(inverse),
        let tweakedKey = Element.base(times: t),
        let proof = DLEQ.prove(
          t, base: .generator(), key: tweakedKey, from: evaluated, to: element, nonce: nonce)
      else { throw .invalidInput }
      return (evaluated, proof)
    }
  }

  // MARK: Shared

  /// HashToScalar("Info" || u16(len info) || info).
  static func tweak(_ info: [UInt8]) -> Scalar {
    hashToScalar(Array("Info".utf8) + lengthPrefixed(info))
  }

  static func hashToScalar(_ message: [UInt8]) -> Scalar {
    .reducing(ExpandMessage.expand(message.rawSpan, "HashToScalar-", contextString, 64))
  }

  static func lengthPrefix(_ count: Int) -> [UInt8] {
    precondition(count <= 0xffff, "Sodium: an OPRF input has at most 65,535 bytes")
    return [UInt8(count >> 8), UInt8(count & 0xff)]
  }

  static func lengthPrefixed(_ bytes: [UInt8]) -> [UInt8] {
    lengthPrefix(bytes.count) + bytes
  }
}

/// The proof that log_base(key) = log_from(to): RFC 9497, section 2.2, one element.
enum DLEQ {
  static func prove(
    _ secret: borrowing Scalar, base: Element, key: Element, from: Element, to: Element,
    nonce: consuming Scalar
  ) -> [UInt8]? {
    guard let m = composite(from, weight: weight(key, from, to)), let z = m.times(secret),
      let t2 = base.times(nonce), let t3 = m.times(nonce)
    else { return nil }
    let c = challenge(key, m, z, t2, t3)
    let s = nonce.subtracting(c.multiplied(by: secret))
    return c.bytes + s.bytes
  }

  static func verify(
    _ proof: [UInt8], base: Element, key: Element, from: Element, to: Element
  ) -> Bool {
    guard proof.count == 64, let c = Scalar(canonical: Array(proof[..<32])),
      let s = Scalar(canonical: Array(proof[32...]))
    else { return false }
    guard let m = composite(from, weight: weight(key, from, to)),
      let z = composite(to, weight: weight(key, from, to)),
      // A zero c or s makes one of these the identity: refused, an honest proof
      // has it with probability 2^-252.
      let sBase = base.times(s), let cKey = key.times(c), let t2 = sBase.adding(cKey),
      let sM = m.times(s), let cZ = z.times(c), let t3 = sM.adding(cZ)
    else { return false }
    let expected = challenge(key, m, z, t2, t3)
    return constantTimeEqual(expected.bytes, c.bytes)
  }

  private static func composite(_ element: Element, weight: consuming Scalar) -> Element? {
    element.times(weight)
  }

  private static func weight(_ key: Element, _ c: Element, _ d: Element) -> Scalar {
    let seedTag = Array("Seed-".utf8) + POPRF.contextString
    let seed = SHA512.hash(POPRF.lengthPrefixed(key.bytes) + POPRF.lengthPrefixed(seedTag))
    return POPRF.hashToScalar(
      POPRF.lengthPrefixed(seed) + [0, 0] + POPRF.lengthPrefixed(c.bytes)
        + POPRF.lengthPrefixed(d.bytes) + Array("Composite".utf8))
  }

  private static func challenge(
    _ key: Element, _ m: Element, _ z: Element, _ t2: Element, _ t3: Element
  ) -> Scalar {
    POPRF.hashToScalar(
      POPRF.lengthPrefixed(key.bytes) + POPRF.lengthPrefixed(m.bytes)
        + POPRF.lengthPrefixed(z.bytes) + POPRF.lengthPrefixed(t2.bytes)
        + POPRF.lengthPrefixed(t3.bytes) + Array("Challenge".utf8))
  }
}

/// expand_message_xmd with SHA-512 (RFC 9380, section 5.3.1).
enum ExpandMessage {
  /// `byteCount` (at most 64) uniform bytes; the domain separation tag is `prefix || suffix`.
  static func expand(
    _ message: RawSpan, _ prefix: StaticString, _ suffix: [UInt8], _ byteCount: Int
  ) -> [UInt8] {
    precondition(byteCount <= 64, "Sodium: one block of output is all that is used")
    let tag = Label(prefix).bytes + suffix
    let tagPrime = tag + [UInt8(tag.count)]
    var first = SHA512()
    first.update([UInt8](repeating: 0, count: 128).rawSpan)
    first.update(message)
    first.update(([0, UInt8(byteCount), 0] + tagPrime).rawSpan)
    var b0 = first.finalize()
    defer { wipe(&b0) }
    var second = SHA512()
    second.update(b0.rawSpan)
    second.update(([1] + tagPrime).rawSpan)
    let b1 = second.finalize()
    return Array(b1[..<byteCount])
  }
}
