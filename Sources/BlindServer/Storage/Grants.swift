import Wire

/// A grant that is about to be reserved.
struct NewGrant: Sendable {
  var id: GrantID
  var verifier: [UInt8]
  /// 16 random bytes that the key share hangs on; destroyed with the row.
  var rowSalt: [UInt8]
  /// 16 random bytes that the files' names hang on.
  var folder: [UInt8]
  var revokeTag: [UInt8]
  var receiptID: ReceiptID
  var receiptAuthHash: [UInt8]
  var blockCount: UInt32
}

/// A try at opening a grant.
struct GrantOpening: Sendable {
  var id: GrantID
  var verifier: [UInt8]
  var nonce: [UInt8]
  var name: [UInt8]
  var tokenHash: [UInt8]
}

/// Blocks that a token may read, and whose they are.
struct FoundGrant: Sendable {
  var id: GrantID
  var blockCount: UInt32
  var maxOpenings: UInt32
  /// In the order asked.
  var files: [FileName]
}

/// What an opening that counted gives.
struct OpenedGrant: Sendable {
  var rowSalt: [UInt8]
  var blockCount: UInt32
}

enum GrantState: Int64 {
  /// Blocks may come; nobody can open it.
  case reserved = 0
  case live = 1
  /// Used up: no opening begins, those that have begun may finish.
  case draining = 2
}

enum GrantTerms {
  /// How long a reservation waits to be published.
  static let reservation: UInt64 = 3_600
  /// How long a token lives after it was last used.
  static let token: UInt64 = 600
  /// How long a receipt outlives its grant.
  static let receipt: UInt64 = 30 * CoarseTime.day
}
