/// What a check of a data folder found.
public struct CheckReport: Sendable {
  /// What should not be so: damage, loss, or a key that others may read.
  public var findings: [String] = []
  /// What a crash leaves and the next start clears: nothing that was acknowledged.
  public var notes: [String] = []

  mutating func find(_ finding: String) { findings.append(finding) }

  mutating func note(count: Int, _ what: String) {
    if count > 0 { notes.append("\(count) \(what)") }
  }
}
