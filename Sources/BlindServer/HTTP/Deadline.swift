import NIOCore
import NIOPosix

/// Sending at a moment that depends on the arrival only.
///
/// - SeeAlso: Specs/http.md, "Deadlines".
enum Deadline {
  /// Waits until `arrival` plus `step`, or plus the next multiple that is still ahead.
  static func wait(since arrival: ContinuousClock.Instant, step: Duration) async {
    guard step > .zero else { return }
    let elapsed = ContinuousClock.now - arrival
    let passed = Int(elapsed / step)
    // By an event loop's timer, which is exact. `Task.sleep` ends up to 3 ms late, together with other
    // timers that are due about then, and so tells what else the server has to do.
    let timer = MultiThreadedEventLoopGroup.singleton.any()
      .scheduleTask(in: TimeAmount(step * (passed + 1) - elapsed)) {}
    try? await timer.futureResult.get()
  }
}
