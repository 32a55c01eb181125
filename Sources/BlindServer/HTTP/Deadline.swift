/// Sending at a moment that depends on the arrival only.
///
/// - SeeAlso: Specs/http.md, "Deadlines".
enum Deadline {
  /// Waits until `arrival` plus `step`, or plus the next multiple that is still ahead.
  static func wait(since arrival: ContinuousClock.Instant, step: Duration) async {
    guard step > .zero else { return }
    let elapsed = ContinuousClock.now - arrival
    let passed = Int(elapsed / step)
    // A cancelled wait belongs to a connection that is gone.
    try? await Task.sleep(until: arrival + step * (passed + 1), tolerance: .zero)
  }
}
