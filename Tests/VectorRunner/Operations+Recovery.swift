import Sodium
import Vault
import Wire

/// Specs/recovery-shares.md.
let recoveryOperations: [Operation] = [
  // SLIP-0039 in its general form: lists of words of 10 bits, and the passphrase, empty for none
  Operation("slip39.combine") { (input) throws(Failure) in
    let mnemonics = try mnemonics(&input)
    let passphrase = try input.text("passphrase")
    let secret = try named { () throws(RecoveryError) in
      try RecoveryVectors.combine(mnemonics, passphrase: passphrase)
    }
    return .bytes("secret", secret)
  },
  // groups: [threshold, count] each; random: what would be drawn, in order
  Operation("slip39.split") { (input) throws(Failure) in
    let secret = try input.bytes("secret")
    let groupThreshold: Int = try input.integer("groupThreshold")
    let groups = try groups(&input)
    guard secret.count % 2 == 0, (16...64).contains(secret.count),
      (1...groups.count).contains(groupThreshold)
    else { throw .refused }
    let made = RecoveryVectors.split(
      secret, passphrase: try input.text("passphrase"),
      identifier: try input.integer("identifier"),
      isExtendable: try input.number("extendable") == 1,
      iterationExponent: try input.integer("exponent"), groupThreshold: groupThreshold,
      groups: groups, random: try input.bytes("random"))
    var results = Results()
    results.add(
      "groups",
      .list(made.map { .list($0.map { .list($0.map { .unsigned(UInt64($0)) }) }) }))
    return results
  },
  // A share as scanned or typed
  Operation("recovery.share") { (input) throws(Failure) in
    let typed = try input.text("typed")
    let share = try named { () throws(RecoveryError) in try RecoveryShare(typed: typed) }
    let fields = RecoveryVectors.fields(share)
    var results = Results()
    results.number("identifier", fields.identifier)
    results.number("memberIndex", fields.memberIndex)
    results.number("threshold", fields.threshold)
    results.bytes("value", fields.value)
    results.text("text", share.text())
    results.text("printed", share.printed())
    return results
  },
  Operation("recovery.split") { (input) throws(Failure) in
    let secret = try input.bytes("secret", count: 32)
    let threshold: Int = try input.integer("threshold")
    let count: Int = try input.integer("count")
    guard RecoveryShares.counts.contains(count), (2...count).contains(threshold) else {
      throw .refused
    }
    let shares = RecoveryVectors.split(
      secret, threshold: threshold, count: count,
      identifier: try input.integer("identifier"), random: try input.bytes("random"))
    var results = Results()
    results.add("shares", .list(shares.map { .text($0.text()) }))
    return results
  },
  Operation("recovery.join") { (input) throws(Failure) in
    let shares = try input.textList("shares")
    let secret: Secret<Never> = try named { () throws(RecoveryError) in
      try RecoveryShares.join(typed: shares)
    }
    return .secret("secret", secret)
  },
  // The share file of one share of the key
  Operation("custody.file") { (input) throws(Failure) in
    let typed = try input.text("share")
    let share = try named { () throws(RecoveryError) in try RecoveryShare(typed: typed) }
    let file = RecoveryVectors.shareFile(
      try input.bytes("file"), share, key: try input.bytes("key", count: 32),
      salt: try input.bytes("salt", count: 32))
    return .text("shareFile", file)
  },
  // The file of share files, and which of them have a damaged copy of it
  Operation("custody.join") { (input) throws(Failure) in
    let files = try input.textList("shareFiles")
    let joined = try named { () throws(RecoveryError) in try Custody.join(files) }
    var results = Results()
    results.secret("file", joined.file)
    results.add("damagedCopies", .list(joined.damagedCopies.map { .unsigned(UInt64($0)) }))
    return results
  },
]

private func mnemonics(_ input: inout Arguments) throws(Failure) -> [[UInt16]] {
  var mnemonics: [[UInt16]] = []
  for value in try input.list("mnemonics") { mnemonics.append(try numbers(value)) }
  return mnemonics
}

private func groups(
  _ input: inout Arguments
) throws(Failure) -> [(threshold: Int, count: Int)] {
  var groups: [(threshold: Int, count: Int)] = []
  for value in try input.list("groups") {
    let pair = try numbers(value)
    guard pair.count == 2, (1...16).contains(pair[1]), (1...pair[1]).contains(pair[0]),
      pair[0] > 1 || pair[1] == 1
    else { throw .refused }
    groups.append((Int(pair[0]), Int(pair[1])))
  }
  guard (1...16).contains(groups.count) else { throw .refused }
  return groups
}

private func numbers(_ value: Value) throws(Failure) -> [UInt16] {
  guard case .list(let items) = value else { throw .badVector }
  var numbers: [UInt16] = []
  for item in items {
    guard case .unsigned(let number) = item, let number = UInt16(exactly: number) else {
      throw .badVector
    }
    numbers.append(number)
  }
  return numbers
}
