import Sodium
import Wire

/// Specs/sealing.md.
let sealingOperations: [Operation] = [
  Operation("seal") { (input) throws(Failure) in
    let key: Secret<Never> = try input.key("key")
    let message = try input.bytes("message")
    let sealed = Seal.seal(
      message.rawSpan, with: key, label: try input.label(),
      context: try input.bytes("context"), salt: try input.bytes("salt", count: 32))
    var results = Results()
    results.bytes("commitment", Array(sealed[32..<64]))
    results.bytes("sealed", sealed)
    return results
  },
  Operation("seal.open") { (input) throws(Failure) in
    let key: Secret<Never> = try input.key("key")
    let label = try input.label()
    let context = try input.bytes("context")
    let sealed = try input.bytes("sealed")
    let message: Secret<Never> = try named { () throws(SealError) in
      try Seal.open(sealed.rawSpan, with: key, label: label, context: context)
    }
    return .secret("message", message)
  },
  Operation("sealto") { (input) throws(Failure) in
    let publicKey = try input.bytes("publicKey", count: 32)
    let label = try input.label()
    let context = try input.bytes("context")
    let message = try input.bytes("message")
    let ephemeral = try input.bytes("ephemeral", count: 32)
    let salt = try input.bytes("salt", count: 32)
    let sealed = try named { () throws(SealError) in
      try SealTo.seal(
        message.rawSpan, to: publicKey, label: label, context: context,
        ephemeral: Secret(copying: ephemeral), salt: salt)
    }
    return .bytes("sealed", sealed)
  },
  Operation("sealto.open") { (input) throws(Failure) in
    let secretKey: Secret<Agreement> = Secret(
      copying: try input.bytes("secretKey", count: 32))
    let label = try input.label()
    let context = try input.bytes("context")
    let sealed = try input.bytes("sealed")
    let message: Secret<Never> = try named { () throws(SealError) in
      try SealTo.open(sealed.rawSpan, with: secretKey, label: label, context: context)
    }
    return .secret("message", message)
  },
  Operation("pad") { (input) throws(Failure) in
    let message = try input.bytes("message")
    let length: Int = try input.integer("length")
    guard (2...65_537).contains(length) else { throw .badVector }
    let padded = try required(Pad.pad(message.rawSpan, to: length))
    return .bytes("padded", padded.exposedBytes())
  },
  Operation("pad.open") { (input) throws(Failure) in
    let padded = try input.bytes("padded")
    let range = try required(Pad.messageRange(of: padded.rawSpan))
    return .bytes("message", Array(padded[range]))
  },
]
