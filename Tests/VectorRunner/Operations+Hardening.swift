import Sodium
import Wire

/// Specs/hardening.md; RFC 9497, ristretto255-SHA512, mode POPRF.
let hardeningOperations: [Operation] = [
  Operation("poprf.deriveKeyPair") { (input) throws(Failure) in
    let seed: Secret<Never> = Secret(copying: try input.bytes("seed", count: 32))
    let info = try input.bytes("info")
    let key = try named { () throws(POPRFError) in
      try POPRF.ServerKey(seed: seed, info: info)
    }
    var results = Results()
    results.bytes("secretKey", key.secretKeyBytes)
    results.bytes("publicKey", key.publicKey.bytes)
    return results
  },
  Operation("poprf.blind") { (input) throws(Failure) in
    .bytes("element", try blinded(&input).element.bytes)
  },
  Operation("poprf.evaluate") { (input) throws(Failure) in
    let secretKey = try input.bytes("secretKey")
    let element = try element(&input, "element")
    let info = try input.bytes("info")
    let nonce = try input.bytes("proofNonce")
    let key = try named { () throws(POPRFError) in try POPRF.ServerKey(secretKey: secretKey) }
    let answer = try named { () throws(POPRFError) in
      try key.evaluate(element, info: info, proofNonce: nonce)
    }
    var results = Results()
    results.bytes("evaluated", answer.evaluated.bytes)
    results.bytes("proof", answer.proof)
    return results
  },
  // Without the proof, which a batch of several inputs has in common
  Operation("poprf.evaluateOnly") { (input) throws(Failure) in
    let secretKey = try input.bytes("secretKey")
    let element = try element(&input, "element")
    let info = try input.bytes("info")
    let key = try named { () throws(POPRFError) in try POPRF.ServerKey(secretKey: secretKey) }
    let answer = try named { () throws(POPRFError) in try key.evaluate(element, info: info) }
    return .bytes("evaluated", answer.evaluated.bytes)
  },
  Operation("poprf.finalize") { (input) throws(Failure) in
    let secret: Secret<Never> = Secret(copying: try input.bytes("input"))
    let blind = try input.bytes("blind")
    let evaluated = try element(&input, "evaluated")
    let proof = try input.bytes("proof")
    let info = try input.bytes("info")
    let publicKey = try element(&input, "publicKey")
    let blinded = try named { () throws(POPRFError) in
      try POPRF.blind(secret, blind: blind)
    }
    let output: Secret<Never> = try named { () throws(POPRFError) in
      try POPRF.finalize(
        secret, blinded, evaluated: evaluated, proof: proof, info: info, publicKey: publicKey)
    }
    return .secret("output", output)
  },
  Operation("ristretto255.element") { (input) throws(Failure) in
    .bytes("element", try element(&input, "encoded").bytes)
  },
]

private func blinded(_ input: inout Arguments) throws(Failure) -> POPRF.Blinded {
  let secret: Secret<Never> = Secret(copying: try input.bytes("input"))
  let blind = try input.bytes("blind")
  return try named { () throws(POPRFError) in try POPRF.blind(secret, blind: blind) }
}

private func element(
  _ input: inout Arguments, _ name: StaticString
) throws(Failure) -> Element {
  try required(Element(try input.bytes(name)))
}
