import Sodium
import Wire

/// Specs/http.md, "Signatures"; RFC 9421 and RFC 9530.
let httpOperations: [Operation] = [
  // RFC 9421, section 2.5, for any components
  Operation("http.base") { (input) throws(Failure) in
    let names = try input.textList("names")
    let values = try input.textList("values")
    guard names.count == values.count else { throw .badVector }
    var components: [(name: [UInt8], value: [UInt8])] = []
    for i in names.indices { components.append((names[i], values[i])) }
    let parameters = try input.text("parameters")
    return .text("base", HTTPSignature.base(components: components, parameters: parameters))
  },
  // All header fields of a signed call
  Operation("http.sign") { (input) throws(Failure) in
    let path = try input.text("path")
    let call = try required(Call.allCases.first { asciiBytes($0.path) == path })
    let digest = HTTPSignature.contentDigest(sha512: SHA512.hash(try input.bytes("body")))
    let parameters = HTTPSignature.Parameters(
      created: try input.number("created"), nonce: try input.bytes("nonce", count: 16),
      keyID: try input.identifier("spaceId"))
    let key = SigningKey(seed: Secret(copying: try input.bytes("seed", count: 32)))
    let base = HTTPSignature.base(
      call: call, authority: try input.text("authority"), contentDigest: digest,
      parameters: parameters)
    var results = Results()
    results.text("base", base)
    results.text("contentDigest", digest)
    results.text("signatureInput", parameters.signatureInput)
    results.text("signature", HTTPSignature.signatureField(key.sign(base)))
    return results
  },
  // The new key's word in the body of a rekey
  Operation("http.rekeyProof") { (input) throws(Failure) in
    let encoded = try input.bytes("encoded")
    let request = try named { () throws(CBORError) in try RekeyRequest(decoding: encoded) }
    let key = SigningKey(seed: Secret(copying: try input.bytes("seed", count: 32)))
    let message = request.proofMessage(space: try input.identifier("spaceId"))
    var results = Results()
    results.bytes("message", message)
    results.bytes("proof", key.sign(message))
    return results
  },
  Operation("http.signatureInput") { (input) throws(Failure) in
    let field = try input.text("signatureInput")
    let parameters = try required(HTTPSignature.Parameters(signatureInput: field))
    var results = Results()
    results.number("created", parameters.created)
    results.bytes("nonce", parameters.nonce)
    results.bytes("spaceId", parameters.keyID.bytes)
    return results
  },
  Operation("http.signature") { (input) throws(Failure) in
    .bytes("bytes", try required(HTTPSignature.signature(field: try input.text("signature"))))
  },
  Operation("http.contentDigest") { (input) throws(Failure) in
    let field = try input.text("contentDigest")
    return .bytes("sha512", try required(HTTPSignature.sha512(contentDigest: field)))
  },
]
