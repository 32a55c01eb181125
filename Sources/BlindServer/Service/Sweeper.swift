import Logging
import ServiceLifecycle

/// Sweeps at the start and each 30 seconds after, until the server stops.
struct Sweeper: Service {
  static let interval: Duration = .seconds(30)
  let service: BlindService

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do {
          try await service.sweep()
        } catch {
          // The next sweep tries again; requests check every term themselves.
          service.configuration.logger.error("sweep: \(FailureReason.describe(error))")
        }
        do { try await Task.sleep(for: Self.interval) } catch { return }
      }
    }
    // What is not written down is served once more.
    try? await service.noteTime(after: 0)
  }
}
